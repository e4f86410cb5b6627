package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.exchange.Learning;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.Requests;
import io.countersign.radius.exchange.UnsignedRequests;
import io.countersign.radius.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at around a server: its clock, its files, its certificates, its clients' signatures. */
class FindingsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:12:00Z");
    private static final String ME = System.getProperty("user.name");

    @TempDir
    Path folder;

    @Test
    void warnsOfAClockThatNobodySets() {
        assertThat(ClockFindings.of(Optional.of(Duration.ofSeconds(16))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARNING);
                    assertThat(finding.text()).contains("is not synchronized", "timedatectl set-ntp true");
                });
        assertThat(ClockFindings.of(Optional.of(Duration.ofMillis(15_999))))
                .extracting(MfaFinding::level)
                .containsExactly(Level.GOOD);
        assertThat(ClockFindings.of(Optional.empty())).isEmpty();
    }

    @Test
    void findsNothingToMendWhereTheFilesAreTheServersAlone() throws Exception {
        assertThat(PermissionFindings.of(settings(), ME))
                .extracting(MfaFinding::level)
                .containsExactly(Level.GOOD);
    }

    @Test
    void findsWhatOthersCanUseOrChangeWithTheCommandThatMendsIt() throws Exception {
        var settings = settings();
        open(settings.file(), "rw-r--rw-");
        open(settings.store().files().getFirst(), "rw-r-----");
        open(settings.audit().file(), "rw-r--r--");
        var jar = settings.plugins().resolve("phone").resolve("phone.jar");
        open(jar, "rw-rw-rw-");

        assertThat(PermissionFindings.of(settings, ME))
                .extracting(finding -> finding.level() + " " + finding.text())
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("FAULT " + settings.file())
                                .endsWith("Do: chmod go-w " + settings.file()),
                        text -> assertThat(text)
                                .startsWith("FAULT " + settings.store().files().getFirst())
                                .contains("Do: chmod 600"),
                        text -> assertThat(text)
                                .startsWith("WARNING " + settings.audit().file()),
                        text -> assertThat(text).startsWith("FAULT " + jar).endsWith("Do: chmod go-w " + jar));
    }

    @Test
    void findsFilesOfAnotherUser() throws Exception {
        var settings = settings();
        var owner = Files.getOwner(settings.file()).getName();
        assumeFalse(owner.equals("root"), "root's files are trusted");

        assertThat(PermissionFindings.of(settings, "countersign"))
                .extracting(MfaFinding::text)
                .contains(settings.file() + ": belongs to " + owner + ", not to countersign. Do: chown countersign "
                        + settings.file());
    }

    @Test
    void tellsHowLongCertificatesAreGoodAndWarnsInTheLastThirtyDays() throws Exception {
        var certificates = Certificates.make(folder, "logs", "EC", 40);
        var settings = settings("audit: {syslog: {server: 'logs.example:6514', ca: logs.crt}}\n");
        var until = InstantSource.system().instant();

        assertThat(certificates.certificate()).exists();
        assertThat(CertificateFindings.of(settings.audit(), until))
                .extracting(MfaFinding::level, MfaFinding::subject)
                .containsExactly(tuple(Level.GOOD, "audit: syslog: ca"));
        assertThat(levels(settings, until.plus(Duration.ofDays(11)))).containsExactly(Level.WARNING);
        assertThat(levels(settings, until.plus(Duration.ofDays(41)))).containsExactly(Level.FAULT);
        assertThat(levels(settings, until.minus(Duration.ofDays(1)))).containsExactly(Level.FAULT);
    }

    private static List<Level> levels(NodeSettings settings, Instant now) {
        return CertificateFindings.of(settings.audit(), now).stream()
                .map(MfaFinding::level)
                .toList();
    }

    @Test
    void tellsWhoDoesNotSignSinceWhenAndWhatToDo() {
        var unsigned = Map.of("vpn-01", new UnsignedRequests.Seen(NOW.minusSeconds(3600), NOW.minusSeconds(5)));

        assertThat(signing(client(MessageAuthenticatorRule.ACCEPT, Optional.empty()), unsigned))
                .singleElement()
                .asString()
                .contains(
                        "without Message-Authenticator",
                        "first at 2026-11-28T08:12:00Z",
                        "last at 2026-11-28T09:11:55Z")
                .contains("then set message-authenticator: require");
        assertThat(signing(client(MessageAuthenticatorRule.ACCEPT, Optional.empty()), Map.of()))
                .isEmpty();
        assertThat(signing(client(MessageAuthenticatorRule.REQUIRE, Optional.empty()), Map.of()))
                .isEmpty();
    }

    @Test
    void tellsWhoWasNotSeenSigningWhileItIsLearntAndWhenThatEnds() {
        var set = NOW.minus(Duration.ofDays(13));
        var learns = client(MessageAuthenticatorRule.LEARN, Optional.of(new Learning(set, Optional.empty())));

        assertThat(signing(learns, Map.of()))
                .singleElement()
                .asString()
                .contains("no signed request since it was set to learn at 2026-11-15T09:12:00Z")
                .contains("from 2026-11-29T09:12:00Z on its unsigned requests are discarded");
        var over = client(
                MessageAuthenticatorRule.LEARN,
                Optional.of(new Learning(set.minus(Duration.ofDays(2)), Optional.empty())));
        assertThat(signing(over, Map.of()))
                .singleElement()
                .asString()
                .contains("since 2026-11-27T09:12:00Z its unsigned requests are discarded: make it sign");
        assertThat(signing(
                        client(MessageAuthenticatorRule.LEARN, Optional.of(new Learning(set, Optional.of(NOW)))),
                        Map.of()))
                .isEmpty();
    }

    private static List<String> signing(RadiusClient client, Map<String, UnsignedRequests.Seen> unsigned) {
        return SigningFindings.of(List.of(client), RunningServers.thatServesUnsigned(unsigned), NOW).stream()
                .map(finding -> finding.level() + " " + finding.subject() + " " + finding.text())
                .toList();
    }

    private static RadiusClient client(MessageAuthenticatorRule rule, Optional<Learning> learning) {
        var client = Requests.client("vpn-01", "192.0.2.10", 32, rule);
        return new RadiusClient(client.definition(), client.secret(), learning);
    }

    private NodeSettings settings() throws IOException {
        return settings("");
    }

    /** With all the files of a server, for their owner alone. */
    private NodeSettings settings(String more) throws IOException {
        var file = Files.writeString(
                folder.resolve("countersign.yaml"),
                "listen: {authentication: [127.0.0.1:1812]}\ndata: data\nplugins: plugins\n" + more);
        var settings = SettingsReader.read(file, Map.of());
        open(file, "rw-r--r--");
        Files.createDirectories(settings.data());
        Files.createDirectories(settings.plugins().resolve("phone"));
        for (var made : List.of(
                settings.store().files().getFirst(),
                settings.audit().file(),
                settings.data().resolve("control.sock"),
                settings.plugins().resolve("phone").resolve("phone.jar"))) {
            open(Files.writeString(made, ""), "rw-------");
        }
        for (var made :
                List.of(settings.data(), settings.plugins(), settings.plugins().resolve("phone"))) {
            open(made, "rwx------");
        }
        return settings;
    }

    private static void open(Path path, String modes) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }
}
