package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.access.Administered.Next;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandsTest {
    private static final String STRICT = """
            clients:
              - name: vpn-01
                address: 127.0.0.1
                secret: ${file:vpn-01.secret}
                challenge: true
            connection-request-policies:
              - name: VPN
                when:
                  client-friendly-name: ^vpn-
                authentication: here
                with: [local]
            network-policies:
              - name: No guests
                when:
                  user-groups: ['local\\Guests']
                access: deny
              - name: VPN users
                when:
                  user-groups: ['local\\VPN Users']
                constraints:
                  authentication-methods: [pap]
                  day-and-time: Mon-Fri 06:00-22:00
                access: grant
                mfa: none
                reply:
                  Class: vpn
            """;

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void init() {
        shell = Shell.initialised(folder).input("correct horse\n");
        shell.write("vpn-01.secret", "a long enough secret\n");
        shell.write("policies.yaml", STRICT);
        shell.run("group", "add", "Guests");
        shell.run("group", "add", "VPN Users");
    }

    @Test
    void aTestOfAnRdGatewayAsksAsAGatewayDoes() {
        shell.write(
                "policies.yaml",
                STRICT.replace(
                        "clients:",
                        "clients:\n  - {name: vpn-gw, address: 192.0.2.77, secret: '${file:vpn-01.secret}', type: rd-gateway}"));
        assertThat(shell.run("policy", "apply", "policies.yaml").err()).doesNotContain("countersign:");

        assertThat(shell.run("policy", "test", "--client", "vpn-gw", "--user", "nobody")
                        .out())
                .contains("8 no such user");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "nobody")
                        .out())
                .contains("16 unknown user");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "nobody", "--method", "none")
                        .out())
                .isEqualTo(shell.run(
                                "policy",
                                "test",
                                "--client",
                                "vpn-01",
                                "--user",
                                "nobody",
                                "--method",
                                "unauthenticated")
                        .out());
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "nobody", "--method", "MSCHAPv2")
                        .out())
                .contains("16 unknown user");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "nobody", "--method", "mschap")
                        .err())
                .contains("--method is one of pap, chap, ms-chap-v2");
    }

    @Test
    void aRollbackSaysThatTheNewestChangeWasOfClientsAlone() {
        shell.run("policy", "apply", "policies.yaml");
        shell.write("later.yaml", STRICT.replace("06:00", "07:00"));
        shell.run("policy", "apply", "later.yaml");
        assertThat(shell.run("policy", "rollback", "--dry-run").err()).doesNotContain("Note:");
        shell.write(
                "later.yaml",
                STRICT.replace("06:00", "07:00")
                        .replace(
                                "clients:",
                                "clients:\n  - {name: vpn-77, address: 192.0.2.77, secret: '${file:vpn-01.secret}'}"));
        shell.run("policy", "apply", "later.yaml");

        assertThat(shell.run("policy", "rollback", "--dry-run").err())
                .contains("Note: the newest change", "was of clients", "countersign client restore NAME");
        assertThat(shell.run("policy", "rollback", "99").out()).isEmpty();
    }

    @Test
    void warnsOfAServerThatLeavesNoTimeForTheNext() {
        assertThat(apply(forwarding("24s")).err()).isEmpty();
        assertThat(apply(forwarding("25s")).err())
                .contains("server first has 25 s to answer, but client vpn-01 must be answered within 25 s")
                .doesNotContain("server second");
    }

    private static String forwarding(String timeout) {
        return """
                clients:
                  - {name: vpn-01, address: 127.0.0.1, secret: '${file:vpn-01.secret}'}
                  - {name: slow-01, address: 127.0.0.2, secret: '${file:vpn-01.secret}', timeout: 2m}
                remote-server-groups:
                  - name: partners
                    servers:
                      - {name: first, address: 192.0.2.1, secret: '${file:vpn-01.secret}', timeout: %s}
                      - {name: second, address: 192.0.2.2, secret: '${file:vpn-01.secret}', priority: 2}
                connection-request-policies:
                  - name: All
                    when: {client-type: standard}
                    authentication: {forward-to: partners}
                network-policies: []
                """.replace("%s", timeout);
    }

    @Test
    void appliesADocumentAndSaysWhatIsNew() {
        var applied = apply(STRICT);
        assertThat(applied.err()).isEmpty();
        assertThat(applied.out()).isEqualTo("""
                + client vpn-01
                + connection request policy VPN
                + network policy No guests
                + network policy VPN users
                ! weaker: policy VPN users: grants access without a second factor
                Revision 1 is written.
                No server is running here; the next start uses it.
                """);
        assertThat(shell.run("policy", "list").out()).isEqualTo("""
                ORDER  KIND                NAME       ACCESS  FACTOR  ENABLED  SERVER-TYPE
                1      connection-request  VPN        -       -       yes      -
                1      network             No guests  deny    -       yes      -
                2      network             VPN users  grant   none    yes      -
                """);
        assertThat(shell.run("client", "list").out())
                .contains("vpn-01  127.0.0.1")
                .doesNotContain("secret");
    }

    @Test
    void triesARequestThatARemoteServerDecides() {
        apply(STRICT.replace("authentication: here", "authentication: {forward-to: Partners}")
                .replace("    with: [local]\n", "")
                .replace("connection-request-policies:", """
                        remote-server-groups:
                          - name: Partners
                            servers: [{name: a, address: 127.0.0.9, secret: '${file:vpn-01.secret}'}]
                        connection-request-policies:"""));

        var tried =
                shell.run("policy", "test", "--client", "vpn-01", "--user", "x@partner.example", "--at", "Fri 12:00");

        assertThat(tried.out()).endsWith("Forwarded to Partners, whose servers decide\n");
        assertThat(tried.exitCode()).isZero();

        shell.write("forwarded.cases.txt", """
                case: a partner
                client: vpn-01
                decision: forwarded Partners
                reply: none

                case: expects too much
                client: vpn-01
                decision: granted VPN users
                """);
        var cases = shell.run("policy", "test", "-f", "forwarded.cases.txt");

        assertThat(cases.out())
                .contains("decision: expected granted VPN users, came forwarded Partners")
                .endsWith("Cases: 2, failed: 1\n");
    }

    @Test
    void tellsWhatIsUnsafeInTheWordsOfTheDocument() {
        assertThat(apply(
                                STRICT.replace(
                                        "challenge: true",
                                        "message-authenticator: accept\n    limit-proxy-state: false\n    unsafe: [unsigned-proxy-state]"))
                        .out())
                .contains("! weaker: client vpn-01: unsafe: unsigned-proxy-state\n");
    }

    @Test
    void writesNothingWhereNothingChanges() {
        apply(STRICT);
        assertThat(apply(STRICT).out()).isEqualTo("Nothing changes.\n");
        assertThat(shell.run("policy", "history").out()).doesNotContain("\n4 ");
    }

    @Test
    void writesNothingOnADryRun() {
        assertThat(shell.run("policy", "apply", "-f", "policies.yaml", "--dry-run")
                        .out())
                .contains("+ client vpn-01")
                .doesNotContain("in force");
        assertThat(shell.run("policy", "list").out().lines()).hasSize(1);
    }

    @Test
    void saysWhatBecameWeaker() {
        apply(STRICT);
        var applied = apply(STRICT.replace("      day-and-time: Mon-Fri 06:00-22:00\n", "")
                .replace("[pap]", "[pap, chap]")
                .replace("    access: deny\n", "    access: deny\n    enabled: false\n")
                .replace("address: 127.0.0.1", "address: 127.0.0.0/8\n    message-authenticator: accept"));
        assertThat(applied.out().lines().filter(line -> line.startsWith("!")))
                .containsExactly(
                        "! weaker: client vpn-01: requests without Message-Authenticator are let in",
                        "! weaker: client vpn-01: more addresses may send requests",
                        "! weaker: policy VPN users: more authentication methods: chap",
                        "! weaker: policy VPN users: any day and time",
                        "! weaker: policy No guests: denied access and does so no more: what it matched may come to VPN users");
    }

    @Test
    void readsBackWhatItExports() {
        apply(STRICT);
        var exported = shell.run("policy", "export").out();
        assertThat(exported).contains("${sealed}");
        assertThat(apply(exported).out()).isEqualTo("Nothing changes.\n");
    }

    @Test
    void rollsBackPoliciesButNotSecrets() {
        apply(STRICT);
        apply(STRICT.replace("Class: vpn", "Class: other"));
        shell.write("vpn-01.secret", "a newer secret that leaked not\n");
        assertThat(apply(STRICT.replace("Class: vpn", "Class: other")).out())
                .contains("~ client vpn-01: another shared secret");
        assertThat(shell.run("policy", "rollback", "1").out())
                .contains("~ network policy VPN users")
                .doesNotContain("client vpn-01");
        assertThat(shell.run("policy", "show", "VPN users").out()).contains("Class: vpn");
        assertThat(apply(STRICT).out()).as("the newer secret is still there").isEqualTo("Nothing changes.\n");
        assertThat(shell.run("policy", "history").out()).contains("rollback to 1", "tester");
    }

    @Test
    void keepsWhoChangedClientsAndWhy() {
        apply(STRICT);
        shell.write("policies.yaml", STRICT.replace("address: 127.0.0.1", "address: 127.0.0.0/8"));
        assertThat(shell.run("policy", "apply", "-f", "policies.yaml", "--comment", "more of them")
                        .out())
                .contains("Clients or shared secrets changed; revision 1 stays.");

        var history = shell.run("policy", "history", "--kind", "clients", "--most", "1", "-o", "json");
        assertThat(history.out())
                .contains(
                        "\"change\" : 4",
                        "\"revision\" : null",
                        "\"author\" : \"tester\"",
                        "\"command\" : \"policy apply\"",
                        "\"more of them\"",
                        "more addresses may send requests");
    }

    @Test
    void aClientThatWasRemovedComesBackWithItsSecretByAnExplicitCommandAlone() {
        apply(STRICT);
        var whole = shell.run("policy", "export").out();
        apply("clients: []\n" + STRICT.substring(STRICT.indexOf("connection-request-policies:")));
        assertThat(shell.run("client", "list").out()).doesNotContain("vpn-01");
        assertThat(apply(whole).err()).contains("the store keeps no secret of a client vpn-01", "client restore");
        assertThat(shell.run("client", "list", "--removed").out()).contains("vpn-01  127.0.0.1");
        assertThat(shell.run("client", "restore").out()).contains("vpn-01", "2026-12-21T08:00:00Z");
        assertThat(shell.run("client", "restore", "vpn-02").exitCode()).isEqualTo(1);

        assertThat(shell.run("client", "restore", "VPN-01", "--comment", "a mistake")
                        .out())
                .contains("+ client vpn-01");

        assertThat(apply(whole).out()).isEqualTo("Nothing changes.\n");
        assertThat(shell.run("client", "list", "--removed").out().lines()).hasSize(1);
        assertThat(shell.run("policy", "history").out()).contains("client restore", "a mistake");
    }

    @Test
    void clientsThatDoNotVerifyAreReplacedByADocumentThatHasThemAll() throws SQLException {
        apply(STRICT);
        var sealed = shell.run("policy", "export").out();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("countersign.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE radius_client SET address = '127.0.0.9/32'"))
                    .isEqualTo(1);
        }
        assertThat(shell.run("check").exitCode()).isEqualTo(3);
        assertThat(apply(STRICT.substring(STRICT.indexOf("connection-request-policies:")))
                        .err())
                .contains("a document that has all clients");
        assertThat(apply(sealed).err()).contains("the store keeps no secret of a client vpn-01");

        assertThat(apply(STRICT).out()).contains("! all clients: replaced without a look");

        assertThat(shell.run("check").exitCode()).isZero();
        assertThat(shell.run("client", "list").out()).contains("vpn-01");
        assertThat(apply(sealed).out()).isEqualTo("Nothing changes.\n");
    }

    @Test
    void aRevisionThatCannotBeReadAnyMoreIsMendedByEachCommandThatWritesOne() {
        apply(STRICT);
        for (var mend : List.<String[]>of(
                new String[] {"policy", "apply", "-f", "policies.yaml"}, new String[] {"policy", "rollback", "1"})) {
            writePastTheReader("network-policies: of an older grammar\n");
            var check = shell.run("check");
            assertThat(check.exitCode()).isEqualTo(2);
            assertThat(check.err()).contains("countersign policy export", "countersign policy rollback");
            var exported = shell.run("policy", "export");
            assertThat(exported.exitCode()).isZero();
            assertThat(exported.out()).contains("name: vpn-01", "network-policies: of an older grammar\n");
            assertThat(exported.err()).contains("Warning: revision");

            assertThat(shell.run(mend).out()).contains("is written");

            assertThat(shell.run("check").exitCode()).isZero();
        }
    }

    private void writePastTheReader(String text) {
        var settings = SettingsReader.read(folder.resolve("countersign.yaml"), Map.of());
        try (var store = Store.open(settings.store(), Shell.CLOCK)) {
            var deed = new Deed(Set.of(Kind.POLICIES), Author.PROGRAM, List.of(), List.of());
            assertThat(store.administered()
                            .write(
                                    store.administered().read(),
                                    new Next(Optional.of(text), Optional.empty(), Optional.empty()),
                                    deed))
                    .isInstanceOf(Written.Done.class);
        }
    }

    @Test
    void anotherChangeMeanwhileIsNeverUndone() {
        apply(STRICT);
        var environment = new Environment(List.of(), Map.of(), Shell.CLOCK);
        var settings = folder.resolve("countersign.yaml");
        try (var mine = Installation.open(settings, environment);
                var theirs = Installation.open(settings, environment, new Author("bob", "policy apply", ""))) {
            var sealed = theirs.policies().export(_ -> {});
            var seen = mine.policies().plan("mine.yaml", sealed.replace("clients:\n", """
                                    clients:
                                      - name: vpn-03
                                        address: 127.0.0.3
                                        secret: ${file:vpn-01.secret}
                                    """), folder);
            shell.write("vpn-01.secret", "a rotated secret of vpn-01\n");
            var rotated = theirs.policies().plan("theirs.yaml", STRICT, folder);
            assertThat(theirs.apply(rotated, "it leaked")).isInstanceOf(Written.Done.class);

            assertThat(mine.apply(seen, ""))
                    .isInstanceOfSatisfying(
                            Written.Overtaken.class,
                            overtaken -> assertThat(overtaken.by())
                                    .map(Change::who)
                                    .contains("bob by policy apply at 2026-11-21T08:00:00Z"));
            assertThat(mine.clients())
                    .extracting(client -> client.secret().revealText())
                    .containsExactly("a rotated secret of vpn-01");
        }
    }

    @Test
    void triesARequestStepByStep() {
        apply(STRICT);
        shell.run("user", "add", "alice", "-g", "VPN Users");
        var granted = shell.run(
                "policy",
                "test",
                "--client",
                "vpn-01",
                "--user",
                "alice",
                "--at",
                "2026-11-20T12:00",
                "--attribute",
                "NAS-Port-Type=Virtual");
        assertThat(granted.err()).isEmpty();
        assertThat(granted.exitCode()).isZero();
        assertThat(granted.out())
                .endsWith("Granted by VPN users, without a second factor\n  reply  Class = 0x76706e\n");
        var late = shell.run("policy", "test", "--client", "vpn-01", "--user", "alice", "--at", "2026-11-20T23:00");
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.out()).contains("Refused by VPN users: 68");
    }

    @Test
    void neverSaysGrantedOfWhatTheServerWouldRefuse() {
        apply(STRICT);
        shell.run("user", "add", "alice", "-g", "VPN Users");
        assertThat(tried("alice", "--method", "ms-chap-v2"))
                .contains("Refused: 19 ", "user password alice --store reversible");
        assertThat(tried("alice", "--method", "eap")).contains("Refused: 18 ");
        assertThat(tried("alice", "--method", "unauthenticated")).contains("Refused: 18 ");

        shell.run("user", "set", "alice", "--disable");
        assertThat(tried("alice")).contains("Refused: 34 account disabled: local\\alice is disabled");
    }

    @Test
    void neverSaysGrantedOfNowWhileNoServerAnswers() {
        apply(STRICT.replace("      day-and-time: Mon-Fri 06:00-22:00\n", ""));
        shell.run("user", "add", "alice", "-g", "VPN Users");

        var now = shell.run(
                "policy", "test", "--client", "vpn-01", "--user", "alice", "--attribute", "NAS-Port-Type=Virtual");

        assertThat(now.exitCode()).isEqualTo(1);
        assertThat(now.out()).endsWith("""
                Not answered as things are: no server runs with these settings, so nobody is answered; start it with: countersign serve
                The policies alone: Granted by VPN users, without a second factor
                  reply  Class = 0x76706e
                """);
    }

    @Test
    void triesADayOfTheWeek() {
        apply(STRICT);
        shell.run("user", "add", "alice", "-g", "VPN Users");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "alice", "--at", "Sun 23:30")
                        .out())
                .contains("Refused by VPN users: 68");
    }

    @Test
    void triesGroupsWithAndWithoutTheirDirectoryAndNoneThatIsNotThere() {
        apply(STRICT);
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "x", "-g", "Guests")
                        .out())
                .endsWith("Refused by No guests: 65 permission denied (the user x is made up)\n");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "x", "-g", "Geusts")
                        .err())
                .contains("there is no group local\\Geusts; did you mean local\\Guests?");
        shell.write("cases.txt", "case: a guest\nclient: vpn-01\ngroups: Guests\ndecision: refused 65\n");
        assertThat(shell.run("policy", "test", "-f", "cases.txt").err())
                .contains("\"Guests\" is a group without its directory", "write local\\Guests");
    }

    @Test
    void takesADocumentAsAnArgumentAndFromStandardInput() {
        apply(STRICT);
        assertThat(shell.run("policy", "apply", "policies.yaml").out()).isEqualTo("Nothing changes.\n");
        var document = shell.run("policy", "export").out();
        assertThat(shell.input(document).run("policy", "apply", "-").out()).isEqualTo("Nothing changes.\n");
    }

    @Test
    void goesBackToTheRevisionBeforeTheNewest() {
        apply(STRICT);
        assertThat(shell.run("policy", "rollback").err()).contains("there is no revision before the present one");
        apply(STRICT.replace("06:00-22:00", "06:00-20:00"));
        assertThat(shell.run("policy", "rollback", "--dry-run").out()).isEqualTo("""
                        Back to revision 1:
                        ~ network policy VPN users: constraints.day-and-time: Mon-Fri 06:00-20:00 → Mon-Fri 06:00-22:00
                        ! weaker: policy VPN users: more days and times
                        """);
        assertThat(shell.run("policy", "rollback").out()).contains("Revision 3 is written.");
    }

    private String tried(String user, String... more) {
        var command = new ArrayList<>(
                List.of("policy", "test", "--client", "vpn-01", "--user", user, "--at", "2026-11-20T12:00"));
        command.addAll(List.of("--attribute", "NAS-Port-Type=Virtual"));
        command.addAll(List.of(more));
        var tried = shell.run(command.toArray(String[]::new));
        assertThat(tried.err()).isEmpty();
        assertThat(tried.exitCode()).isEqualTo(1);
        return tried.out();
    }

    @Test
    void triesAUserWhoIsNotThere() {
        apply(STRICT);
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "nobody")
                        .out())
                .contains("no directory knows the user nobody");
        assertThat(shell.run("policy", "test", "--client", "vpn-01", "--user", "x", "-g", "local\\Guests")
                        .out())
                .endsWith("Refused by No guests: 65 permission denied (the user x is made up)\n");
    }

    @Test
    void replaysAFileOfCases() {
        apply(STRICT);
        shell.write("good.cases.txt", """
                client: vpn-01
                method: pap

                case: a VPN user gets in
                user: alice
                groups: local\\VPN Users
                at: Fri 12:00
                decision: granted VPN users
                """);
        var good = shell.run("policy", "test", "-f", "good.cases.txt");
        assertThat(good.err()).isEmpty();
        assertThat(good.out()).isEqualTo("Cases: 1, failed: 0\n");
        shell.write("bad.cases.txt", """
                case: a guest gets in
                client: vpn-01
                method: pap
                user: bob
                groups: local\\Guests
                at: Fri 12:00
                decision: granted VPN users
                """);
        var bad = shell.run("policy", "test", "-f", "bad.cases.txt");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out())
                .startsWith(
                        "FAILED bad.cases.txt:1:1: a guest gets in: decision: expected granted VPN users, came refused 65")
                .endsWith("Cases: 1, failed: 1\n");
    }

    @Test
    void triesADocumentThatIsNotInForce() {
        apply(STRICT);
        shell.write("new.yaml", STRICT.replace("Class: vpn", "Class: [vpn, new]"));
        shell.run("user", "add", "alice", "--group", "VPN Users");
        List<String> asked = List.of("policy", "test", "--client", "vpn-01", "--user", "alice", "--at", "Fri 12:00");
        assertThat(shell.run(asked.toArray(String[]::new)).out())
                .endsWith("Granted by VPN users, without a second factor\n  reply  Class = 0x76706e\n");
        var tried = new ArrayList<>(asked);
        tried.addAll(List.of("--document", "new.yaml"));
        assertThat(shell.run(tried.toArray(String[]::new)).out())
                .endsWith("without a second factor\n  reply  Class = 0x76706e\n  reply  Class = 0x6e6577\n");
        assertThat(shell.run("policy", "export").out()).contains("Class: vpn\n");
    }

    @Test
    void tellsOfASecretWhereItStands() {
        assertThat(apply(STRICT.replace("vpn-01.secret", "nowhere.secret")).err())
                .contains("policies.yaml:4:13: there is no file ");
        shell.write("weak.secret", "changeme");
        assertThat(apply(STRICT.replace("vpn-01.secret", "weak.secret")).err())
                .contains("policies.yaml:4:13: the shared secret of client vpn-01 is a placeholder");
    }

    @Test
    void triesTheMethodThatTheDocumentsClientSendsAsARule() {
        apply(STRICT);
        shell.write("new.yaml", STRICT.replace("challenge: true", "type: rd-gateway"));
        List<String> asked = List.of("policy", "test", "--client", "vpn-01", "--user", "alice", "--at", "Fri 12:00");
        shell.run("user", "add", "alice", "--group", "VPN Users");

        var tried = new ArrayList<>(asked);
        tried.addAll(List.of("--document", "new.yaml"));
        assertThat(shell.run(tried.toArray(String[]::new)).out())
                .contains("66 ")
                .isEqualTo(shell.run(Stream.concat(tried.stream(), Stream.of("--method", "unauthenticated"))
                                .toArray(String[]::new))
                        .out());
        assertThat(shell.run(asked.toArray(String[]::new)).out()).contains("Granted");
    }

    @Test
    void appliesNothingWhereACaseFails() {
        apply(STRICT);
        shell.write("policies.cases.txt", """
                client: vpn-01
                case: members get in, into their class
                groups: local\\VPN Users
                at: Mon 10:00
                decision: granted VPN users
                reply: Class=vpn
                """);
        shell.write("new.yaml", STRICT.replace("Class: vpn", "Class: other"));
        var refused = shell.run("policy", "apply", "new.yaml", "--cases", "policies.cases.txt");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out())
                .contains(
                        "FAILED policies.cases.txt:2:1: members get in, into their class: reply: expected Class=vpn, came Class=other",
                        "  yes  VPN users: access: grant");
        assertThat(refused.err()).contains("a case fails; nothing was written");
        assertThat(shell.run("policy", "test", "-f", "policies.cases.txt", "--document", "new.yaml")
                        .exitCode())
                .isEqualTo(1);
        assertThat(shell.run("policy", "export").out()).contains("Class: vpn");

        shell.write("new.yaml", STRICT.replace("22:00", "21:00"));
        assertThat(shell.run("policy", "apply", "new.yaml", "--cases", "policies.cases.txt")
                        .out())
                .contains("Cases: 1, failed: 0\nRevision 2 is written.");
    }

    @Test
    void refusesAMisspeltGroupInCasesAndWarnsOfOneThatIsNotThere() {
        apply(STRICT);
        shell.write(
                "policies.cases.txt", "client: vpn-01\ncase: slip\ngroups: local\\VPN User\ndecision: refused 48\n");
        assertThat(shell.run("policy", "test", "-f", "policies.cases.txt").err())
                .contains("policies.cases.txt:3:1: there is no group local\\VPN User; did you mean local\\VPN Users?");
        shell.write("policies.cases.txt", "client: vpn-01\ncase: other\ngroups: local\\Staff\ndecision: refused 48\n");
        var warned = shell.run("policy", "test", "-f", "policies.cases.txt");
        assertThat(warned.exitCode()).isZero();
        assertThat(warned.err())
                .contains("Warning: policies.cases.txt:3:1: there is no group local\\Staff, so no policy can name it");
    }

    @Test
    void showsWhatRevisionsChangedAndHeld() {
        apply(STRICT);
        assertThat(shell.run("policy", "diff").err()).contains("there is no revision before the present one");
        apply(STRICT.replace("06:00-22:00", "06:00-20:00"));
        apply(STRICT.replace("06:00-22:00", "06:00-23:00"));
        assertThat(shell.run("policy", "diff").out()).isEqualTo("""
                ~ network policy VPN users: constraints.day-and-time: Mon-Fri 06:00-20:00 → Mon-Fri 06:00-23:00
                ! weaker: policy VPN users: more days and times
                """);
        assertThat(shell.run("policy", "diff", "1").out()).contains("06:00-22:00 → Mon-Fri 06:00-23:00");
        assertThat(shell.run("policy", "diff", "1", "2").out()).contains("06:00-22:00 → Mon-Fri 06:00-20:00");
        assertThat(shell.run("policy", "diff", "9").err()).contains("there is no revision 9");
        assertThat(shell.run("policy", "export", "--revision", "2").out())
                .startsWith("connection-request-policies:")
                .contains("06:00-20:00");
        assertThat(shell.run("policy", "export", "--revision", "9").exitCode()).isEqualTo(1);
        assertThat(shell.run("policy", "show", "VPN users", "--revision", "1").out())
                .contains("06:00-22:00");
    }

    @Test
    void showsAPolicyAsAnItemThatIsNoDocument() {
        apply(STRICT);
        var shown = shell.run("policy", "show", "no guests").out();
        assertThat(shown).isEqualTo("""
                # network-policies:
                  - name: No guests
                    when:
                      user-groups: ['local\\Guests']
                    access: deny
                """);
        assertThat(apply(shown).err()).contains("the document is a list, not a mapping");
        assertThat(shell.run("policy", "show", "No guest").err()).contains("did you mean \"No guests\"?");
    }

    @Test
    void warnsOfPoliciesThatNeverDecideInEveryPlace() {
        var dead = STRICT.replace("client-friendly-name: ^vpn-", "client-friendly-name: ^vpm-");
        assertThat(apply(dead).err())
                .isEqualTo(
                        "Warning: policies.yaml:7:5: connection request policy VPN never decides: no client is as it asks"
                                + " (client-friendly-name: ^vpm-); countersign client list shows the clients; correct the"
                                + " condition, or take the policy away\n");
        for (var command : List.of(new String[] {"policy", "list"}, new String[] {"check"})) {
            var result = shell.run(command);
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).contains("Warning: connection request policy VPN never decides");
        }
        assertThat(shell.run("doctor").out()).contains("connection request policy VPN never decides");
    }

    @Test
    void refusesSessionsOfNamesThatNobodyHas() {
        apply(STRICT);
        assertThat(shell.run("sessions", "--client", "VPN-01").exitCode()).isZero();
        var noClient = shell.run("sessions", "--client", "nosuch");
        assertThat(noClient.exitCode()).isEqualTo(1);
        assertThat(noClient.err()).contains("there is no client \"nosuch\"");
        var nobody = shell.run("sessions", "--user", "nosuch");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("no session is of a user \"nosuch\"");
    }

    @Test
    void keepsAGroupThatPoliciesName() {
        apply(STRICT);
        var removed = shell.run("group", "remove", "Guests");
        assertThat(removed.exitCode()).isEqualTo(1);
        assertThat(removed.err()).contains("is named by the policies No guests");
        assertThat(shell.run("group", "remove", "Guests", "--force").exitCode()).isZero();
    }

    @Test
    void groupsAreListedAndRemovedOnPurposeWhereThePoliciesCannotBeRead() {
        apply(STRICT);
        writePastTheReader("network-policies: of an older grammar\n");
        var listed = shell.run("group", "list");
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out()).contains("Guests");
        assertThat(listed.err()).contains("Warning: the policies cannot be read: revision 2");

        var refused = shell.run("group", "remove", "Guests");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("the policies cannot be read: revision 2", "--force");

        var removed = shell.run("group", "remove", "Guests", "--force");
        assertThat(removed.exitCode()).isZero();
        assertThat(removed.out()).isEqualTo("Removed the group local\\Guests.\n");
    }

    @Test
    void programsCanReadWhichClientsCanBeBroughtBack() {
        apply(STRICT);
        assertThat(shell.run("client", "restore", "-o", "json").out()).isEqualTo("[ ]\n");
        assertThat(shell.run("client", "restore", "vpn-01", "-o", "json").exitCode())
                .isEqualTo(2);
    }

    @Test
    void theHistoryHasAnUpperBound() {
        var history = shell.run("policy", "history", "--most", "10001");
        assertThat(history.exitCode()).isEqualTo(2);
        assertThat(history.err()).contains("--most is a number from 1 to 10000, not 10001");
        assertThat(shell.run("policy", "history", "--most", "10000").exitCode()).isZero();
    }

    @Test
    void warnsOfAShortSecret() {
        shell.write("vpn-01.secret", "short\n");
        assertThat(apply(STRICT).err())
                .contains("Warning: policies.yaml:4:13: the shared secret of client vpn-01 has only 5 octets");
    }

    @Test
    void refusesASecretThatCannotBeMeantAndTakesOneWithAMark() {
        shell.write("vpn-01.secret", "\"marker-secret-5c1d\"\n");
        assertThat(apply(STRICT).err())
                .contains("policies.yaml:4:13: the shared secret in the file DIR/vpn-01.secret stands in quotes");

        shell.write("vpn-01.secret", "\uFEFFmarker-secret-5c1d\r\n\r\n");
        assertThat(apply(STRICT).exitCode()).isZero();
    }

    private Shell.Result apply(String document) {
        shell.write("policies.yaml", document);
        return shell.run("policy", "apply", "-f", "policies.yaml");
    }
}
