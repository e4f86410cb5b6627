package io.countersign.radius.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The functions of the C library that a socket needs, and one for the clock, in glibc and in musl. Each answers what the function does, or the negative number of
 * its error.
 */
public final class LinuxCalls {
    /** A signal came; ask again. */
    public static final int INTERRUPTED = -4; // EINTR

    /** It would have to wait. */
    public static final int TRY_AGAIN = -11; // EAGAIN

    /** It is not allowed. */
    public static final int NO_PERMISSION = -13; // EACCES

    /** There is no such kind of address here. */
    public static final int FAMILY_NOT_SUPPORTED = -97; // EAFNOSUPPORT

    /** Another socket has the address. */
    public static final int ADDRESS_IN_USE = -98; // EADDRINUSE

    /** This machine does not have the address. */
    public static final int ADDRESS_NOT_OURS = -99; // EADDRNOTAVAIL

    /** Addresses of this machine, by names of files. */
    public static final int LOCAL = 1; // AF_UNIX

    /** Addresses of IPv4. */
    public static final int IPV4 = 2; // AF_INET

    /** Addresses of IPv6. */
    public static final int IPV6 = 10; // AF_INET6

    /** A socket of datagrams that waits for nothing and that no other program inherits. */
    public static final int DATAGRAMS = 2 | 0x800 | 0x80000; // SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC

    private static final int NOT_BLOCKING = 0x800 | 0x80000; // EFD_NONBLOCK | EFD_CLOEXEC

    /** Options of any socket. */
    public static final int OF_SOCKET = 1; // SOL_SOCKET

    /** Octets that wait to be sent. */
    public static final int SEND_BUFFER = 7; // SO_SNDBUF

    /** Octets that wait to be received. */
    public static final int RECEIVE_BUFFER = 8; // SO_RCVBUF

    /** Options and messages of IPv4. */
    public static final int OF_IPV4 = 0; // IPPROTO_IP

    /** The address that was asked, or is to answer. */
    public static final int IPV4_PACKET_INFO = 8; // IP_PKTINFO

    /** Options and messages of IPv6. */
    public static final int OF_IPV6 = 41; // IPPROTO_IPV6

    /** No IPv4 on it. */
    public static final int IPV6_ONLY = 26; // IPV6_V6ONLY

    /** Tell the address that was asked. */
    public static final int IPV6_PACKET_INFO_WANTED = 49; // IPV6_RECVPKTINFO

    /** The address that was asked, or is to answer. */
    public static final int IPV6_PACKET_INFO = 50; // IPV6_PKTINFO

    /** Something can be read. */
    public static final short READABLE = 1; // POLLIN

    /** Something can be written. */
    public static final short WRITABLE = 4; // POLLOUT

    private static final List<String> ARCHITECTURES = List.of("amd64", "aarch64");

    /** Where the error's number stands in what the linker keeps of a call. */
    private static final long ERROR = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    /** Whether the numbers and layouts of this system are those known here, and the JVM lets us call it. */
    public static boolean canBeUsed() {
        return "Linux".equals(System.getProperty("os.name"))
                && ARCHITECTURES.contains(System.getProperty("os.arch"))
                && LinuxCalls.class.getModule().isNativeAccessEnabled();
    }

    private final MemorySegment state;

    /** For one thread: the linker writes into this memory, of its {@link Linker.Option#captureStateLayout}, what became of a call. */
    public LinuxCalls(MemorySegment state) {
        this.state = state;
    }

    /** A new socket. */
    public int socket(int family, int type) {
        return call(Linked.SOCKET, family, type, 0, 0, 0);
    }

    /** Sets an option of a socket. */
    public int option(int socket, int level, int name, MemorySegment value) {
        return call(Linked.SETSOCKOPT, socket, level, name, value.address(), value.byteSize());
    }

    /** Gives a socket its address. */
    public int bind(int socket, MemorySegment address, int length) {
        return call(Linked.BIND, socket, address.address(), length, 0, 0);
    }

    /** Says to whom a socket sends what is written to it. */
    public int connect(int socket, MemorySegment address) {
        return call(Linked.CONNECT, socket, address.address(), address.byteSize(), 0, 0);
    }

    /** Writes the address of a socket. */
    public int boundTo(int socket, MemorySegment address, MemorySegment length) {
        return call(Linked.GETSOCKNAME, socket, address.address(), length.address(), 0, 0);
    }

    /** Waits until one of some files is ready, and answers how many are. */
    public int poll(MemorySegment what, int count) {
        return call(Linked.POLL, what.address(), count, -1, 0, 0);
    }

    /** Takes datagrams, and answers how many ({@code recvmmsg}). */
    public int receive(int socket, long messages, int count) {
        return call(Linked.RECVMMSG, socket, messages, count, 0, 0);
    }

    /** Sends datagrams, and answers how many ({@code sendmmsg}). */
    public int send(int socket, long messages, int count) {
        return call(Linked.SENDMMSG, socket, messages, count, 0, 0);
    }

    /** A file that is readable once something was added to it. */
    public int eventCounter() {
        return call(Linked.EVENTFD, 0, NOT_BLOCKING, 0, 0, 0);
    }

    /** Reads into the whole segment, and answers how many octets it was. */
    public int read(int file, MemorySegment into) {
        return call(Linked.READ, file, into.address(), into.byteSize(), 0, 0);
    }

    /** Writes the whole segment, or less, and answers how many octets it was. */
    public int write(int file, MemorySegment from) {
        return call(Linked.WRITE, file, from.address(), from.byteSize(), 0, 0);
    }

    /** Gives a file back. */
    public int close(int file) {
        return call(Linked.CLOSE, file, 0, 0, 0, 0);
    }

    /** Reads what is known of the clock, or sets it, and answers its state ({@code adjtimex}). */
    int adjustClock(MemorySegment timex) {
        return call(Clock.ADJTIMEX, timex.address(), 0, 0, 0, 0);
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
        static final MethodHandle CONNECT = function("connect");
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

    /** Linked by commands alone, never for a socket. */
    private static final class Clock {
        static final MethodHandle ADJTIMEX = Linked.function("adjtimex");
    }
}
