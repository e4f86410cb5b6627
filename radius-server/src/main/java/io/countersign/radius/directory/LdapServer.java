package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import io.countersign.radius.identity.DirectoryUnavailable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One LDAP server and its connections: those that are bound as the account that looks users up, and others to check passwords on, which are
 * bound as whoever came last and are used for nothing else. Connects when first asked. Safe for use by many threads.
 */
final class LdapServer implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(1);
    static final Duration TO_LOOK_UP = Duration.ofSeconds(2);

    /** A controller asks the one with the newest passwords before it says that one is wrong. */
    private static final Duration TO_CHECK = Duration.ofSeconds(5);

    private static final Duration FOR_A_TURN = Duration.ofSeconds(3);

    /** Of each kind. A domain controller does not do more at the same time than it has cores. */
    private static final int CONNECTIONS = 8;

    /** No answer that is asked for is longer. */
    private static final int LONGEST_MESSAGE = 1 << 20;

    /** After these the server is taken for lost. */
    private static final Set<ResultCode> LOST = Set.of(
            ResultCode.SERVER_DOWN,
            ResultCode.LOCAL_ERROR,
            ResultCode.ENCODING_ERROR,
            ResultCode.DECODING_ERROR,
            ResultCode.TIMEOUT,
            ResultCode.CONNECT_ERROR);

    /** After these a connection is of no use, whatever becomes of the server. */
    private static final Set<ResultCode> SPOILT = Set.of(
            ResultCode.OPERATIONS_ERROR,
            ResultCode.PROTOCOL_ERROR,
            ResultCode.BUSY,
            ResultCode.UNAVAILABLE,
            ResultCode.OTHER);

    /** For so long the server's own account is not tried again with a password that was refused: it might be locked by that. */
    private static final Duration REFUSED_FOR = Duration.ofMinutes(5);

    private final LdapAddress address;
    private final InstantSource clock;
    private final Connections lookUps;
    private final Connections passwords;
    private volatile @Nullable Outage outage; // set by whoever meets it, cleared by whoever finds it over
    private volatile Instant refusedUntil = Instant.MIN;

    /** The SDK counts connections: the newest that was used, and the newest of those that are not used again. */
    private final AtomicLong newest = new AtomicLong(-1);

    private final AtomicLong newestGone = new AtomicLong(-1);

    private volatile @Nullable InetAddress resolved; // by whoever looks the name up

    /** Since when a server does not answer, and what it said last. */
    record Outage(Instant since, String why) {}

    /** What is asked over a connection. */
    interface Question<T> {
        T ask(LDAPConnection connection) throws LDAPException;
    }

    /**
     * Connects to nothing yet.
     *
     * @param account who looks users up
     */
    LdapServer(LdapAddress address, WatchfulSockets tls, BindRequest account, InstantSource clock)
            throws LDAPException {
        this.address = address;
        this.clock = clock;
        this.lookUps = new Connections(pool(address, tls, account, TO_LOOK_UP));
        this.passwords = new Connections(pool(address, tls, null, TO_CHECK));
    }

    private static LDAPConnectionPool pool(
            LdapAddress address, WatchfulSockets tls, @Nullable BindRequest account, Duration toAnswer)
            throws LDAPException {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) TO_CONNECT.toMillis());
        options.setResponseTimeoutMillis(toAnswer.toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setUseLinger(false, 0);
        options.setMaxMessageSize(LONGEST_MESSAGE);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        var server = address.startTls()
                ? new SingleServerSet(
                        address.host(),
                        address.port(),
                        SocketFactory.getDefault(),
                        options,
                        account,
                        new StartTLSPostConnectProcessor(tls))
                : new SingleServerSet(address.host(), address.port(), tls, options, account, null);
        var pool = new LDAPConnectionPool(server, account, 0, CONNECTIONS, null, false);
        pool.setRetryFailedOperationsDueToInvalidConnections(Set.of());
        pool.setCreateIfNecessary(true); // turns are counted here
        pool.setMaxConnectionAgeMillis(TimeUnit.MINUTES.toMillis(30));
        return pool;
    }

    LdapAddress address() {
        return address;
    }

    /** Empty while it answers. */
    Optional<Outage> outage() {
        return Optional.ofNullable(outage);
    }

    void isDown(String why) {
        var known = outage;
        outage = new Outage(known == null ? clock.instant() : known.since(), why);
        newestGone.set(newest.get());
    }

    void isUp() {
        outage = null;
    }

    /**
     * Asks as the account that looks users up. A question changes nothing, so it is asked once more where the connection was an old one.
     *
     * @throws ServerLost if there is no answer
     * @throws LDAPException if the answer is that it cannot be done
     */
    <T> T lookUp(Question<T> question) throws LDAPException {
        try {
            return lookUps.ask(question);
        } catch (ConnectionGone _) {
            return lookUps.askAnew(question);
        }
    }

    /**
     * Asks on a connection for passwords; never a second time.
     *
     * @throws ServerLost if there is no answer
     * @throws LDAPException if the answer is no
     */
    <T> T password(Question<T> question) throws LDAPException {
        try {
            return passwords.ask(question);
        } catch (ConnectionGone gone) {
            throw new ServerLost(gone.why, true);
        }
    }

    /** Looks whether it answers on both kinds of connection, which also keeps those alive that nobody uses. */
    void look() throws LDAPException {
        resolve();
        Question<Object> question = connection -> connection.search(
                new SearchRequest("", SearchScope.BASE, "(objectClass=*)", SearchRequest.NO_ATTRIBUTES));
        var _ = lookUp(question);
        var _ = password(question);
    }

    private void resolve() {
        try {
            resolved = InetAddress.getByName(address.host());
        } catch (UnknownHostException _) {
            // connecting tells
        }
    }

    /** Its address as it was looked up last, at once; looked up only where nobody has yet. */
    Optional<InetAddress> resolved() {
        if (resolved == null) {
            resolve();
        }
        return Optional.ofNullable(resolved);
    }

    @Override
    public void close() {
        lookUps.pool.close();
        passwords.pool.close();
    }

    /** The server, or something on the way, had ended a connection that was open before. */
    private static final class ConnectionGone extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        ConnectionGone(String why) {
            super(why);
            this.why = why;
        }
    }

    private final class Connections {
        private final LDAPConnectionPool pool;
        private final Semaphore turns = new Semaphore(CONNECTIONS, true);

        Connections(LDAPConnectionPool pool) {
            this.pool = pool;
        }

        <T> T ask(Question<T> question) throws LDAPException, ConnectionGone {
            try {
                if (!turns.tryAcquire(FOR_A_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new DirectoryUnavailable(address + " is overloaded: too many wait for it");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DirectoryUnavailable("interrupted while waiting for " + address, e);
            }
            try {
                return askNow(question);
            } finally {
                turns.release();
            }
        }

        <T> T askAnew(Question<T> question) throws LDAPException {
            newestGone.set(newest.get());
            try {
                return ask(question);
            } catch (ConnectionGone again) {
                throw new ServerLost(again.why, true);
            }
        }

        private <T> T askNow(Question<T> question) throws LDAPException, ConnectionGone {
            var connection = connection();
            boolean isSound = false;
            try {
                T answer = question.ask(connection);
                isSound = true;
                return answer;
            } catch (LDAPException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new DirectoryUnavailable("interrupted while " + address + " was asked", e);
                }
                if (e.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                    throw new ConnectionGone(said(e));
                }
                if (LOST.contains(e.getResultCode())) {
                    throw new ServerLost(said(e), true);
                }
                isSound = !SPOILT.contains(e.getResultCode());
                throw e;
            } finally {
                if (isSound) {
                    pool.releaseConnection(connection);
                } else {
                    pool.discardConnection(connection);
                }
            }
        }

        /** One that was not given up. */
        private LDAPConnection connection() {
            if (clock.instant().isBefore(refusedUntil)) {
                throw refused();
            }
            try {
                var connection = pool.getConnection();
                while (connection.getConnectionID() <= newestGone.get()) {
                    pool.discardConnection(connection);
                    connection = pool.getConnection();
                }
                newest.accumulateAndGet(connection.getConnectionID(), Math::max);
                return connection;
            } catch (LDAPException e) {
                if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    refusedUntil = clock.instant().plus(REFUSED_FOR);
                    throw refused();
                }
                throw new ServerLost(said(e), false);
            }
        }

        private ServerLost refused() {
            return new ServerLost(
                    address
                            + " refuses the account that looks users up: its password is wrong, or it is disabled, locked"
                            + " or expired; it is tried again after five minutes, or once the settings were loaded anew",
                    false);
        }

        private String said(LDAPException e) {
            return address + ": " + Causes.of(e);
        }
    }
}
