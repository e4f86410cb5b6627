package io.countersign.radius.administration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The ports that programs on this machine have, as Linux lists them: nobody has to take one to find out. */
record ListOfPorts(Path proc) {
    /** Of this machine; there is none where it does not run Linux. */
    static final ListOfPorts OF_THIS_MACHINE = new ListOfPorts(Path.of("/proc"));

    /**
     * Whether nobody has a port on any address, and it needs no privilege. False also where that cannot be told.
     *
     * @param protocol {@code udp} or {@code tcp}
     */
    boolean saysThatIsFree(String protocol, int port) {
        try {
            return port >= firstWithoutPrivilege() && !has(protocol, port) && !has(protocol + "6", port);
        } catch (IOException | IllegalArgumentException unknown) {
            return false;
        }
    }

    private int firstWithoutPrivilege() throws IOException {
        return Integer.parseInt(Files.readString(proc.resolve("sys/net/ipv4/ip_unprivileged_port_start"))
                .strip());
    }

    /** A line has the number of the socket, then its own address and port in hexadecimal. */
    private boolean has(String list, int port) throws IOException {
        return Files.readAllLines(proc.resolve("net").resolve(list), StandardCharsets.US_ASCII).stream()
                .skip(1)
                .map(line -> line.strip().split("[ :]+", 4))
                .anyMatch(columns -> columns.length == 4 && HexFormat.fromHexDigits(columns[2]) == port);
    }
}
