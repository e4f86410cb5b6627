package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.NetlogonSeal;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.netlogon.Credentials.Agreement;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.CallDeadline;
import io.countersign.radius.rpc.EndpointMapper;
import io.countersign.radius.rpc.RpcConnection;
import io.countersign.radius.rpc.RpcFailed;
import io.countersign.radius.rpc.RpcFailed.Effect;
import io.countersign.radius.rpc.RpcSecurity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secure channel of a machine account to one domain controller (MS-NRPC §1.3.2): a few connections, each sealed with a key and a counter of
 * its own. Made when they are first needed. Safe for use by many threads, each of which waits for its own answer.
 */
final class SecureChannel implements AutoCloseable {
    /*
     * A controller keeps one key for each machine account, the newest. Connections that were bound by an older key go on, but no new ones
     * can be bound by it. So each connection is bound by a key that was agreed on just before, by one thread at a time: with a common
     * key, what was answered on one connection could be played back on another, whose counter stands at the same number.
     *
     * A logon counts against the user's lock-out. So it is sent a second time only where the first cannot have been checked: it did not
     * leave this machine whole, or the controller refused it before it looked at it. Therefore idle connections are looked at before they
     * are used, and are not kept for long: what is sent into one that a firewall has forgotten gets no answer at all.
     */

    private static final Logger LOG = LoggerFactory.getLogger(SecureChannel.class);

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

    /** For so long a password that was refused is not tried again. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(10);

    /** A key, where it holds, and whether it comes of the account's newest password. */
    private record Session(InetSocketAddress address, Credentials credentials, boolean byNewest) {}

    private record Idle(RpcConnection connection, Instant since) {}

    private record Refusal(String message, Instant until) {}

    private final LogonServer server;
    private final MachineAccount account;
    private final Semaphore turns;
    private final Seldom complaints = Seldom.onceAMinute();

    /** Held by who agrees on a key; guards {@link #refusal}. */
    private final ReentrantLock agreeing = new ReentrantLock();

    private Optional<Refusal> refusal = Optional.empty();

    /** Guards {@link #idle} and {@link #closed}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    SecureChannel(LogonServer server, MachineAccount account, int connections) {
        this.server = server;
        this.account = account;
        this.turns = new Semaphore(connections, true);
    }

    /** Waits until one of the connections is free; false if none became so in time, or the thread was interrupted. */
    boolean takeTurn(CallDeadline deadline) {
        try {
            return turns.tryAcquire(Math.max(0, deadline.left().toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** To be called by whom {@link #takeTurn} has given one. */
    void endTurn() {
        turns.release();
    }

    /**
     * Asks the controller. Only with a turn.
     *
     * @param setUp until when there must be a connection to ask it on
     */
    LogonAnswer logon(NetworkLogon logon, CallDeadline setUp, CallDeadline deadline) {
        Octets arguments = SamLogon.arguments(logon, server, account);
        Optional<RpcConnection> kept = kept(setUp.clock().instant());
        if (kept.isEmpty()) {
            return ask(open(setUp), arguments, deadline);
        }
        try {
            return unlessDenied(ask(kept.get(), arguments, deadline));
        } catch (RpcFailed failed) {
            if (failed.effect() == Effect.UNKNOWN) {
                throw failed;
            }
            if (failed.effect() == Effect.KEY_REFUSED) {
                tellOfRefusal(setUp.clock().instant());
            }
            return ask(open(setUp), arguments, deadline);
        }
    }

    private LogonAnswer ask(RpcConnection connection, Octets arguments, CallDeadline deadline) {
        LogonAnswer answer;
        try {
            answer = SamLogon.answer(connection.call(Calls.SAM_LOGON_EX, arguments, deadline));
        } catch (RuntimeException failed) {
            connection.close();
            throw failed;
        }
        giveBack(connection, deadline.clock().instant());
        if (answer instanceof LogonAnswer.Refused refused && refused.status() == NtStatus.NETLOGON_NOT_STARTED) {
            throw new RpcFailed(Effect.NONE, "it answered " + refused);
        }
        return answer;
    }

    /** Access is denied to this server, by its key, rather than to the user; by a new key it is to be believed. */
    private static LogonAnswer unlessDenied(LogonAnswer answer) {
        if (answer instanceof LogonAnswer.Refused refused && refused.status() == NtStatus.ACCESS_DENIED) {
            throw new RpcFailed(Effect.KEY_REFUSED, "it answered " + refused);
        }
        return answer;
    }

    /** A connection that was made before and can be used still. */
    private Optional<RpcConnection> kept(Instant now) {
        for (Optional<Idle> next = nextIdle(); next.isPresent(); next = nextIdle()) {
            RpcConnection connection = next.get().connection();
            if (now.isBefore(next.get().since().plus(LONGEST_IDLE)) && !connection.isStale()) {
                return Optional.of(connection);
            }
            connection.close();
        }
        return Optional.empty();
    }

    private Optional<Idle> nextIdle() {
        lock.lock();
        try {
            return Optional.ofNullable(idle.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(RpcConnection connection, Instant now) {
        lock.lock();
        try {
            if (closed) {
                connection.close();
            } else {
                idle.addFirst(new Idle(connection, now));
            }
        } finally {
            lock.unlock();
        }
    }

    private RpcConnection open(CallDeadline setUp) {
        beginAgreeing(setUp);
        try {
            return bind(agree(setUp), setUp);
        } finally {
            agreeing.unlock();
        }
    }

    private RpcConnection bind(Session current, CallDeadline setUp) {
        var seal = NetlogonSeal.ofClient(current.credentials().key());
        var security = new RpcSecurity(seal, account.domain(), account.computer());
        return RpcConnection.open(current.address(), Calls.NETLOGON, Optional.of(security), setUp);
    }

    private void tellOfRefusal(Instant now) {
        if (complaints.isDue(now)) {
            LOG.info(
                    "domain controller {} does not know the key any more that {} has agreed on with it: it was started again, or another server uses this machine account; each server needs one of its own",
                    server,
                    account);
        }
    }

    private void beginAgreeing(CallDeadline setUp) {
        try {
            if (agreeing.tryLock(Math.max(0, setUp.left().toMillis()), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        throw new RpcFailed(Effect.NONE, "no key was agreed on in time");
    }

    private Session agree(CallDeadline setUp) {
        Instant now = setUp.clock().instant();
        refusal.filter(last -> now.isBefore(last.until())).ifPresent(last -> {
            throw new RpcFailed(Effect.NONE, last.message());
        });
        try {
            InetSocketAddress address = EndpointMapper.find(server.mapper(), Calls.NETLOGON, setUp);
            try (var connection = RpcConnection.open(address, Calls.NETLOGON, Optional.empty(), setUp)) {
                Session agreed = agree(connection, address, setUp);
                LOG.debug("{} has agreed on a key with {}", account, server);
                return agreed;
            }
        } catch (RpcFailed failed) {
            throw failed.beforehand();
        }
    }

    private Session agree(RpcConnection connection, InetSocketAddress address, CallDeadline setUp) {
        int code = 0;
        for (Secret password : passwords()) {
            switch (Credentials.agree(connection, server, account, password, setUp)) {
                case Agreement.Agreed(var credentials) -> {
                    refusal = Optional.empty();
                    return new Session(address, credentials, password.equals(account.password()));
                }
                case Agreement.Refused(int why) -> code = why;
            }
        }
        String message = account.refusedFor(code);
        refusal = Optional.of(new Refusal(message, setUp.clock().instant().plus(REFUSED_FOR)));
        throw new RpcFailed(Effect.NONE, message);
    }

    private List<Secret> passwords() {
        var passwords = new ArrayList<>(List.of(account.password()));
        account.previousPassword().ifPresent(passwords::add);
        return passwords;
    }

    /** Sees to it that the controller knows the account by its newest password. Only with a turn. */
    void renewPassword(CallDeadline setUp, CallDeadline deadline) {
        beginAgreeing(setUp);
        try {
            Session agreed = agree(setUp);
            if (!agreed.byNewest()) {
                setPassword(agreed, setUp, deadline);
            }
        } finally {
            agreeing.unlock();
        }
    }

    private void setPassword(Session agreed, CallDeadline setUp, CallDeadline deadline) {
        try (var connection = bind(agreed, setUp)) {
            var call = new PasswordSet(agreed.credentials(), deadline.clock().instant());
            int status = call.status(connection.call(Calls.PASSWORD_SET_2, call.arguments(server, account), deadline));
            if (status != 0) {
                throw new RpcFailed(
                        Effect.NONE,
                        "it refuses the new password of " + account + ": " + new LogonAnswer.Refused(status));
            }
            LOG.info("domain controller {} has taken a new password of machine account {}", server, account);
        }
    }

    /** Closes what is not in use now, and the rest as soon as it is given back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(each -> each.connection().close());
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
