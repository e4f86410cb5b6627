package io.countersign.radius.netlogon;

import io.countersign.radius.rpc.CallDeadline;
import io.countersign.radius.rpc.RpcFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has responses to challenges checked by domain controllers, as a member of their domain. Controllers are asked in order of preference; one
 * that has failed comes last for a while. No response is sent a second time where the first may have been counted against the user's lock-out.
 *
 * <p>Safe for use by many threads. Blocks until the answer comes. A machine account that has changed is another object of this class: what
 * the old one is doing when it is closed, it ends in peace.
 */
public final class Netlogon implements AutoCloseable {
    private final MachineAccount account;
    private final Supplier<List<LogonServer>> servers;
    private final NetlogonSettings settings;
    private final InstantSource clock;

    private record Controller(LogonServer server, SecureChannel channel, Standing standing) {}

    /** Guards {@link #controllers} and {@link #closed}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<LogonServer, Controller> controllers = new HashMap<>();
    private boolean closed;

    /**
     * Asks nobody yet.
     *
     * @param servers the domain's controllers, the one to be asked first at the head; asked for each logon, and must not wait
     */
    public Netlogon(
            MachineAccount account,
            Supplier<List<LogonServer>> servers,
            NetlogonSettings settings,
            InstantSource clock) {
        this.account = account;
        this.servers = servers;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Has a response checked. Throws {@link NetlogonUnavailable} if no controller has answered until then; the response may have been
     * counted then, so that it is not for the caller to try again.
     */
    public LogonAnswer logon(NetworkLogon logon, Instant until) {
        return ask((channel, setUp, deadline) -> channel.logon(logon, setUp, deadline), until);
    }

    /**
     * Tells a controller the account's newest password, unless it knows it already. Whatever fails, and wherever: as long as the account
     * keeps its previous password, logons go on, and this can be called again. Throws {@link NetlogonUnavailable}.
     */
    public void renewPassword(Instant until) {
        ask(
                (channel, setUp, deadline) -> {
                    channel.renewPassword(setUp, deadline);
                    return true;
                },
                until);
    }

    private interface Question<T> {
        T ask(SecureChannel channel, CallDeadline setUp, CallDeadline deadline);
    }

    /** The last one may take all the time that is left until it can be asked: there is nobody else. */
    private <T> T ask(Question<T> question, Instant until) {
        var deadline = new CallDeadline(until, clock);
        List<Controller> inTurn = inTurn();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < inTurn.size() && !deadline.isOver(); i++) {
            Controller controller = inTurn.get(i);
            Duration patience = i == inTurn.size() - 1 ? deadline.left() : settings.connectWithin();
            if (!controller.channel().takeTurn(deadline.within(patience))) {
                failures.add(controller.server() + ": all " + settings.connections() + " connections were busy");
                continue;
            }
            try {
                T answer = question.ask(controller.channel(), deadline.within(patience), deadline);
                controller.standing().answered();
                return answer;
            } catch (RpcFailed failed) {
                if (Thread.currentThread().isInterrupted()) {
                    throw unavailable(List.of("interrupted"), failed); // which says nothing of the controller
                }
                controller.standing().failed(failed.message(), clock.instant());
                failures.add(controller.server() + ": " + failed.message());
                if (failed.effect() == RpcFailed.Effect.UNKNOWN) {
                    throw unavailable(failures, failed);
                }
            } finally {
                controller.channel().endTurn();
            }
        }
        throw new NetlogonUnavailable(text(failures));
    }

    private NetlogonUnavailable unavailable(List<String> failures, RpcFailed cause) {
        return new NetlogonUnavailable(text(failures), cause);
    }

    private String text(List<String> failures) {
        return failures.isEmpty()
                ? "no domain controller of " + account.domain() + " could be asked: none is known, or the time was over"
                : "no domain controller of " + account.domain() + " has answered: " + String.join("; ", failures);
    }

    /** By preference, and those that are passed over after the others. */
    private List<Controller> inTurn() {
        Instant now = clock.instant();
        List<Controller> first = new ArrayList<>();
        List<Controller> last = new ArrayList<>();
        for (Controller controller : known()) {
            (controller.standing().isInTurn(now) ? first : last).add(controller);
        }
        first.addAll(last);
        return first;
    }

    /** One for each server there is now; those of other servers are closed. */
    private List<Controller> known() {
        List<LogonServer> current = servers.get();
        lock.lock();
        try {
            List<Controller> known = current.stream()
                    .distinct()
                    .map(server -> controllers.computeIfAbsent(server, this::controller))
                    .toList();
            if (controllers.size() > known.size()) {
                closeAllBut(current);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void closeAllBut(List<LogonServer> current) {
        List<Controller> gone = controllers.values().stream()
                .filter(controller -> !current.contains(controller.server()))
                .toList();
        gone.forEach(controller -> controller.channel().close());
        controllers.values().removeAll(gone);
    }

    private Controller controller(LogonServer server) {
        var channel = new SecureChannel(server, account, settings.connections());
        if (closed) {
            channel.close(); // so that it keeps no connection
        }
        return new Controller(server, channel, new Standing(server, settings.passOver()));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            controllers.values().forEach(controller -> controller.channel().close());
        } finally {
            lock.unlock();
        }
    }
}
