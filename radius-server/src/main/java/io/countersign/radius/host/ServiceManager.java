package io.countersign.radius.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has started this process and wants to hear how it goes: systemd, for a service with {@code Type=notify}. Elsewhere nobody hears it.
 *
 * <p>One datagram each to the AF_UNIX socket that the environment names (sd_notify(3)); the JDK has no such sockets. What cannot be told is
 * in the log and holds up nothing; systemd ends a service that never says that it is ready. Safe for use by many threads.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final int LONGEST_NAME = 108; // of sockaddr_un
    private static final int NAME = 2; // where it begins there

    private final Optional<String> socket;

    private ServiceManager(Optional<String> socket) {
        this.socket = socket;
    }

    /** How far the service has come. */
    public enum State {
        /** The start is over, and it does its work. */
        READY,
        /** It was told to stop, and comes to its end. */
        STOPPING
    }

    /** The one that the environment's variables name, if they name one. */
    public static ServiceManager of(Map<String, String> variables) {
        return new ServiceManager(Optional.ofNullable(variables.get(SOCKET)));
    }

    /** Tells it how far the service has come, and one line of text for whoever asks. */
    public void tell(State state, String status) {
        socket.ifPresent(name -> send(name, state + "=1\nSTATUS=" + status));
    }

    private static void send(String name, String message) {
        var octets = name.getBytes(StandardCharsets.UTF_8);
        if (!LinuxCalls.canBeUsed() || octets.length == 0 || octets.length >= LONGEST_NAME) {
            LOG.warn("the service manager cannot be told anything: {} is \"{}\"", SOCKET, name);
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var calls = new LinuxCalls(arena.allocate(Linker.Option.captureStateLayout()));
            int told = send(calls, address(arena, octets), arena.allocateFrom(message));
            if (told < 0) {
                LOG.warn("the service manager at {} cannot be told anything: the system says error {}", name, -told);
            }
        }
    }

    private static int send(LinuxCalls calls, MemorySegment address, MemorySegment message) {
        int datagrams = calls.socket(LinuxCalls.LOCAL, LinuxCalls.DATAGRAMS);
        if (datagrams < 0) {
            return datagrams;
        }
        try {
            int connected = calls.connect(datagrams, address);
            return connected < 0 ? connected : calls.write(datagrams, message.asSlice(0, message.byteSize() - 1));
        } finally {
            calls.close(datagrams);
        }
    }

    /** A name that begins with @ is no file's: a zero stands for the sign, and its length says where the name ends. */
    private static MemorySegment address(Arena arena, byte[] name) {
        var address = arena.allocate(NAME + name.length, JAVA_SHORT.byteAlignment());
        address.set(JAVA_SHORT, 0, (short) LinuxCalls.LOCAL);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, NAME, name.length);
        if (name[0] == '@') {
            address.set(JAVA_BYTE, NAME, (byte) 0);
        }
        return address;
    }
}
