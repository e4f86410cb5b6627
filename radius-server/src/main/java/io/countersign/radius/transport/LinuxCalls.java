package io.countersign.radius.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The functions of the C library that a socket needs, in glibc and in musl. Each answers what the function does, or the negative number of
 * its error.
 */
final class LinuxCalls {
    static final int INTERRUPTED = -4; // EINTR
    static final int TRY_AGAIN = -11; // EAGAIN
    static final int NO_PERMISSION = -13; // EACCES
    static final int FAMILY_NOT_SUPPORTED = -97; // EAFNOSUPPORT
    static final int ADDRESS_IN_USE = -98; // EADDRINUSE
    static final int ADDRESS_NOT_OURS = -99; // EADDRNOTAVAIL

    static final int IPV4 = 2; // AF_INET
    static final int IPV6 = 10; // AF_INET6
    static final int DATAGRAMS = 2 | 0x800 | 0x80000; // SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC
    static final int NOT_BLOCKING = 0x800 | 0x80000; // EFD_NONBLOCK | EFD_CLOEXEC

    static final int OF_SOCKET = 1; // SOL_SOCKET
    static final int SEND_BUFFER = 7; // SO_SNDBUF
    static final int RECEIVE_BUFFER = 8; // SO_RCVBUF
    static final int OF_IPV4 = 0; // IPPROTO_IP
    static final int IPV4_PACKET_INFO = 8; // IP_PKTINFO
    static final int OF_IPV6 = 41; // IPPROTO_IPV6
    static final int IPV6_ONLY = 26; // IPV6_V6ONLY
    static final int IPV6_PACKET_INFO_WANTED = 49; // IPV6_RECVPKTINFO
    static final int IPV6_PACKET_INFO = 50; // IPV6_PKTINFO

    static final short READABLE = 1; // POLLIN
    static final short WRITABLE = 4; // POLLOUT

    private static final List<String> ARCHITECTURES = List.of("amd64", "aarch64");

    /** Where the error's number stands in what the linker keeps of a call. */
    private static final long ERROR = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    /** Whether the numbers and layouts of this system are those known here, and the JVM lets us call it. */
    static boolean canBeUsed() {
        return "Linux".equals(System.getProperty("os.name"))
                && ARCHITECTURES.contains(System.getProperty("os.arch"))
                && LinuxCalls.class.getModule().isNativeAccessEnabled();
    }

    private final MemorySegment state;

    /** For one thread: the linker writes into this memory, of its {@link Linker.Option#captureStateLayout}, what became of a call. */
    LinuxCalls(MemorySegment state) {
        this.state = state;
    }

    int socket(int family, int type) {
        return call(Linked.SOCKET, family, type, 0, 0, 0);
    }

    int option(int socket, int level, int name, MemorySegment value) {
        return call(Linked.SETSOCKOPT, socket, level, name, value.address(), value.byteSize());
    }

    int bind(int socket, MemorySegment address, int length) {
        return call(Linked.BIND, socket, address.address(), length, 0, 0);
    }

    int boundTo(int socket, MemorySegment address, MemorySegment length) {
        return call(Linked.GETSOCKNAME, socket, address.address(), length.address(), 0, 0);
    }

    int poll(MemorySegment what, int count) {
        return call(Linked.POLL, what.address(), count, -1, 0, 0);
    }

    int receive(int socket, long messages, int count) {
        return call(Linked.RECVMMSG, socket, messages, count, 0, 0);
    }

    int send(int socket, long messages, int count) {
        return call(Linked.SENDMMSG, socket, messages, count, 0, 0);
    }

    int eventCounter() {
        return call(Linked.EVENTFD, 0, NOT_BLOCKING, 0, 0, 0);
    }

    int read(int file, MemorySegment into) {
        return call(Linked.READ, file, into.address(), into.byteSize(), 0, 0);
    }

    int write(int file, MemorySegment from) {
        return call(Linked.WRITE, file, from.address(), from.byteSize(), 0, 0);
    }

    int close(int file) {
        return call(Linked.CLOSE, file, 0, 0, 0, 0);
    }

    private int call(MethodHandle function, long first, long second, long third, long fourth, long fifth) {
        int result;
        try {
            result = (int) function.invokeExact(state, first, second, third, fourth, fifth);
        } catch (Throwable impossible) { // C throws nothing
            throw new IllegalStateException(impossible);
        }
        return result < 0 ? -state.get(JAVA_INT, ERROR) : result;
    }

    /**
     * The functions, all linked in one shape: whole numbers and addresses, five at most. Both calling conventions, System V's and AAPCS64,
     * pass these in registers, of which a function looks at those that it declares, and of an {@code int} at the lower half. The linker so
     * has one shape to make code for when the server starts, not ten.
     */
    private static final class Linked {
        static final MethodHandle SOCKET = function("socket");
        static final MethodHandle SETSOCKOPT = function("setsockopt");
        static final MethodHandle BIND = function("bind");
        static final MethodHandle GETSOCKNAME = function("getsockname");
        static final MethodHandle POLL = function("poll");
        static final MethodHandle RECVMMSG = function("recvmmsg");
        static final MethodHandle SENDMMSG = function("sendmmsg");
        static final MethodHandle EVENTFD = function("eventfd");
        static final MethodHandle READ = function("read");
        static final MethodHandle WRITE = function("write");
        static final MethodHandle CLOSE = function("close");

        @SuppressWarnings("restricted") // what is called is the system's own library
        private static MethodHandle function(String name) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));
        }
    }
}
