package io.countersign.radius.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.host.LinuxCalls;
import io.countersign.radius.packet.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A row of datagrams as recvmmsg and sendmmsg have them: with the peer's address, and as a control message the address of this machine.
 *
 * <p>The layouts are those of 64-bit Linux: {@code mmsghdr} (64 octets), {@code iovec} (16), {@code sockaddr_in} (16) and
 * {@code sockaddr_in6} (28), {@code cmsghdr} (16) with {@code in_pktinfo} (12) or {@code in6_pktinfo} (20). An IPv6 socket has IPv4
 * addresses as IPv6-mapped ones in both places.
 */
final class LinuxMessages {
    private static final int HEADER = 64;
    private static final int NAME_LENGTH = 8;
    private static final int PARTS = 16;
    private static final int PART_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int RECEIVED = 56;

    private static final int PART = 16;
    private static final int PART_LENGTH = 8;

    private static final int NAME = 32;
    private static final int CONTROL_ROOM = 64;
    private static final int CONTROL_HEADER = 16;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    /** Before an IPv4 address in an IPv6 one. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** How a kind of socket writes addresses. */
    private enum Family {
        IPV4(LinuxCalls.IPV4, 16, LinuxCalls.OF_IPV4, LinuxCalls.IPV4_PACKET_INFO, 12),
        IPV6(LinuxCalls.IPV6, 28, LinuxCalls.OF_IPV6, LinuxCalls.IPV6_PACKET_INFO, 20);

        private final short number;
        private final int nameLength;
        private final int controlLevel;
        private final int controlType;
        private final int controlLength;

        Family(int number, int nameLength, int controlLevel, int controlType, int infoLength) {
            this.number = (short) number;
            this.nameLength = nameLength;
            this.controlLevel = controlLevel;
            this.controlType = controlType;
            this.controlLength = CONTROL_HEADER + infoLength;
        }
    }

    private final Family family;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment parts;
    private final MemorySegment controls;
    private final MemorySegment octets;

    /** Room for so many datagrams of {@link Sockets#DATAGRAM_OCTETS}, ready to receive. */
    LinuxMessages(Arena arena, int count, boolean ipv6) {
        this.family = ipv6 ? Family.IPV6 : Family.IPV4;
        this.headers = arena.allocate((long) count * HEADER, Long.BYTES);
        this.names = arena.allocate((long) count * NAME, Long.BYTES);
        this.parts = arena.allocate((long) count * PART, Long.BYTES);
        this.controls = arena.allocate((long) count * CONTROL_ROOM, Long.BYTES);
        this.octets = arena.allocate((long) count * Sockets.DATAGRAM_OCTETS, Long.BYTES);
        for (int i = 0; i < count; i++) {
            long header = (long) i * HEADER;
            headers.set(JAVA_LONG, header, names.address() + (long) i * NAME);
            headers.set(JAVA_LONG, header + PARTS, parts.address() + (long) i * PART);
            headers.set(JAVA_LONG, header + PART_COUNT, 1);
            headers.set(JAVA_LONG, header + CONTROL, controls.address() + (long) i * CONTROL_ROOM);
            parts.set(JAVA_LONG, (long) i * PART, octets.address() + (long) i * Sockets.DATAGRAM_OCTETS);
            clear(i);
        }
    }

    /** Where the datagrams from this one on stand. */
    long from(int index) {
        return headers.address() + (long) index * HEADER;
    }

    /** Makes one ready to receive anew: the system overwrites what it is told of the room. */
    void clear(int index) {
        long header = (long) index * HEADER;
        headers.set(JAVA_INT, header + NAME_LENGTH, family.nameLength);
        headers.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_ROOM);
        parts.set(JAVA_LONG, (long) index * PART + PART_LENGTH, Sockets.DATAGRAM_OCTETS);
    }

    /** What was received. */
    Octets octets(int index) {
        byte[] copy = new byte[headers.get(JAVA_INT, (long) index * HEADER + RECEIVED)];
        MemorySegment.copy(octets, JAVA_BYTE, (long) index * Sockets.DATAGRAM_OCTETS, copy, 0, copy.length);
        return Octets.wrap(copy);
    }

    /** Where it came from; empty if no single address was asked, but whoever hears a group or a whole network. */
    Optional<Origin> origin(int index, int localPort) {
        long control = (long) index * CONTROL_ROOM;
        if (headers.get(JAVA_LONG, (long) index * HEADER + CONTROL_LENGTH) < family.controlLength
                || controls.get(JAVA_INT, control + 8) != family.controlLevel
                || controls.get(JAVA_INT, control + 12) != family.controlType) {
            return Optional.empty();
        }
        InetAddress local = local(control + CONTROL_HEADER);
        return local.isAnyLocalAddress() || local.isMulticastAddress()
                ? Optional.empty()
                : Optional.of(new Origin(new InetSocketAddress(local, localPort), peer((long) index * NAME)));
    }

    private InetAddress local(long info) {
        return switch (family) {
            case IPV4 -> address(controls, info + 4, IPV4_OCTETS, 0);
            case IPV6 -> address(controls, info, IPV6_OCTETS, controls.get(JAVA_INT, info + IPV6_OCTETS));
        };
    }

    private InetSocketAddress peer(long name) {
        InetAddress address = switch (family) {
            case IPV4 -> address(names, name + 4, IPV4_OCTETS, 0);
            case IPV6 -> address(names, name + 8, IPV6_OCTETS, names.get(JAVA_INT, name + 24));
        };
        return new InetSocketAddress(address, Short.toUnsignedInt(names.get(PORT, name + 2)));
    }

    /** An interface matters for link-local addresses alone; a reply to any other goes the way that the routes say. */
    private static InetAddress address(MemorySegment segment, long at, int length, int scope) {
        byte[] octets = new byte[length];
        MemorySegment.copy(segment, JAVA_BYTE, at, octets, 0, length);
        try {
            InetAddress address = InetAddress.getByAddress(octets); // makes IPv4 of IPv4-mapped IPv6
            return address.isLinkLocalAddress() && address instanceof Inet6Address
                    ? Inet6Address.getByAddress(null, octets, scope)
                    : address;
        } catch (UnknownHostException impossible) { // by its length alone
            throw new IllegalStateException(impossible);
        }
    }

    /** Puts a datagram in place that is to be sent. */
    void put(int index, Octets datagram, Origin origin) {
        long header = (long) index * HEADER;
        byte[] copy = datagram.toArray();
        MemorySegment.copy(copy, 0, octets, JAVA_BYTE, (long) index * Sockets.DATAGRAM_OCTETS, copy.length);
        parts.set(JAVA_LONG, (long) index * PART + PART_LENGTH, copy.length);
        putName(names, (long) index * NAME, origin.peer());
        headers.set(JAVA_INT, header + NAME_LENGTH, family.nameLength);
        putLocal(index, origin.local().getAddress());
        headers.set(JAVA_LONG, header + CONTROL_LENGTH, family.controlLength);
    }

    /** The address that it is sent from. */
    void putLocal(int index, InetAddress local) {
        long at = (long) index * CONTROL_ROOM;
        controls.set(JAVA_LONG, at, family.controlLength);
        controls.set(JAVA_INT, at + 8, family.controlLevel);
        controls.set(JAVA_INT, at + 12, family.controlType);
        long info = at + CONTROL_HEADER;
        switch (family) {
            case IPV4 -> {
                controls.set(JAVA_INT, info, 0); // any interface
                putAddress(controls, info + 4, local);
                controls.set(JAVA_INT, info + 8, 0); // for what is received only
            }
            case IPV6 -> {
                putAddress(controls, info, local);
                controls.set(JAVA_INT, info + IPV6_OCTETS, scope(local));
            }
        }
    }

    /** Writes an address and its port as this kind of socket has them; how many octets. */
    int putName(MemorySegment target, long at, InetSocketAddress address) {
        target.set(JAVA_SHORT, at, family.number);
        target.set(PORT, at + 2, (short) address.getPort());
        switch (family) {
            case IPV4 -> {
                putAddress(target, at + 4, address.getAddress());
                target.set(JAVA_LONG, at + 8, 0);
            }
            case IPV6 -> {
                target.set(JAVA_INT, at + 4, 0); // flow
                putAddress(target, at + 8, address.getAddress());
                target.set(JAVA_INT, at + 24, scope(address.getAddress()));
            }
        }
        return family.nameLength;
    }

    private void putAddress(MemorySegment target, long at, InetAddress address) {
        byte[] octets = address.getAddress();
        if (family == Family.IPV6 && octets.length == IPV4_OCTETS) {
            MemorySegment.copy(MAPPED, 0, target, JAVA_BYTE, at, MAPPED.length);
            MemorySegment.copy(octets, 0, target, JAVA_BYTE, at + MAPPED.length, octets.length);
        } else {
            MemorySegment.copy(octets, 0, target, JAVA_BYTE, at, octets.length);
        }
    }

    private static int scope(InetAddress address) {
        return address instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }
}
