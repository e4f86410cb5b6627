package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator learns of logins; it is 2026-11-21, nine o'clock in Berlin. */
class LoginCommandsTest {
    private static final String AUDIT = """
            {"Time":"2026-11-20T08:12:36.1Z","EventID":6272,"LoginId":"00000001","Answer":"ACCEPT","ReasonCode":0,"ReasonName":"SUCCESS","Reason":"granted","Detail":"second factor shown","SubjectUserName":"alice","ClientName":"vpn-01","ClientIPAddress":"192.0.2.10","ClientPort":46721,"AuthenticationType":"pap","ProxyPolicyName":"All","NetworkPolicyName":"VPN users","PolicyRevision":2,"Factor":"totp","FactorOutcome":"approved","Milliseconds":17,"Trace":[]}
            {"Time":"2026-11-21T07:12:36.263Z","EventID":0,"LoginId":"00000002","Answer":"CHALLENGE","Detail":"asked for a code","SubjectUserName":"CONTOSO\\\\Alice","ClientName":"vpn-01","ClientIPAddress":"192.0.2.10","ClientPort":46721,"AuthenticationType":"pap","ProxyPolicyName":"All","NetworkPolicyName":"VPN users","PolicyRevision":3,"Factor":"totp","FactorOutcome":"answer-needed","Milliseconds":262,"Trace":[]}
            {"Time":"2026-11-21T07:12:51.017Z","EventID":6273,"LoginId":"00000002","Answer":"REJECT","ReasonCode":21,"ReasonName":"SECOND_FACTOR_DENIED","Reason":"second factor denied","Detail":"wrong code","SubjectUserName":"CONTOSO\\\\Alice","Account":"local:42","ClientName":"vpn-01","ClientIPAddress":"192.0.2.10","ClientPort":46722,"CallingStationID":"203.0.113.9","AuthenticationType":"pap","ProxyPolicyName":"All","NetworkPolicyName":"VPN users","PolicyRevision":3,"Factor":"totp","FactorOutcome":"denied","Milliseconds":17,"Trace":[{"Policy":"VPN users","Rule":"groups: VPN Users","Held":true,"Because":"is a member"}],"OtherPolicies":2}
            {"Time":"2026-11-21T07:30:00Z","Change":3,"Kinds":["POLICIES"],"Author":"root","Command":"policy apply","Comment":"","PolicyRevision":4,"Changes":["~ network policy VPN users"],"Weaker":[]}
            {"Time":"2026-11-21T07:40:00Z","EventID":6273,"LoginId":"00000003","Answer":"REJECT","ReasonCode":16,"ReasonName":"CREDENTIALS_MISMATCH","Reason":"unknown user or wrong password","Detail":"wrong password for local\\\\bob","SubjectUserName":"bob","ClientName":"vpn-02","ClientIPAddress":"192.0.2.11","ClientPort":1,"AuthenticationType":"pap","PolicyRevision":4,"Milliseconds":100,"Trace":[]}
            {"Time":"2026-11-21T07:59:00Z","EventID":0,"LoginId":"00000004","Answer":"CHALLENGE","Detail":"asked for a code","SubjectUserName":"carol","ClientName":"vpn-02","ClientIPAddress":"192.0.2.11","ClientPort":2,"AuthenticationType":"pap","PolicyRevision":4,"Factor":"totp","FactorOutcome":"answer-needed","Milliseconds":30,"Trace":[]}
            """;

    private final TimeZone zone = TimeZone.getDefault();

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aNodeInBerlin() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        shell = Shell.initialised(folder);
        shell.write("audit.jsonl", AUDIT);
    }

    @AfterEach
    void asBefore() {
        TimeZone.setDefault(zone);
    }

    @Test
    void listsOneLineALoginInLocalTime() {
        assertThat(shell.run("logins").out()).isEqualTo("""
                2026-11-20 09:12:36  in                alice through vpn-01, second factor shown  [00000001]
                2026-11-21 08:12:51  refused           CONTOSO\\Alice through vpn-01, 21 second factor denied: wrong code  [00000002]
                2026-11-21 08:40:00  refused           bob through vpn-02, 16 unknown user or wrong password: wrong password for local\\bob  [00000003]
                2026-11-21 08:59:00  asked             carol through vpn-02, asked for a code  [00000004]
                """);
    }

    @Test
    void listsThoseOfOneUserInWhicheverSpelling() {
        assertThat(shell.run("logins", "--user", "ALICE").out().lines()).hasSize(2);
        assertThat(shell.run("logins", "--user", "contoso\\alice").out().lines())
                .singleElement()
                .asString()
                .contains("wrong code");
        assertThat(shell.run("logins", "--user", "nobody").out()).isEmpty();
    }

    @Test
    void listsThoseThatLetNobodyInThroughOneClientSinceATime() {
        assertThat(shell.run("logins", "--refused").out().lines()).hasSize(2);
        assertThat(shell.run("logins", "--client", "VPN-02", "--refused").out().lines())
                .hasSize(1);
        assertThat(shell.run("logins", "--since", "2026-11-21").out().lines()).hasSize(3);
        assertThat(shell.run("logins", "--since", "08:13").out().lines()).hasSize(2);
        assertThat(shell.run("logins", "--since", "30m").out().lines()).hasSize(2);
        assertThat(shell.run("logins", "--until", "2026-11-20").out().lines()).hasSize(1);
        assertThat(shell.run("logins", "--most", "1").out()).contains("carol");
    }

    @Test
    void saysWhichTimesItTakes() {
        var refused = shell.run("logins", "--since", "yesterday");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo(
                        "countersign: --since is a time such as 09:12, 2026-11-28, 2026-11-28T09:12 or 30m (ago), not"
                                + " \"yesterday\"\n");
    }

    @Test
    void explainsALoginByItsReferenceAsPeopleTypeIt() {
        assertThat(shell.run("explain", "oooo-oool").out()).startsWith("alice was let in through vpn-01");
        assertThat(shell.run("explain", "00000002").out()).isEqualTo("""
                CONTOSO\\Alice was refused through vpn-01 at 2026-11-21 08:12:51, after 15 s: wrong code.

                  2026-11-21 08:12:36  CHALLENGE totp answer-needed, asked for a code, 262 ms
                  2026-11-21 08:12:51  REJECT    totp denied, wrong code, 17 ms

                Reference        00000002
                User             CONTOSO\\Alice, account local:42
                From             203.0.113.9
                Client           vpn-01 at 192.0.2.10
                First factor     pap
                Second factor    totp, denied
                Policies         connection request policy All, network policy VPN users; revision 3
                Reason           21 second factor denied

                What the policies looked at:
                  yes  VPN users: groups: VPN Users — is a member
                  no   2 other policies did not apply

                What to do: countersign mfa list 'CONTOSO\\Alice' shows what the user has; countersign doctor --user 'CONTOSO\\Alice' whether it can work now.
                """);
    }

    @Test
    void explainsALoginByUserAndLocalTime() {
        assertThat(shell.run("explain", "--user", "alice", "--at", "08:12").out())
                .startsWith("CONTOSO\\Alice was refused");
        assertThat(shell.run("explain", "--user", "alice", "--at", "2026-11-20T09:15")
                        .out())
                .startsWith("alice was let in");
        assertThat(shell.run("explain", "--user", "bob").out())
                .startsWith("bob was refused through vpn-02 at 2026-11-21 08:40:00, after 100 ms: wrong password for"
                        + " local\\bob.")
                .contains("countersign user password bob");
    }

    @Test
    void explainsWhoHasNotAnsweredYet() {
        assertThat(shell.run("explain", "--user", "carol").out()).startsWith("carol is being asked through vpn-02");
    }

    @Test
    void saysThatThereIsNoSuchLogin() {
        var none = shell.run("explain", "--user", "alice", "--at", "06:00");

        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo(
                        "countersign: no login of alice within ten minutes of 2026-11-21 06:00:00 in DIR/audit.jsonl;"
                                + " countersign logins --since 1d shows who came, and under which names\n");
        assertThat(shell.run("explain", "0000000Z").exitCode()).isEqualTo(1);
    }

    @Test
    void saysWhatAReferenceIs() {
        var refused = shell.run("explain", "alice");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("countersign explain --user alice");
        assertThat(shell.run("explain").exitCode()).isEqualTo(2);
        assertThat(shell.run("explain", "00000001", "--at", "08:12").exitCode()).isEqualTo(2);
    }

    @Test
    void givesProgramsTheLinesThemselves() {
        assertThat(shell.run("explain", "00000002", "--output", "json").out())
                .contains("\"Answer\" : \"CHALLENGE\"", "\"Answer\" : \"REJECT\"");
        assertThat(shell.run("logins", "--user", "bob", "--output", "json").out())
                .startsWith("[ {")
                .contains("\"LoginId\" : \"00000003\"");
    }

    @Test
    void isEmptyWhereNothingHasBeenKeptYet() {
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\naudit:\n  file: elsewhere.jsonl\n");

        assertThat(shell.run("logins").exitCode()).isZero();
        assertThat(shell.run("explain", "--user", "alice").exitCode()).isEqualTo(1);
    }
}
