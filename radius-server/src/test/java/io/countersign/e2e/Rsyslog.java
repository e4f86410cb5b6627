package io.countersign.e2e;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Debian's rsyslog, from the packages rsyslog and rsyslog-gnutls, on a port of loopback; what it receives is a line in a file. */
final class Rsyslog implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");

    private final Path folder;
    private final int port;
    private final Optional<TlsServerFiles> tls;
    private Optional<PeerProgram> program = Optional.empty();

    private Rsyslog(Path folder, int port, Optional<TlsServerFiles> tls) {
        this.folder = folder;
        this.port = port;
        this.tls = tls;
    }

    /** Missing, it fails where CI=true, else the tests are skipped. */
    static void require() {
        Peer.require(PROGRAM, "rsyslog");
        Peer.requireLibrary("rsyslog/lmnsd_gtls.so", "rsyslog-gnutls");
    }

    /** One that does not run yet. */
    static Rsyslog in(Path folder, Optional<TlsServerFiles> tls) throws IOException {
        var rsyslog = new Rsyslog(Files.createDirectories(folder), FreePort.tcp(), tls);
        Files.writeString(folder.resolve("rsyslog.conf"), rsyslog.configuration());
        Files.writeString(rsyslog.received(), "");
        return rsyslog;
    }

    /** With TLS, it takes those alone who show the certificate that it has itself. */
    private String configuration() {
        var driver = tls.map(files -> String.format(Locale.ROOT, """
                global(defaultNetstreamDriverCAFile="%1$s" defaultNetstreamDriverCertFile="%1$s"
                       defaultNetstreamDriverKeyFile="%2$s")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
                """, files.certificate(), files.key()))
                .orElse("module(load=\"imtcp\")\n");
        return String.format(Locale.ROOT, """
                global(workDirectory="%1$s" maxMessageSize="64k")
                %2$s
                input(type="imtcp" address="127.0.0.1" port="%3$d")
                template(name="line" type="string" string="%%app-name%% %%msgid%% %%syslogfacility-text%%.%%syslogseverity-text%%%%msg%%\\n")
                action(type="omfile" file="%4$s" template="line" asyncWriting="off" flushOnTXEnd="on")
                """, folder, driver, port, received());
    }

    void start() throws Exception {
        program = Optional.of(PeerProgram.start(
                folder,
                Map.of(),
                PROGRAM.toString(),
                "-n",
                "-f",
                folder.resolve("rsyslog.conf").toString(),
                "-i",
                folder.resolve("rsyslog.pid").toString()));
        FreePort.awaitTcp(port);
    }

    void stop() {
        program.ifPresent(PeerProgram::close);
        program = Optional.empty();
    }

    int port() {
        return port;
    }

    /** Application, kind, facility and severity, then the text of each message. */
    List<String> lines() throws IOException {
        return Files.readAllLines(received());
    }

    private Path received() {
        return folder.resolve("received.log");
    }

    String said() {
        return program.map(PeerProgram::said).orElse("");
    }

    @Override
    public void close() {
        stop();
    }
}
