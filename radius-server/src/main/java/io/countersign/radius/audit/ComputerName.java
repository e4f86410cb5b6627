package io.countersign.radius.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The name of this machine, as others know it. */
final class ComputerName {
    private static final Path OF_LINUX = Path.of("/proc/sys/kernel/hostname");

    private ComputerName() {}

    /**
     * From the environment on Windows, from the kernel on Linux; elsewhere from a name service, which may take a while.
     *
     * @param variables the environment
     */
    static String of(Map<String, String> variables) {
        var windows = variables.get("COMPUTERNAME");
        if (windows != null) {
            return windows;
        }
        try {
            return Files.exists(OF_LINUX)
                    ? Files.readString(OF_LINUX).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException _) { // a machine that does not know its own name, too
            return "localhost";
        }
    }
}
