package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.waiting.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that all know the same, in order of preference. Who does not answer is passed over until it is heard of again, which is looked
 * into in the background: no login waits for a server that is known to be down, and the preferred one is asked again once it is back. Safe
 * for use by many threads.
 */
final class LdapServers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LdapServers.class);

    /** Once it is over, no further server is asked: who waits for the answer has given up soon. */
    private static final Duration IN_ALL = Duration.ofSeconds(8);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final String what;
    private final List<Watched> servers;
    private final ScheduledExecutorService watch;

    private record Watched(LdapServer server, AtomicBoolean isLookedAt) {}

    private LdapServers(String what, List<Watched> servers) {
        this.what = what;
        this.servers = servers;
        this.watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("directory-watch").factory());
        var _ = watch.scheduleWithFixedDelay(
                this::lookAtAll, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Connects to nothing yet.
     *
     * @param what they are, such as "the domain corp.example"
     * @param trust a PEM file of authorities; empty for those that Java trusts
     * @throws DirectoryRefused if the file cannot be read
     */
    static LdapServers of(
            String what,
            List<LdapAddress> addresses,
            Optional<Path> trust,
            String bindName,
            Secret password,
            InstantSource clock) {
        var tls = WatchfulSockets.trusting(trust, LdapServer.TO_LOOK_UP);
        try {
            var servers = new ArrayList<Watched>();
            for (var address : addresses) {
                servers.add(new Watched(
                        new LdapServer(address, tls, bind(bindName, password), clock), new AtomicBoolean()));
            }
            return new LdapServers(what, List.copyOf(servers));
        } catch (LDAPException e) {
            throw new IllegalStateException("a pool that connects to nothing could not be made", e);
        }
    }

    private static BindRequest bind(String name, Secret password) {
        return new SimpleBindRequest(name, password.reveal());
    }

    /**
     * Asks the first that answers.
     *
     * @throws DirectoryUnavailable if none does
     * @throws LDAPException if one says that it cannot be done
     */
    <T> T lookUp(LdapServer.Question<T> question) throws LDAPException {
        return first(server -> server.lookUp(question), _ -> true);
    }

    /** What a search finds; of more than its size limit the first ones. Fails as {@link #lookUp} does. */
    List<SearchResultEntry> search(SearchRequest request) throws LDAPException {
        return lookUp(connection -> {
            try {
                return listed(connection.search(request).getSearchEntries());
            } catch (LDAPSearchException e) {
                if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                    return listed(e.getSearchEntries());
                }
                throw e;
            }
        });
    }

    private static List<SearchResultEntry> listed(@Nullable List<SearchResultEntry> entries) {
        return entries == null ? List.of() : List.copyOf(entries);
    }

    /** An entry by its name; empty if there is none. Fails as {@link #lookUp} does. */
    Optional<Entry> entry(String dn, String... attributes) throws LDAPException {
        return lookUp(connection -> Optional.ofNullable(connection.getEntry(dn, attributes)));
    }

    /**
     * Asks on a connection for passwords. The next server is asked only where the one before cannot have heard of it: it might have counted
     * a wrong password.
     *
     * @throws DirectoryUnavailable if there is no answer
     * @throws LDAPException if the answer is no
     */
    <T> T password(LdapServer.Question<T> question) throws LDAPException {
        // One slow answer says nothing of the server: the look in the background does.
        return first(server -> server.password(question), lost -> !lost.mayHaveHeard());
    }

    private interface Asking<T> {
        T ask(LdapServer server) throws LDAPException;
    }

    /**
     * What the first says that answers.
     *
     * @param isGivenUp whether one that was lost is passed over from now on, and the next asked
     */
    private <T> T first(Asking<T> asking, Predicate<ServerLost> isGivenUp) throws LDAPException {
        Waiting.begin();
        long began = System.nanoTime();
        var why = new ArrayList<String>();
        for (var each : servers) {
            var server = each.server();
            if (server.outage().isEmpty() && System.nanoTime() - began < IN_ALL.toNanos()) {
                try {
                    return asking.ask(server);
                } catch (ServerLost lost) {
                    why.add(lost.why());
                    if (!isGivenUp.test(lost)) {
                        break;
                    }
                    isDown(server, lost.why());
                }
            }
        }
        throw none(why);
    }

    private DirectoryUnavailable none(List<String> why) {
        if (why.isEmpty()) {
            servers.forEach(each -> each.server()
                    .outage()
                    .ifPresent(outage -> why.add(outage.why() + " (since " + outage.since() + ")")));
        }
        return new DirectoryUnavailable("nobody answers for " + what + ": " + String.join("; ", why));
    }

    private void isDown(LdapServer server, String why) {
        boolean wasUp = server.outage().isEmpty();
        server.isDown(why);
        if (wasUp && !watch.isShutdown()) {
            LOG.warn("Directory: {} is passed over: {}", server.address(), why);
        }
    }

    private void lookAtAll() {
        for (var each : servers) {
            if (each.isLookedAt().compareAndSet(false, true)) {
                Thread.ofVirtual()
                        .name("directory-look-" + each.server().address())
                        .start(() -> {
                            try {
                                lookAt(each.server());
                            } finally {
                                each.isLookedAt().set(false);
                            }
                        });
            }
        }
    }

    private void lookAt(LdapServer server) {
        try {
            server.look();
            if (server.outage().isPresent()) {
                server.isUp();
                LOG.info("Directory: {} answers again", server.address());
            }
        } catch (ServerLost lost) {
            isDown(server, lost.why());
        } catch (LDAPException e) {
            isDown(server, server.address() + ": " + Causes.of(e));
        } catch (DirectoryUnavailable busy) {
            LOG.debug("Directory: {}", busy.getMessage());
        }
    }

    /** How each server is, in order of preference. */
    List<LdapServer> servers() {
        return servers.stream().map(Watched::server).toList();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        servers.forEach(each -> each.server().close());
    }
}
