package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One LDAP server and its connections: those that are bound as the account that looks users up, and others to check passwords on, which are
 * bound as whoever came last and are used for nothing else. Connects when first asked. Safe for use by many threads.
 */
final class LdapServer implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(1);
    private static final Duration FOR_A_TURN = Duration.ofSeconds(3);

    /** Of each kind. A domain controller does not do more at the same time than it has cores. */
    private static final int CONNECTIONS = 8;

    /** No answer that is asked for is longer. */
    private static final int LONGEST_MESSAGE = 1 << 20;

    /** After these a connection is of no use, and another server may know better. */
    private static final Set<ResultCode> LOST = Set.of(
            ResultCode.OPERATIONS_ERROR,
            ResultCode.PROTOCOL_ERROR,
            ResultCode.BUSY,
            ResultCode.UNAVAILABLE,
            ResultCode.OTHER,
            ResultCode.SERVER_DOWN,
            ResultCode.LOCAL_ERROR,
            ResultCode.ENCODING_ERROR,
            ResultCode.DECODING_ERROR,
            ResultCode.TIMEOUT,
            ResultCode.CONNECT_ERROR);

    private final LdapAddress address;
    private final Connections lookUps;
    private final Connections passwords;
    private volatile @Nullable Outage outage; // set by whoever meets it, cleared by whoever finds it over

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
     * @param toAnswer how long each answer may take
     */
    LdapServer(LdapAddress address, WatchfulSockets tls, BindRequest account, Duration toAnswer) throws LDAPException {
        this.address = address;
        this.lookUps = new Connections(pool(address, tls, account, toAnswer));
        this.passwords = new Connections(pool(address, tls, null, toAnswer));
    }

    private static LDAPConnectionPool pool(
            LdapAddress address, WatchfulSockets tls, @Nullable BindRequest account, Duration toAnswer)
            throws LDAPException {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) TO_CONNECT.toMillis());
        options.setResponseTimeoutMillis(toAnswer.toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
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

    void isDown(Instant now, String why) {
        var known = outage;
        outage = new Outage(known == null ? now : known.since(), why);
        lookUps.pool.shrinkPool(0);
        passwords.pool.shrinkPool(0);
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
                    throw new ServerLost(address + " is overloaded: too many wait for it", false);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerLost("interrupted while waiting for " + address, false);
            }
            try {
                return askNow(question);
            } finally {
                turns.release();
            }
        }

        <T> T askAnew(Question<T> question) throws LDAPException {
            pool.shrinkPool(0);
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
                isSound = !LOST.contains(e.getResultCode());
                if (isSound) {
                    throw e;
                }
                if (e.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                    throw new ConnectionGone(said(e));
                }
                throw new ServerLost(said(e), true);
            } finally {
                if (isSound) {
                    pool.releaseConnection(connection);
                } else {
                    pool.discardConnection(connection);
                }
            }
        }

        private LDAPConnection connection() {
            try {
                return pool.getConnection();
            } catch (LDAPException e) {
                throw new ServerLost(
                        e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)
                                ? address + " refuses the account that looks users up: its password is wrong, or it is"
                                        + " disabled, locked or expired"
                                : said(e),
                        false);
            }
        }

        private String said(LDAPException e) {
            return address + ": " + Causes.of(e);
        }
    }
}
