package io.countersign.radius.app;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.Problem;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Wiring;
import io.countersign.radius.audit.Telemetry;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.control.Controlled.Reloaded;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.Store.Marks;
import io.countersign.radius.store.StoreDamaged;
import io.countersign.radius.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into force what an administrator has changed: policies and clients by themselves, settings and plugins when asked to. Either all of
 * the new state comes into force, or none of it.
 *
 * <p>Plugins are loaded while nothing is locked that a change of policies or clients needs: whatever a plugin does, those come into force.
 * Safe for use by many threads.
 */
final class Reloads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

    private final Path settingsFile;
    private final Environment environment;
    private final Store store;
    private final Users users;
    private final InForce inForce;
    private final Telemetry telemetry;
    private final ExecutorService thread;

    /** Held by the one reload that is in work; nobody waits for it. */
    private final ReentrantLock reloading = new ReentrantLock();

    /** Guards changes of {@link #inForce}; held for as long as the store is read and policies are compiled. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Whether a look at what was applied waits for its thread, or is in work. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** What could not be taken up the last time. From the thread that tries to the one that looks. */
    private volatile Optional<Failed> failed = Optional.empty();

    /** Written under {@link #changing}. */
    private boolean closed;

    /**
     * What cannot work, and with which plugins and dictionary. Another change, or others of those, are tried at once; the same only now and
     * then, in case that it was the machine's fault.
     */
    private record Failed(long mark, Loaded loaded, Seldom again) {}

    /** Nothing is in work. */
    Reloads(
            Path settingsFile,
            Environment environment,
            Store store,
            Users users,
            InForce inForce,
            Telemetry telemetry) {
        this(
                settingsFile,
                environment,
                store,
                users,
                inForce,
                telemetry,
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("policy-changes").daemon().factory()));
    }

    /** With what takes up changes, one after the other. */
    Reloads(
            Path settingsFile,
            Environment environment,
            Store store,
            Users users,
            InForce inForce,
            Telemetry telemetry,
            ExecutorService thread) {
        this.settingsFile = settingsFile;
        this.environment = environment;
        this.store = store;
        this.users = users;
        this.inForce = inForce;
        this.telemetry = telemetry;
        this.thread = thread;
    }

    /**
     * Reads everything anew. Blocks while plugins load; refused at once while another reload is in work. The audit file is opened by its name
     * again, whatever becomes of the rest: a log rotation that has moved it away cannot wait for settings to be corrected.
     */
    Reloaded reload() {
        telemetry.reopen();
        if (!reloading.tryLock()) {
            return refused(List.of("another reload is in work; wait for it, and try again"));
        }
        try {
            var settings = Wiring.settings(settingsFile, environment);
            var fixed = fixedAtStart(inForce.live().loaded().settings(), settings);
            if (!fixed.isEmpty()) {
                return refused(fixed);
            }
            var live = comeIntoForce(Loaded.load(settings, environment, store, users));
            int clients = live.clients().size();
            LOG.info("reloaded: policy revision {}, {} clients", live.policies().revision(), clients);
            return new Reloaded.Done(live.policies().revision(), clients);
        } catch (InvalidDocument invalid) {
            return refused(invalid.problems().stream().map(Problem::toString).toList());
        } catch (StoreException | PluginRefused | NodeRefused failed) {
            return refused(List.of(String.valueOf(failed.getMessage())));
        } finally {
            reloading.unlock();
        }
    }

    /** Takes up, on another thread, what an administrator has applied: the one that looks must not wait. */
    void seen(Marks marks) {
        if (marks.policies() != inForce.live().mark()
                && !isInVain(marks.policies())
                && looking.compareAndSet(false, true)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("the server stops; the next start takes up what was applied");
            }
        }
    }

    private boolean isInVain(long mark) {
        var live = inForce.live();
        return failed.filter(last -> last.mark() == mark && last.loaded() == live.loaded())
                .filter(last -> !last.again().isDue(environment.clock().instant()))
                .isPresent();
    }

    private void look() {
        try {
            takeUpChanges();
        } finally {
            looking.set(false);
        }
    }

    /** From now on nothing comes into force any more. */
    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
        } finally {
            changing.unlock();
        }
        thread.shutdownNow();
    }

    private Live comeIntoForce(Loaded loaded) {
        try {
            changing.lock();
            try {
                if (closed) {
                    throw new NodeRefused("the server stops");
                }
                return comeIntoForce(Live.of(loaded, store, environment));
            } finally {
                changing.unlock();
            }
        } catch (RuntimeException refused) {
            loaded.close();
            throw refused;
        }
    }

    /** What cannot work leaves everything as it is. */
    private void takeUpChanges() {
        changing.lock();
        try {
            long mark = store.marks().policies();
            if (mark != inForce.live().mark() && !closed) {
                takeUp(mark);
            }
        } catch (StoreException unreadable) {
            LOG.debug("looking again in half a second: {}", unreadable.getMessage()); // told by the one that looks
        } finally {
            changing.unlock();
        }
    }

    private void takeUp(long mark) {
        var loaded = inForce.live().loaded();
        try {
            var live = comeIntoForce(Live.of(loaded, store, environment));
            failed = Optional.empty();
            LOG.info(
                    "policy revision {} is in force, with {} clients",
                    live.policies().revision(),
                    live.clients().size());
        } catch (RuntimeException cannot) {
            boolean told = failed.filter(last -> last.mark() == mark).isPresent();
            var again = new Seldom(isBusy(cannot) ? Duration.ZERO : AGAIN_AFTER);
            var _ = again.isDue(environment.clock().instant()); // not before that time is over
            failed = Optional.of(new Failed(mark, loaded, again));
            if (!told) {
                LOG.error("what was applied cannot be taken up; the server goes on as before: {}", cannot.getMessage());
            }
        }
    }

    /** A store that another process holds has room a moment later; what is damaged stays so. */
    private static boolean isBusy(RuntimeException cannot) {
        return cannot instanceof StoreException && !(cannot instanceof StoreDamaged);
    }

    private Live comeIntoForce(Live next) {
        inForce.replace(next);
        return next;
    }

    private static List<String> fixedAtStart(NodeSettings now, NodeSettings next) {
        var changed = new ArrayList<String>();
        changed(changed, "listen.authentication", now.authentication(), next.authentication());
        changed(changed, "listen.accounting", now.accounting(), next.accounting());
        changed(changed, "accounting", now.accountingRecords(), next.accountingRecords());
        changed(changed, "limits", now.limits(), next.limits());
        changed(changed, "limits.remembered-users", now.rememberedUsers(), next.rememberedUsers());
        changed(changed, "metrics", now.metrics(), next.metrics());
        changed(changed, "data", now.data(), next.data());
        changed(changed, "store and store-key", now.store(), next.store());
        changed(changed, "prompts", now.prompts(), next.prompts());
        changed(changed, "audit", now.audit(), next.audit());
        return changed;
    }

    private static void changed(List<String> changed, String key, Object now, Object next) {
        if (!now.equals(next)) {
            changed.add(key + " has changed, which takes a restart; nothing was reloaded");
        }
    }

    private static Reloaded refused(List<String> problems) {
        LOG.error("not reloaded, the server goes on as before: {}", String.join("; ", problems));
        return new Reloaded.Refused(problems);
    }
}
