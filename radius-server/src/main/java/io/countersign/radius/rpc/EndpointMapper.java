package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Asks which port an interface is on; it changes when the other side is started again (C706 Appendix O, MS-RPCE §2.2.1.2). */
public final class EndpointMapper {
    /** Where endpoint mappers listen. */
    public static final int PORT = 135;

    private static final RpcInterface MAPPER =
            new RpcInterface(UUID.fromString("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0);
    private static final int EPT_MAP = 3;

    private static final int HANDLE_OCTETS = 20;
    private static final int MOST_TOWERS = 4;

    /* What the floors of a tower are about (C706 Appendix I). */
    private static final int INTERFACE = 0x0d;
    private static final int CONNECTION_ORIENTED = 0x0b;
    private static final int TCP = 0x07;
    private static final int IP = 0x09;

    private EndpointMapper() {}

    /** The address of an interface by the word of the mapper beside it. */
    public static InetSocketAddress find(InetSocketAddress mapper, RpcInterface calls, CallDeadline deadline) {
        try (var connection = RpcConnection.open(mapper, MAPPER, Optional.empty(), deadline)) {
            var results = new NdrReader(connection.call(EPT_MAP, question(calls), deadline));
            int port = port(results)
                    .orElseThrow(() -> new RpcFailed(
                            RpcFailed.Effect.NONE,
                            "it does not offer these calls over TCP; is it a domain controller?"));
            return new InetSocketAddress(mapper.getAddress(), port);
        } catch (RpcFailed failed) {
            throw failed.beforehand();
        }
    }

    private static Octets question(RpcInterface calls) {
        Octets tower = tower(calls);
        return new NdrWriter()
                .pointer()
                .octets(Octets.wrap(new byte[16])) // any object
                .pointer()
                .u32(tower.length())
                .u32(tower.length())
                .octets(tower)
                .align(4)
                .octets(Octets.wrap(new byte[HANDLE_OCTETS]))
                .u32(MOST_TOWERS)
                .written();
    }

    /** Five floors, each with a left and a right side; not aligned. */
    private static Octets tower(RpcInterface calls) {
        return floors(5)
                .and(interfaceFloor(calls))
                .and(interfaceFloor(RpcInterface.NDR))
                .and(floor(CONNECTION_ORIENTED, 2))
                .and(floor(TCP, 2))
                .and(floor(IP, 4));
    }

    private static Octets floors(int count) {
        return new NdrWriter().u16(count).written();
    }

    private static Octets interfaceFloor(RpcInterface calls) {
        Octets head = new NdrWriter().u16(19).u8(INTERFACE).written();
        Octets tail =
                new NdrWriter().u16(calls.major()).u16(2).u16(calls.minor()).written();
        return head.and(calls.idOctets()).and(tail);
    }

    private static Octets floor(int protocol, int rightOctets) {
        Octets left = new NdrWriter().u16(1).u8(protocol).written();
        return left.and(new NdrWriter()
                .u16(rightOctets)
                .octets(Octets.wrap(new byte[rightOctets]))
                .written());
    }

    /** The TCP port of the first tower that has one. */
    static OptionalInt port(NdrReader results) {
        results.skip(HANDLE_OCTETS);
        results.u32(); // how many towers it has found
        results.u32(); // for how many there is room
        results.u32(); // how many are left out before them
        int towers = results.count(4);
        if (towers > MOST_TOWERS) {
            throw RpcFailed.malformed("more towers than asked for");
        }
        int present = 0;
        for (int i = 0; i < towers; i++) {
            present += results.pointer() ? 1 : 0;
        }
        OptionalInt port = OptionalInt.empty();
        for (int i = 0; i < present && port.isEmpty(); i++) {
            int length = results.count(1);
            results.u32(); // the length once more
            port = tcpPort(results.octets(length));
        }
        return port;
    }

    private static OptionalInt tcpPort(Octets tower) {
        int at = 0;
        int floors = u16(tower, at);
        at += 2;
        for (int i = 0; i < floors; i++) {
            int leftLength = u16(tower, at);
            int right = at + 2 + leftLength;
            int rightLength = u16(tower, right);
            if (leftLength > 0 && at(tower, at + 2) == TCP && rightLength == 2) {
                int port = at(tower, right + 2) << 8 | at(tower, right + 3); // in network order
                return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
            }
            at = right + 2 + rightLength;
        }
        return OptionalInt.empty();
    }

    private static int u16(Octets tower, int at) {
        return at(tower, at) | at(tower, at + 1) << 8;
    }

    private static int at(Octets tower, int at) {
        if (at >= tower.length()) {
            throw RpcFailed.malformed("a tower that ends too early");
        }
        return tower.at(at);
    }
}
