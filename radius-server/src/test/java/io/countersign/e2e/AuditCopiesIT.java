package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of logins besides the audit file: to Debian's rsyslog, and in NPS's formats. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class AuditCopiesIT {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void require() {
        Rsyslog.require();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsRsyslogEveryLineOfTheAuditFileAcrossItsRestarts(boolean protectedByTls) throws Exception {
        Optional<TlsServerFiles> tls = protectedByTls ? Optional.of(TlsServerFiles.make(elsewhere)) : Optional.empty();
        try (var rsyslog = Rsyslog.in(elsewhere.resolve("rsyslog"), tls);
                var site = site(rsyslog, tls, "127.0.0.1")) {
            rsyslog.start();
            site.serve();
            logins(site, 3);
            Site.await(() -> received(rsyslog).containsAll(audited()), "what was told at first: " + rsyslog.said());
            assertThat(rsyslog.lines()).allMatch(line -> line.startsWith("countersign "));
            assertThat(rsyslog.lines()).anyMatch(line -> line.startsWith("countersign ACCEPT authpriv.info"));

            Thread.sleep(2_500); // nothing is on its way
            rsyslog.stop();
            logins(site, 3);
            rsyslog.start();
            Site.await(() -> received(rsyslog).containsAll(audited()), "what was told meanwhile");
            assertThat(received(rsyslog)).as("nothing twice").doesNotHaveDuplicates();

            restartDuringLogins(rsyslog, site);
            Site.await(() -> received(rsyslog).containsAll(audited()), "what was on its way");
            assertThat(audited()).containsAll(received(rsyslog));

            logins(site, 1);
            site.signal("TERM");
            assertThat(site.server().waitFor(20, TimeUnit.SECONDS)).as("ends").isTrue();
            Site.await(() -> received(rsyslog).containsAll(audited()), "what waited when it was stopped");
        }
    }

    private void restartDuringLogins(Rsyslog rsyslog, Site site) throws Exception {
        var on = new AtomicBoolean(true);
        var failed = new AtomicBoolean();
        var logins = Thread.ofPlatform().name("logins").start(() -> {
            try {
                while (on.get()) {
                    logins(site, 1);
                }
            } catch (IOException | AssertionError e) {
                failed.set(true);
            }
        });
        for (int i = 0; i < 3; i++) {
            Thread.sleep(300);
            rsyslog.stop();
            rsyslog.start();
        }
        on.set(false);
        logins.join();
        assertThat(failed).as("no login failed meanwhile").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another authority", "another name"})
    void tellsNothingToAServerThatItDoesNotKnow(String fault) throws Exception {
        var tls = TlsServerFiles.make(Files.createDirectories(elsewhere.resolve("server")));
        var trusted = fault.equals("another authority")
                ? TlsServerFiles.make(Files.createDirectories(elsewhere.resolve("other")))
                : tls;
        try (var rsyslog = Rsyslog.in(elsewhere.resolve("rsyslog"), Optional.of(tls));
                var site =
                        site(rsyslog, Optional.of(trusted), fault.equals("another name") ? "localhost" : "127.0.0.1")) {
            rsyslog.start();
            site.serve();
            logins(site, 1);
            site.awaitLine(site.log(), line -> line.contains("syslog to ") && line.contains(" cannot be written ("));
            assertThat(rsyslog.lines()).isEmpty();
        }
    }

    @Test
    void writesTwoRowsOfEachFormatOfNpsForEachLogin() throws Exception {
        try (var rsyslog = Rsyslog.in(elsewhere.resolve("rsyslog"), Optional.empty());
                var site = site(rsyslog, Optional.empty(), "127.0.0.1")) {
            site.serve(); // without a syslog server
            logins(site, 2);
            try (var vpn = site.vpn()) {
                vpn.ask(vpn.passwordRequest("nobody", "wrong", UdpClient.attribute("Calling-Station-Id", "192.0.2.7")));
            }
            Site.await(() -> rows("nps-odbc").size() == 6 && rows("nps-dts").size() == 6, "six rows of each format");

            assertThat(rows("nps-odbc").get(0))
                    .matches(
                            ".*,1,\"CONTOSO\\\\alice\",\"CONTOSO\\\\alice\",\"UserAuthType:PW\",.*,\"127.0.0.2\",\"rdgw-01\","
                                    + ".*,5,,,,7,\"RD users\",0,\"311 1 127.0.0.1 .* 1\",.*,\"RD Gateway\",1,,,,");
            assertThat(rows("nps-odbc").get(1)).matches(".*,2,,\"CONTOSO\\\\alice\",.*,43200,1800,.*");
            assertThat(rows("nps-odbc").get(4))
                    .contains(",1,\"nobody\",\"nobody\",,\"192.0.2.7\",", ",9,\"127.0.0.1\"");
            assertThat(rows("nps-odbc").get(5)).contains(",3,,\"nobody\",", ",16,\"311 1 ");
            assertThat(rows("nps-dts").get(5)).contains("<Reason-Code data_type=\"0\">16</Reason-Code></Event>");
        }
    }

    private Site site(Rsyslog rsyslog, Optional<TlsServerFiles> tls, String host) throws IOException {
        var files = tls.map(pem ->
                        ", ca: " + pem.certificate() + ", certificate: " + pem.certificate() + ", key: " + pem.key())
                .orElse(", transport: tcp");
        var settings = Site.resource("countersign.yaml")
                .replace(
                        "  file: audit.jsonl",
                        "  file: audit.jsonl\n  nps-odbc: nps-odbc\n  nps-dts: nps-dts\n  syslog: {server: \"" + host
                                + ":" + rsyslog.port() + "\"" + files + "}");
        var site = Site.make(folder, settings, Site.resource("policies.yaml"));
        site.userWithPhone("alice", "approve");
        return site;
    }

    private static void logins(Site site, int times) throws IOException {
        try (var gateway = site.gateway()) {
            for (int i = 0; i < times; i++) {
                assertThat(gateway.ask(gateway.gatewayRequest("alice")).code()).isEqualTo(Code.ACCESS_ACCEPT);
            }
        }
    }

    /** The lines of the audit file. */
    private List<String> audited() throws IOException {
        return Files.readAllLines(folder.resolve("data/audit.jsonl"));
    }

    private static List<String> received(Rsyslog rsyslog) throws IOException {
        return rsyslog.lines().stream()
                .map(line -> line.substring(line.indexOf('{')))
                .toList();
    }

    private List<String> rows(String format) throws IOException {
        try (var files = Files.list(folder.resolve("data").resolve(format))) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }
}
