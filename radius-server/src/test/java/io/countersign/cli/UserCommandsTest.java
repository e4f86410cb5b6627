package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.identity.WrongPasswords;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreSettings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandsTest {
    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void init() {
        shell = Shell.initialised(folder).input("correct horse\n");
    }

    @Test
    void addsAUserAndTheGroupsThatAreMissing() {
        assertThat(shell.run("user", "add", "alice", "-g", "VPN Users", "-g", "local\\RDG Users")
                        .out())
                .isEqualTo("""
                Made the group local\\RDG Users.
                Made the group local\\VPN Users.
                Added the local user alice.
                """);
        assertThat(shell.run("user", "list").out()).isEqualTo("""
                NAME   ENABLED  DIAL-IN  PASSWORD  LOCKED-UNTIL  LOCKED-FACTORS  GROUPS
                alice  yes      absent   argon2id  -             -               RDG Users, VPN Users
                """);
    }

    @Test
    void tellsOfAGroupThatMayBeASlipOfTheFinger() {
        shell.run("group", "add", "RDG Users");

        assertThat(shell.run("user", "add", "bob", "--group", "RDG User").out()).isEqualTo("""
                Made the group local\\RDG User.
                  There was the group local\\RDG Users already. If that is meant: countersign user set … --add-group 'RDG Users' --remove-group 'RDG User', then countersign group remove 'RDG User'
                Added the local user bob.
                """);
    }

    @Test
    void listsForProgramsToo() {
        shell.run("user", "add", "alice", "--dial-in", "deny", "--disabled", "--store", "reversible");
        assertThat(shell.run("user", "list", "--output", "json").out()).isEqualToIgnoringWhitespace("""
                        [{"name":"alice","enabled":false,"dialIn":"deny","password":"reversible","lockedUntil":null,"lockedFactors":[],"groups":[]}]
                        """);
    }

    @Test
    void refusesANameThatIsTakenWhateverItsCase() {
        shell.run("user", "add", "alice");
        var again = shell.run("user", "add", "ALICE");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo("countersign: there is a local user \"ALICE\" already; countersign user set changes one\n");
    }

    @Test
    void refusesAnEmptyPassword() {
        var added = shell.input("\n").run("user", "add", "alice");
        assertThat(added.exitCode()).isEqualTo(2);
        assertThat(added.err()).isEqualTo("countersign: the password is empty; nobody can log in without one\n");
        assertThat(shell.run("user", "show", "alice").exitCode()).isEqualTo(1);
    }

    @Test
    void asksTwiceOnATerminal() {
        var typed = new ArrayDeque<>(List.of("correct horse", "correct house"));
        var added = shell.terminal(_ -> typed.remove()).run("user", "add", "alice");
        assertThat(added.exitCode()).isEqualTo(2);
        assertThat(added.err()).isEqualTo("countersign: the two passwords differ; nothing was changed\n");
    }

    @Test
    void neverTakesAPasswordFromTheCommandLine() {
        assertThat(shell.run("user", "add", "alice", "--password", "x").exitCode())
                .isEqualTo(2);
    }

    @Test
    void changesGroupsPermissionAndState() {
        shell.run("user", "add", "alice", "-g", "VPN Users");
        var set = shell.run(
                "user",
                "set",
                "alice",
                "--add-group",
                "Admins",
                "--remove-group",
                "vpn users",
                "--dial-in",
                "allow",
                "--disable");
        assertThat(set.out()).isEqualTo("Made the group local\\Admins.\nChanged the local user alice.\n");
        assertThat(shell.run("user", "list").out())
                .contains("alice  no       allow    argon2id  -             -               Admins");
    }

    @Test
    void removesAUserOnce() {
        shell.run("user", "add", "alice");
        assertThat(shell.run("user", "remove", "alice").exitCode()).isZero();
        assertThat(shell.run("user", "remove", "alice").exitCode()).isEqualTo(1);
    }

    @Test
    void unlocksAUserWhomWrongPasswordsHaveLocked() {
        shell.run("user", "add", "alice");
        lock("alice");
        assertThat(shell.run("user", "list").out()).containsPattern("alice .* 20[0-9-]+T[0-9:]+Z ");
        assertThat(shell.run("user", "show", "alice").out()).containsPattern("locked-until: +20[0-9-]+T[0-9:]+Z");

        var unlocked = shell.run("user", "unlock", "ALICE");

        assertThat(unlocked.exitCode()).isZero();
        assertThat(unlocked.out()).isEqualTo("Unlocked the local user alice.\n");
        assertThat(shell.run("user", "list").out()).doesNotContainPattern("T[0-9:]+Z");
        assertThat(shell.run("user", "unlock", "alice").out())
                .isEqualTo("The local user alice was not locked; any wrong passwords are forgotten.\n");
        assertThat(shell.run("user", "unlock", "bob").exitCode()).isEqualTo(1);
    }

    @Test
    void aDamagedCountOfWrongPasswordsLocksItsUserAloneUntilTheyAreUnlocked() throws SQLException {
        shell.run("user", "add", "alice");
        shell.run("user", "add", "bob");
        lock("alice");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("countersign.db"));
                var statement = database.createStatement()) {
            statement.execute("UPDATE local_lockout SET content = x'00'");
        }
        assertThat(shell.run("user", "list").out()).containsPattern("alice .* unlocked ");
        assertThat(shell.run("user", "show", "alice").out()).containsPattern("locked-until: +unlocked");
        var check = shell.run("check");
        assertThat(check.out() + check.err()).contains("countersign user unlock alice");

        assertThat(shell.run("user", "unlock", "alice", "--comment", "she called")
                        .out())
                .isEqualTo("Unlocked the local user alice.\n");
        assertThat(shell.run("user", "list").out()).doesNotContain("unlocked");
        assertThat(shell.run("policy", "history", "--kind", "users").out())
                .contains("she called", "user alice: the wrong passwords typed so far no longer count");
    }

    private void lock(String name) {
        var settings = new StoreSettings.Sqlite(folder.resolve("countersign.db"), folder.resolve("store.key"));
        try (var store = Store.open(settings, Shell.CLOCK)) {
            var user = store.users().find(name).orElseThrow();
            var now = Shell.CLOCK.instant();
            store.lockOuts()
                    .join(
                            List.of(new WrongPasswords(
                                    user.id(),
                                    Instant.EPOCH,
                                    IntStream.rangeClosed(1, 10)
                                            .mapToObj(i -> now.minusMillis(11 - i))
                                            .toList())),
                            now);
        }
    }

    @Test
    void managesGroups() {
        shell.run("group", "add", "Admins");
        shell.run("user", "add", "alice", "-g", "admins");
        assertThat(shell.run("group", "list").out()).contains("Admins  1");
        assertThat(shell.run("group", "remove", "Admins").exitCode()).isZero();
        assertThat(shell.run("group", "remove", "Admins").exitCode()).isEqualTo(1);
    }

    @Test
    void aNewPasswordGivesBackNothingThatWasTakenAwayWhileItWasTyped() {
        shell.input("one password\n").run("user", "add", "alice", "-g", "VPN Users");
        var elsewhere = new Shell(folder);
        shell.terminal(_ -> {
            elsewhere.run("user", "set", "alice", "--disable", "--remove-group", "VPN Users");
            return "another password";
        });

        shell.run("user", "password", "alice");

        assertThat(shell.run("user", "list").out()).contains("alice  no       absent   argon2id  -");
    }

    @Test
    void saysWhoWasFasterAndChangesNothing() {
        shell.input("one password\n").run("user", "add", "alice");
        var elsewhere = new Shell(folder).input("their password\n");
        shell.terminal(_ -> {
            elsewhere.run("user", "password", "alice", "--store", "reversible");
            return "my own password";
        });

        var refused = shell.run("user", "password", "alice");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("alice was changed meanwhile (tester by user password at ", "nothing was changed");
        assertThat(shell.run("user", "list").out()).contains("reversible");
    }

    @Test
    void aNameIsTakenInEitherOfItsSpellings() {
        shell.input("a long password\n").run("user", "add", "ju\u0308rgen", "-g", "Bu\u0308ro");
        var again = shell.input("a long password\n").run("user", "add", "J\u00fcrgen");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("there is a local user");
        assertThat(shell.run("user", "list").out()).contains("j\u00fcrgen", "B\u00fcro");
        assertThat(shell.run("group", "add", "B\u00fcro").exitCode()).isEqualTo(1);
    }

    @Test
    void refusesPasswordsThatAreShortOrGuessedFirst() {
        assertThat(shell.input("k7#Qz!mv9\n").run("user", "add", "alice").err())
                .isEqualTo("countersign: the password has 9 characters; it needs 10 or more, unless the setting local:"
                        + " {minimum-password-length} says otherwise\n");
        assertThat(shell.input("Password2026!\n").run("user", "add", "alice").err())
                .startsWith("countersign: the password is one of those that are guessed first");
        assertThat(shell.input("Alice-12345\n").run("user", "add", "alice").err())
                .startsWith("countersign: the password is one of those that are guessed first");
        assertThat(shell.run("user", "list").out()).doesNotContain("alice");

        shell.input("k7#Qz!mv9T\n").run("user", "add", "alice");
        assertThat(shell.input("alicealice\n").run("user", "password", "alice").exitCode())
                .isEqualTo(2);
        shell.write("countersign.yaml", "listen: {authentication: 127.0.0.1:0}\nlocal: {minimum-password-length: 4}\n");
        assertThat(shell.input("k7#Q\n").run("user", "password", "alice").exitCode())
                .isZero();
    }

    @Test
    void keepsWhoChangedWhatAndWhy() {
        shell.input("a long password\n").run("user", "add", "alice", "-g", "Staff", "--comment", "is new here");
        shell.run("user", "set", "alice", "--disable", "--add-group", "VPN Users");
        shell.run("group", "remove", "Staff");
        shell.run("user", "remove", "alice");

        assertThat(shell.run("policy", "history", "--kind", "users").out().split("\n\n"))
                .extracting(change -> change.replaceAll("\\s+", " "))
                .satisfiesExactly(
                        change ->
                                assertThat(change).contains("command: user remove kinds: users changes: - user alice"),
                        change -> assertThat(change)
                                .contains("command: group remove kinds: users, groups changes: - group Staff"),
                        change -> assertThat(change)
                                .contains(
                                        "command: user set kinds: users, groups changes: ~ user alice: disabled (and 2 more)",
                                        "is a member of VPN Users now"),
                        change -> assertThat(change)
                                .contains(
                                        "author: tester command: user add kinds: users, groups"
                                                + " changes: + user alice in Staff (and 1 more) weaker: - comment: is new here"));
    }

    @Test
    void aStoreIsSealedAnewOnlyOnceItWasShownAndConfirmed() throws SQLException {
        shell.input("a long password\n").run("user", "add", "alice");
        shell.input("a long password\n").run("user", "add", "bob");
        assertThat(shell.run("check", "--seal-anew").out()).contains("nothing to seal anew");
        tamper("DELETE FROM local_user WHERE name = 'bob'");

        assertThat(shell.run("user", "list").exitCode()).isEqualTo(3);
        var check = shell.run("check");
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.err()).contains("local_user", "countersign check --seal-anew");
        var shown = shell.run("check", "--seal-anew");
        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(shown.out()).contains("local_user", "Nothing was written", "--yes");
        assertThat(shell.run("user", "list").exitCode()).isEqualTo(3);

        assertThat(shell.run("check", "--seal-anew", "--yes", "--comment", "bob is gone")
                        .exitCode())
                .isZero();

        assertThat(shell.run("check").exitCode()).isZero();
        assertThat(shell.run("user", "list").out()).contains("alice").doesNotContain("bob");
        assertThat(shell.run("policy", "history").out()).contains("bob is gone", "taken for good");
    }

    private void tamper(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("countersign.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
