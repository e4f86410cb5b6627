package io.countersign.radius.audit;

import io.countersign.radius.event.Printable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A syslog server.
 *
 * @param host a name, or an address in its usual form without brackets
 * @param port 1 to 65535
 * @param tls how the stream is protected; empty for plain TCP
 */
public record SyslogSettings(String host, int port, Optional<Tls> tls) {
    /**
     * What is believed and shown. The server's certificate always has to be for the host that was asked.
     *
     * @param authorities a PEM file with the certificates of who may have issued the server's; empty for those that Java trusts
     */
    public record Tls(Optional<Path> authorities, Optional<Own> own) {}

    /**
     * What this server shows of itself.
     *
     * @param certificate a PEM file with the certificate, and those of its issuers behind it
     * @param key a PEM file with its private key, in PKCS #8 and not encrypted
     */
    public record Own(Path certificate, Path key) {}

    /** As an administrator writes it: {@code logs.contoso.com:6514}. */
    public String address() {
        return Printable.address(host, port);
    }
}
