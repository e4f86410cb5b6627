package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.RpcFailed.Effect;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A connection that is bound to one interface (C706 §12.6, MS-RPCE §3.3). It makes one call at a time, for one thread at a time; where a
 * call fails, the connection is of no more use and is to be closed.
 */
public final class RpcConnection implements AutoCloseable {
    /** More than any answer has that is asked for: the groups of a user are 1015 at most, of 68 octets at most. */
    private static final int LONGEST_ANSWER = 256 * 1024;

    private static final int REQUEST_HEAD_OCTETS = 8;
    private static final int SIGNATURE_ROOM = 64; // trailer and signature
    private static final int SMALLEST_FRAGMENT = 1432; // which everybody must take (C706 §12.6.3.1)

    /** The caller's security context does not hold (MS-ERREF: RPC_S_SEC_PKG_ERROR, ERROR_ACCESS_DENIED); said before a call runs. */
    private static final int SECURITY_PACKAGE_ERROR = 0x721;

    private static final int ACCESS_DENIED = 5;

    private final PduSocket socket;
    private final Optional<RpcSecurity> security;
    private int longestFragment = SMALLEST_FRAGMENT;
    private int call;

    private RpcConnection(PduSocket socket, Optional<RpcSecurity> security) {
        this.socket = socket;
        this.security = security;
    }

    /** Connects and binds. No failure of this has any effect on the other side. */
    public static RpcConnection open(
            InetSocketAddress address, RpcInterface calls, Optional<RpcSecurity> security, CallDeadline deadline) {
        var connection = new RpcConnection(PduSocket.connect(address, deadline), security);
        try {
            connection.bind(calls, deadline);
            return connection;
        } catch (RpcFailed failed) {
            connection.close();
            throw failed.beforehand();
        }
    }

    private void bind(RpcInterface calls, CallDeadline deadline) {
        Octets body = new NdrWriter()
                .u16(Pdu.LONGEST)
                .u16(Pdu.LONGEST)
                .u32(0) // a new association group
                .u32(1) // one presentation context
                .u16(0) // its identifier
                .u16(1) // one transfer syntax
                .octets(calls.syntax())
                .octets(RpcInterface.NDR.syntax())
                .written();
        Octets token = security.map(RpcSecurity::bindToken).orElse(Octets.empty());
        socket.send(new Pdu(Pdu.BIND, Pdu.WHOLE, ++call, body, token));
        Pdu answer = socket.receive(deadline);
        switch (answer.type()) {
            case Pdu.BIND_ACK -> bound(new NdrReader(answer.body()));
            case Pdu.BIND_NAK, Pdu.FAULT ->
                throw new RpcFailed(
                        security.isPresent() ? Effect.KEY_REFUSED : Effect.NONE,
                        "it refuses connections " + (security.isPresent() ? "under this key" : "for these calls"));
            default -> throw RpcFailed.malformed("a PDU of type " + answer.type() + " where a bind is answered");
        }
    }

    /** C706 §12.6.4.4, bind_ack. */
    private void bound(NdrReader acknowledgement) {
        acknowledgement.u16(); // the longest that it sends
        longestFragment = Math.clamp(acknowledgement.u16(), SMALLEST_FRAGMENT, Pdu.LONGEST);
        acknowledgement.u32(); // the association group
        acknowledgement.skip(acknowledgement.u16()); // its port, as text
        acknowledgement.align(4);
        if (acknowledgement.u8() != 1) {
            throw RpcFailed.malformed("no answer for each presentation context");
        }
        int result = acknowledgement.u16();
        if (result != 0) {
            throw new RpcFailed(Effect.NONE, "it does not offer these calls on this port");
        }
    }

    /** Whether it was closed while nobody used it. Does not wait. */
    public boolean isStale() {
        return socket.isStale();
    }

    /** Makes a call, and waits for its results. */
    public Octets call(int operation, Octets arguments, CallDeadline deadline) {
        call++;
        deadline.millis(Effect.NONE);
        send(operation, arguments);
        return receive(deadline);
    }

    private void send(int operation, Octets arguments) {
        int room = (longestFragment - Pdu.HEADER_OCTETS - REQUEST_HEAD_OCTETS - SIGNATURE_ROOM) / 16 * 16;
        int from = 0;
        do {
            int to = Math.min(from + room, arguments.length());
            int flags = (from == 0 ? Pdu.FIRST : 0) | (to == arguments.length() ? Pdu.LAST : 0);
            sendFragment(operation, flags, arguments.slice(from, to), arguments.length() - from);
            from = to;
        } while (from < arguments.length());
    }

    private void sendFragment(int operation, int flags, Octets stub, int hint) {
        Octets head = new NdrWriter().u32(hint).u16(0).u16(operation).written(); // presentation context 0
        RpcSecurity.Secured sent = security.map(secure -> secure.seal(stub))
                .orElseGet(() -> new RpcSecurity.Secured(stub, Octets.empty()));
        socket.send(new Pdu(Pdu.REQUEST, flags, call, head.and(sent.stub()), sent.authentication()));
    }

    private Octets receive(CallDeadline deadline) {
        Octets results = Octets.empty();
        boolean first = true;
        while (true) {
            Pdu fragment = socket.receive(deadline);
            if (fragment.call() != call) {
                throw RpcFailed.malformed("an answer to another call");
            }
            if (fragment.type() == Pdu.FAULT) {
                throw fault(fragment);
            }
            if (fragment.type() != Pdu.RESPONSE || fragment.has(Pdu.FIRST) != first) {
                throw RpcFailed.malformed("fragments that do not belong together");
            }
            results = results.and(results(fragment));
            if (results.length() > LONGEST_ANSWER) {
                throw RpcFailed.malformed("an answer of more than " + LONGEST_ANSWER + " octets");
            }
            if (fragment.has(Pdu.LAST)) {
                return results;
            }
            first = false;
        }
    }

    private Octets results(Pdu fragment) {
        var body = new NdrReader(fragment.body());
        body.skip(8); // hint, presentation context, cancels
        Octets stub = body.octets(body.left());
        return security.map(secure -> secure.open(new RpcSecurity.Secured(stub, fragment.authentication())))
                .orElse(stub);
    }

    /** C706 §12.6.4.7. */
    private RpcFailed fault(Pdu fragment) {
        var body = new NdrReader(fragment.body());
        body.skip(8);
        int status = body.u32();
        String message = "it answered with fault 0x" + HexFormat.of().toHexDigits(status);
        if (security.isPresent() && (status == SECURITY_PACKAGE_ERROR || status == ACCESS_DENIED)) {
            return new RpcFailed(Effect.KEY_REFUSED, message);
        }
        // A fault has no seal: where answers have one, anybody on the way may say that nothing was done.
        boolean isBelieved = security.isEmpty() && fragment.has(Pdu.DID_NOT_EXECUTE);
        return new RpcFailed(isBelieved ? Effect.NONE : Effect.UNKNOWN, message);
    }

    @Override
    public void close() {
        socket.close();
    }
}
