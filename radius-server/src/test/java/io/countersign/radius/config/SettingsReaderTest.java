package io.countersign.radius.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.audit.AuditCopies;
import io.countersign.radius.audit.SyslogSettings;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.secondfactor.PromptSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsASettingsFileAsPeopleWriteIt() throws IOException {
        var settings = read("""
                listen:
                  authentication: [127.0.0.1:1812, '[::1]:1812']
                  accounting: [127.0.0.1:1813]
                limits:
                  in-work: 40000
                  in-work-per-client: 20000
                metrics: 127.0.0.1:18120
                data: data
                store: sqlite:countersign.db
                store-key: store.key
                plugins: plugins
                local:
                  netbios-names: [Contoso]
                  lock-after: 5
                  lock-for: 1h
                prompts:
                  not-approved-in-a-row: 3
                  pause: 1h
                  sent-codes-per-day: 7
                mfa:
                  totp:
                    issuer: Contoso
                accounting:
                  keep: 30d
                audit:
                  file: audit.jsonl
                """);
        assertThat(settings.authentication())
                .extracting(listener -> listener.bind().getPort())
                .containsExactly(1812, 1812);
        assertThat(settings.limits().inWork()).isEqualTo(40_000);
        assertThat(settings.limits().inWorkPerClient()).isEqualTo(20_000);
        assertThat(settings.metrics().orElseThrow().address())
                .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 18120));
        assertThat(settings.data()).isEqualTo(folder.resolve("data"));
        assertThat(settings.store().place())
                .isEqualTo(folder.resolve("data/countersign.db").toString());
        assertThat(settings.store().keyFile()).isEqualTo(folder.resolve("store.key"));
        assertThat(settings.plugins()).isEqualTo(folder.resolve("plugins"));
        assertThat(settings.local().netbiosNames()).containsExactly("CONTOSO");
        assertThat(settings.local().lockOut()).contains(new LockOutRule(5, Duration.ofHours(1)));
        assertThat(settings.prompts()).isEqualTo(new PromptSettings(3, Duration.ofHours(1), 7));
        assertThat(settings.audit().file()).isEqualTo(folder.resolve("data/audit.jsonl"));
        assertThat(settings.mfa().of("totp").text("issuer")).contains("Contoso");
        assertThat(settings.accounting())
                .singleElement()
                .extracting(listener -> listener.bind().getPort())
                .isEqualTo(1813);
        assertThat(settings.accountingRecords().keep()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void putsEverythingBesideTheFileIfNothingIsSaid() throws IOException {
        var settings = read("listen: {authentication: 127.0.0.1:1812}");
        assertThat(settings.data()).isEqualTo(folder);
        assertThat(settings.store().place())
                .isEqualTo(folder.resolve("countersign.db").toString());
        assertThat(settings.metrics()).isEmpty();
    }

    @Test
    void locksLocalUsersOutUnlessToldNotToAndWarnsThen() throws IOException {
        assertThat(read("listen: {authentication: 127.0.0.1:1812}").local().lockOut())
                .contains(new LockOutRule(10, Duration.ofMinutes(15)));
        for (var never : List.of("never", "0")) {
            var settings = read("listen: {authentication: 127.0.0.1:1812}\nlocal: {lock-after: " + never + "}");
            assertThat(settings.local().lockOut()).isEmpty();
            assertThat(settings.warnings()).singleElement().asString().contains(":2:", "anybody may go on guessing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock-after: 2", "lock-after: 101", "lock-after: often", "lock-for: 25h", "lock-for: 0s"})
    void refusesALockOutThatIsNone(String key) {
        assertThatThrownBy(() -> read("listen: {authentication: 127.0.0.1:1812}\nlocal: {" + key + "}"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining(key.substring(0, key.indexOf(':')));
    }

    @Test
    void readsWhereElseDecisionsAreTold() throws IOException {
        var copies = read("""
                listen: {authentication: 127.0.0.1:1812}
                data: data
                audit:
                  nps-odbc: nps
                  nps-dts: /var/log/nps
                  syslog: {server: "logs.contoso.com:6514", ca: ca.pem, certificate: own.pem, key: own.key}
                """).audit().copies();
        assertThat(copies.npsOdbc()).contains(folder.resolve("data/nps"));
        assertThat(copies.npsDts()).contains(Path.of("/var/log/nps"));
        assertThat(copies.syslog())
                .contains(new SyslogSettings(
                        "logs.contoso.com",
                        6514,
                        Optional.of(new SyslogSettings.Tls(
                                Optional.of(folder.resolve("ca.pem")),
                                Optional.of(new SyslogSettings.Own(
                                        folder.resolve("own.pem"), folder.resolve("own.key")))))));
        assertThat(read("listen: {authentication: 127.0.0.1:1812}").audit().copies())
                .isEqualTo(AuditCopies.NONE);
    }

    @Test
    void warnsOfNamesThatGoThroughTheNetworkInTheClear() throws IOException {
        var settings =
                "listen: {authentication: 127.0.0.1:1812}\naudit: {syslog: {transport: tcp, server: \"%s:514\"}}";
        assertThat(read(String.format(Locale.ROOT, settings, "[2001:db8::1]")).warnings())
                .singleElement()
                .asString()
                .contains(":2:", "users' names go to 2001:db8::1 in the clear");
        assertThat(read(String.format(Locale.ROOT, settings, "127.0.0.1")).warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "syslog: {server: '[logs]:6514'}; not a host with a port",
                "syslog: {server: '2001:db8::1:6514'}; not a host with a port",
                "syslog: {server: logs.contoso.com}; not a host with a port",
                "syslog: {server: 'logs:0'}; not a host with a port",
                "syslog: {server: 'logs:65536'}; not a host with a port",
                "syslog: {server: 'lo gs:514'}; not a host with a port",
                "syslog: {transport: tls}; \"server\" is missing",
                "syslog: {server: 'logs:6514', transport: udp}; write one of tls, tcp",
                "syslog: {server: 'logs:6514', transport: tcp, ca: ca.pem}; ca without TLS",
                "syslog: {server: 'logs:6514', key: own.key}; certificate and key belong together",
                "nps-odbc: nps, nps-dts: ./nps; are one folder"
            })
    void refusesCopiesThatCannotBe(String audit, String why) {
        assertThatThrownBy(() -> read("listen: {authentication: 127.0.0.1:1812}\naudit: {" + audit + "}"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining(why);
    }

    @Test
    void givesAPluginItsBlockWithReferencesReplaced() throws IOException {
        Files.writeString(folder.resolve("push.password"), "p455\n");
        Files.setPosixFilePermissions(folder.resolve("push.password"), PosixFilePermissions.fromString("rw-r--r--"));
        var settings = read("""
                listen: {authentication: 127.0.0.1:1812}
                mfa:
                  entra:
                    password: ${file:push.password}
                    user: ${env:PUSH_USER}
                    hosts: [a, b]
                    domains: {CONTOSO: contoso.example, FABRIKAM: fabrikam.example}
                """);
        var block = settings.mfa().of("entra");
        assertThat(block.text("password")).contains("p455");
        assertThat(block.text("user")).contains("pusher");
        assertThat(block.texts("hosts")).containsExactly("a", "b");
        assertThat(block.file("certificate")).isEmpty();
        var domains = block.section("domains");
        assertThat(domains.keys()).containsExactly("CONTOSO", "FABRIKAM");
        domains.keys().forEach(domains::text);
        settings.mfa().check(Set.of("entra"));
    }

    @Test
    void tellsAMisspeltKeyOfABlockThatWasRefusedForWhatIsMissing() throws IOException {
        var settings = read("""
                listen: {authentication: [127.0.0.1:1812]}
                mfa: {entra: {psuh: {certificate: a.pfx}, tenant: contoso.example, unread: 1}}
                """);
        settings.mfa().of("entra").section("push").file("certificate");
        settings.mfa().refused("entra", new MfaSettingsException("push.certificate", "it is missing"));
        assertThat(messages(catchThrowableOfType(
                        InvalidDocument.class, () -> settings.mfa().check(Set.of("entra")))))
                .satisfiesExactly(
                        first -> assertThat(first).contains("mfa.entra.push.certificate cannot work"),
                        second -> assertThat(second).contains("unknown key \"psuh\"; did you mean \"push\"?"));
    }

    @Test
    void callsNoKeyUnknownThatAPluginMayNotHaveReachedAfterAWrongOne() throws IOException {
        var settings = read("""
                listen: {authentication: 127.0.0.1:1812}
                mfa: {totp: {issuer: "Contoso: VPN", digits: 6, window: 1}}
                """);
        settings.mfa().of("totp").text("issuer");
        settings.mfa().refused("totp", new MfaSettingsException("issuer", "write it without a colon"));

        assertThat(messages(catchThrowableOfType(
                        InvalidDocument.class, () -> settings.mfa().check(Set.of("totp")))))
                .singleElement()
                .asString()
                .contains("mfa.totp.issuer cannot work", "write it without a colon");
    }

    @Test
    void tellsOfPluginsWhatIsWrongOnceAllWereMade() throws IOException {
        var settings = read("""
                listen: {authentication: 127.0.0.1:1812}
                mfa:
                  totp:
                    issuer: Contoso
                    digts: 6
                    window: many
                    sub: {known: 1, unknown: 2}
                  smoke-signal:
                    hill: 3
                """);
        var block = settings.mfa().of("totp");
        block.text("issuer");
        block.number("digits", 6, 8);
        block.number("window", 0, 10);
        block.section("sub").text("known");
        var invalid =
                catchThrowableOfType(InvalidDocument.class, () -> settings.mfa().check(Set.of("totp")));
        assertThat(messages(invalid))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("5:5")
                                .contains("unknown key \"digts\"; did you mean \"digits\"?"),
                        line -> assertThat(line).startsWith("6:13").contains("\"window\" is \"many\", not a number"),
                        line -> assertThat(line).startsWith("7:21").contains("unknown key \"unknown\""),
                        line -> assertThat(line)
                                .startsWith("8:3")
                                .contains("no plugin offers the second factor \"smoke-signal\""));
    }

    @Test
    void readingTheNamesOfABlockMakesNoneKnown() throws IOException {
        var settings = read("""
                listen: {authentication: 127.0.0.1:1812}
                mfa: {entra: {domains: {CONTOSO: contoso.example}}}
                """);
        assertThat(settings.mfa().of("entra").section("domains").keys()).containsExactly("CONTOSO");
        var invalid =
                catchThrowableOfType(InvalidDocument.class, () -> settings.mfa().check(Set.of("entra")));
        assertThat(invalid).hasMessageContaining("unknown key \"CONTOSO\"");
    }

    private NodeSettings read(String text) throws IOException {
        return SettingsReader.read(
                Files.writeString(folder.resolve("countersign.yaml"), text), Map.of("PUSH_USER", "pusher"));
    }

    private List<String> messages(InvalidDocument invalid) {
        return invalid.problems().stream()
                .map(problem -> problem.toString().replace(folder.resolve("countersign.yaml") + ":", ""))
                .toList();
    }
}
