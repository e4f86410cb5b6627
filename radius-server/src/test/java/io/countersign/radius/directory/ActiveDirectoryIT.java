package io.countersign.radius.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.identity.AmbiguousUser;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.Evidence;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.testing.Awaited;
import io.countersign.radius.testing.SambaDc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveDirectoryIT {
    @TempDir
    private static Path folder;

    private static SambaDc controller;
    private static ActiveDirectory directory;

    @BeforeAll
    static void start() throws Exception {
        controller = SambaDc.start(folder.resolve("dc"));
        directory = directory("RADIUS1$", Duration.ofSeconds(60), List.of("ldaps://" + controller.address()));
    }

    @AfterAll
    static void stop() {
        if (directory != null) {
            directory.close();
        }
        if (controller != null) {
            controller.close();
        }
    }

    private static ActiveDirectory directory(String account, Duration cache, List<String> controllers) {
        return directory(account, cache, controllers, controller.authority());
    }

    private static ActiveDirectory directory(String account, Duration cache, List<String> controllers, Path authority) {
        return ActiveDirectory.of(
                new ActiveDirectorySettings(
                        "corp",
                        "corp.example",
                        "CORP",
                        controllers.stream()
                                .map(url -> LdapAddress.parse(url).orElseThrow())
                                .toList(),
                        Optional.of(authority),
                        account,
                        Secret.ofText(SambaDc.PASSWORD),
                        cache,
                        List.of("mail"),
                        List.of("mail", "telephoneNumber")),
                InstantSource.system());
    }

    private static User user(String typed) {
        return directory.find(LoginName.parse(typed)).orElseThrow();
    }

    private static PasswordCheck check(String typed, String password) {
        return directory.check(
                directory.find(LoginName.parse(typed)),
                new Attempt("vpn", new Evidence.PlainPassword(Secret.ofText(password))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "ALICE",
                "CORP\\alice",
                "corp.example\\alice",
                "alice@corp.example",
                "alice@CORP",
                "alice.aermel@corp.example",
                "alice@mail.example"
            })
    void findsAUserByEveryName(String typed) {
        assertThat(user(typed).name()).isEqualTo("alice");
        assertThat(user(typed).id()).matches("corp:S-1-5-21-\\d+-\\d+-\\d+-\\d+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "OTHER\\alice",
                "alice@other.example",
                "al*",
                "*",
                "alice)(objectClass=*",
                "*)(uid=*",
                "alice\u0000",
                "\\00",
                "alice\\",
                "CORP\\",
                "",
                "RADIUS1",
                "host/radius1.other.example"
            })
    void findsNobodyBySomethingElse(String typed) {
        assertThat(directory.find(LoginName.parse(typed))).isEmpty();
    }

    @Test
    void findsAComputerByItsOwnName() {
        assertThat(user("host/radius1.corp.example").name()).isEqualTo("RADIUS1$");
    }

    @Test
    void countsNestedGroupsAndThePrimaryOneBySidAndBothNames() {
        var alice = user("alice");

        assertThat(alice.groups().written())
                .contains("corp\\RDS-Users", "corp\\All Departments", "corp\\Accounting (Berlin)", "corp\\VPN-Users")
                .contains("corp\\Domain Users", "corp\\Users");
        assertThat(alice.isMemberOf("CORP\\rds-users")).isTrue();
        assertThat(alice.isMemberOf(domainSid(alice) + "-513")).isTrue();
        assertThat(user("bob").isMemberOf("corp\\RDS-Users")).isFalse();
    }

    private static String domainSid(User user) {
        var sid = user.sid().orElseThrow();
        return sid.substring(0, sid.lastIndexOf('-'));
    }

    @Test
    void knowsWhatSecondFactorsAsk() {
        assertThat(user("alice").attributes())
                .containsEntry("mail", List.of("alice@mail.example"))
                .containsEntry("telephoneNumber", List.of("+49 30 1234567"));
        assertThat(user("alice").upn()).contains("alice.aermel@corp.example");
    }

    @ParameterizedTest
    @CsvSource({"alice, ABSENT", "dora, ALLOW", "denis, DENY"})
    void readsTheDialInPermission(String name, DialIn permission) {
        assertThat(user(name).dialIn()).isEqualTo(permission);
    }

    @Test
    void readsAllDialInProperties() throws Exception {
        controller.modify("""
                dn: CN=Dora,OU=Staff,DC=corp,DC=example
                changetype: modify
                add: msNPCallingStationID
                msNPCallingStationID: 0301234
                msNPCallingStationID: 192.0.2.7
                -
                add: msRADIUSServiceType
                msRADIUSServiceType: 4
                -
                add: msRADIUSCallbackNumber
                msRADIUSCallbackNumber: 0305678
                -
                add: msRADIUSFramedIPAddress
                msRADIUSFramedIPAddress: -1062731519
                -
                add: msRADIUSFramedRoute
                msRADIUSFramedRoute: 10.0.0.0/8 192.168.1.1 1
                -
                add: msRADIUS-FramedInterfaceId
                msRADIUS-FramedInterfaceId: 0:0:0:1
                -
                add: msRADIUS-FramedIpv6Prefix
                msRADIUS-FramedIpv6Prefix: 2001:db8:1::/64
                -
                add: msRADIUS-FramedIpv6Route
                msRADIUS-FramedIpv6Route: 2001:db8:2::/48 2001:db8:1::1 1
                """);

        var properties = directory.findById(user("dora").id()).orElseThrow().dialInProperties();

        assertThat(properties.permission()).isEqualTo(DialIn.ALLOW);
        assertThat(properties.callerIds()).containsExactlyInAnyOrder("0301234", "192.0.2.7");
        assertThat(properties.reply())
                .isEqualTo(Map.of(
                        "Service-Type", List.of("4"),
                        "Callback-Number", List.of("0305678"),
                        "Framed-IP-Address", List.of("192.168.1.1"),
                        "Framed-Route", List.of("10.0.0.0/8 192.168.1.1 1"),
                        "Framed-Interface-Id", List.of("0:0:0:1"),
                        "Framed-IPv6-Prefix", List.of("2001:db8:1::/64"),
                        "Framed-IPv6-Route", List.of("2001:db8:2::/48 2001:db8:1::1 1")));
        properties
                .reply()
                .forEach((name, values) -> values.forEach(value ->
                        assertThat(Dictionary.standard().encodeAll(name, value)).isNotEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RADIUS1", "radius1.corp.example", "radius1$"})
    void findsAComputerAsItCallsItself(String name) {
        assertThat(directory.machine(name).orElseThrow().name()).isEqualTo("RADIUS1$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"radius1.other.example", "alice", "", "*", ".corp.example", "OTHER\\RADIUS1"})
    void findsNoComputerBySomethingElse(String name) {
        assertThat(directory.machine(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, ACTIVE",
        "disabled, DISABLED",
        "expired, EXPIRED",
        "mustchange, MUST_CHANGE_PASSWORD",
        "oldpassword, PASSWORD_EXPIRED",
        "nohours, OUTSIDE_LOGON_HOURS",
        "elsewhere, RESTRICTED"
    })
    void tellsTheStateOfAnAccountWithAndWithoutAPassword(String name, AccountState state) {
        assertThat(user(name).state()).isEqualTo(state);
        assertThat(check(name, SambaDc.PASSWORD))
                .isInstanceOf(state == AccountState.ACTIVE ? PasswordCheck.Right.class : PasswordCheck.Barred.class);
        assertThat(directory.foresee(user(name), AuthenticationMethod.PAP))
                .isInstanceOf(state == AccountState.ACTIVE ? PasswordCheck.Right.class : PasswordCheck.Barred.class);
        assertThat(check(name, "wrong")).isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test
    void anEmptyPasswordIsNobodys() {
        assertThat(check("alice", "")).isInstanceOf(PasswordCheck.Wrong.class);
    }

    @Test
    void chapCannotBeChecked() {
        assertThat(directory.foresee(user("alice"), AuthenticationMethod.CHAP))
                .isInstanceOf(PasswordCheck.Unknowable.class);
    }

    @Test
    void theSameWrongPasswordLocksNobodyHoweverOftenItComes() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(check("clumsy", "stale")).isInstanceOf(PasswordCheck.Wrong.class);
        }
        assertThat(check("clumsy", SambaDc.PASSWORD)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void aPasswordThatWasWrongIsRightOnceItWasSet() throws Exception {
        try (var fresh = directory("RADIUS1$", Duration.ofMillis(1), List.of("ldaps://" + controller.address()))) {
            var bob = LoginName.parse("bob");
            var attempt = new Attempt("vpn", new Evidence.PlainPassword(Secret.ofText("N3w!Passw0rd")));
            assertThat(fresh.check(fresh.find(bob), attempt)).isInstanceOf(PasswordCheck.Wrong.class);
            controller.modify("""
                    dn: CN=Bob,OU=Staff,DC=corp,DC=example
                    changetype: modify
                    replace: unicodePwd
                    unicodePwd:: IgBOADMAdwAhAFAAYQBzAHMAdwAwAHIAZAAiAA==
                    """);
            assertThat(fresh.check(fresh.find(bob), attempt)).isInstanceOf(PasswordCheck.Right.class);
        }
    }

    @Test
    void fiveOtherWrongPasswordsLockAsTheDomainSays() {
        for (int i = 0; i < 5; i++) {
            assertThat(check("locked", "guess " + i)).isInstanceOf(PasswordCheck.Wrong.class);
        }
        assertThat(check("locked", SambaDc.PASSWORD)).isEqualTo(new PasswordCheck.Barred(AccountState.LOCKED_OUT));
        var id = user("locked").id();
        assertThat(directory.findById(id).orElseThrow().state()).isEqualTo(AccountState.LOCKED_OUT);
    }

    @Test
    void aUserOfAnIdIsReadAnewEachTime() throws Exception {
        var id = user("frida").id();
        controller.modify("""
                dn: CN=Frida,OU=Staff,DC=corp,DC=example
                changetype: modify
                replace: userAccountControl
                userAccountControl: 514
                """);

        assertThat(directory.findById(id).orElseThrow().state()).isEqualTo(AccountState.DISABLED);
        assertThat(directory.findById("corp:S-1-5-21-1-2-3-4")).isEmpty();
        assertThat(directory.findById("local:7")).isEmpty();
    }

    @Test
    void twoAccountsOfOneNameAreNobody() throws Exception {
        controller.modify("""
                dn: CN=Twin,OU=Staff,DC=corp,DC=example
                changetype: add
                objectClass: user
                sAMAccountName: twin

                dn: CN=Impostor,OU=Staff,DC=corp,DC=example
                changetype: add
                objectClass: user
                sAMAccountName: impostor
                mail: twin
                """);
        assertThatThrownBy(() -> directory.find(LoginName.parse("twin")))
                .isInstanceOf(AmbiguousUser.class)
                .hasMessageContaining("CN=Twin,OU=Staff,DC=corp,DC=example")
                .hasMessageContaining("CN=Impostor,OU=Staff,DC=corp,DC=example");
    }

    @Test
    void dialInPropertiesThatMayNotBeReadAreNotTakenForAbsent() throws Exception {
        try (var own = SambaDc.start(folder.resolve("strict"))) {
            own.modify("""
                    dn: CN=Pre-Windows 2000 Compatible Access,CN=Builtin,DC=corp,DC=example
                    changetype: modify
                    delete: member
                    member: CN=S-1-5-11,CN=ForeignSecurityPrincipals,DC=corp,DC=example

                    dn: CN=Windows Authorization Access Group,CN=Builtin,DC=corp,DC=example
                    changetype: modify
                    add: member
                    member: CN=Bob,OU=Staff,DC=corp,DC=example
                    """);
            var urls = List.of("ldaps://" + own.address());
            try (var registered = directory("RADIUS1$", Duration.ofSeconds(60), urls, own.authority());
                    var unregistered = directory("bob", Duration.ofSeconds(60), urls, own.authority())) {
                assertThat(dialIn(registered, "alice")).isEqualTo(DialIn.ABSENT);
                assertThat(dialIn(registered, "denis")).isEqualTo(DialIn.DENY);
                assertThat(unregistered.examine(Optional.empty(), false))
                        .filteredOn(step -> step.what().equals("dial-in properties"))
                        .singleElement()
                        .matches(step -> !step.isGood() && step.said().contains("make it a member of RAS and IAS"));
                assertThat(read(unregistered, "denis")).isNotIn("DENY", "ABSENT", "ALLOW");
            }
        }
    }

    /** Or that nobody may read so much as the groups. */
    private static String read(ActiveDirectory directory, String name) {
        try {
            return dialIn(directory, name).name();
        } catch (DirectoryUnavailable unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private static DialIn dialIn(ActiveDirectory directory, String name) {
        return directory.find(LoginName.parse(name)).orElseThrow().dialIn();
    }

    @Test
    void knowsGroupsByNameAndSid() {
        assertThat(directory.group("RDS-Users")).isEqualTo(new GroupCheck.Known());
        assertThat(directory.group("rds-users")).isEqualTo(new GroupCheck.Known());
        assertThat(directory.group("Accounting (Berlin)")).isEqualTo(new GroupCheck.Known());
        assertThat(directory.groupOfSid(domainSid(user("alice")) + "-513")).isEqualTo(new GroupCheck.Known());
        assertThat(directory.group(domainSid(user("alice")) + "-513")).isInstanceOf(GroupCheck.Unknown.class);
        assertThat(directory.group("RDS-User")).isEqualTo(new GroupCheck.Unknown(Optional.of("RDS-Users")));
        assertThat(directory.group("alice")).isInstanceOf(GroupCheck.Unknown.class);
    }

    @Test
    void speaksStartTls() {
        try (var startTls = directory("RADIUS2$", Duration.ofSeconds(60), List.of("ldap://" + controller.address()))) {
            assertThat(startTls.find(LoginName.parse("alice"))).isPresent();
        }
    }

    @Test
    void aWrongPasswordOfItsOwnIsNobodyElsesWrongPassword() {
        try (var refused = directory("nobody", Duration.ofSeconds(60), List.of("ldaps://" + controller.address()))) {
            assertThatThrownBy(() -> refused.find(LoginName.parse("alice")))
                    .isInstanceOf(DirectoryUnavailable.class)
                    .hasMessageContaining("refuses the account that looks users up");
            assertThat(refused.group("RDS-Users")).isInstanceOf(GroupCheck.CannotTell.class);
        }
    }

    @Test
    void aCertificateOfAnotherNameOrAuthorityIsRefused() throws Exception {
        try (var own = SambaDc.start(folder.resolve("other"))) {
            var urls = List.of("ldaps://" + own.address(), "ldap://" + own.address());
            try (var stranger = directory("RADIUS1$", Duration.ofSeconds(60), urls)) {
                assertThatThrownBy(() -> stranger.find(LoginName.parse("alice")))
                        .isInstanceOf(DirectoryUnavailable.class)
                        .hasMessageContaining("signed by nobody who is trusted");
            }
            own.makeCertificate("DNS:dc1.other.example,IP:127.0.0.1");
            own.restart();
            for (var url : urls) {
                try (var misnamed = directory("RADIUS1$", Duration.ofSeconds(60), List.of(url), own.authority())) {
                    assertThatThrownBy(() -> misnamed.find(LoginName.parse("alice")))
                            .isInstanceOf(DirectoryUnavailable.class)
                            .hasMessageContaining("its certificate is for another name");
                }
            }
        }
    }

    @Test
    void theNextControllerAnswersForOneThatIsDown() {
        try (var both = directory(
                "RADIUS1$", Duration.ofSeconds(60), List.of("ldaps://127.0.0.99", "ldaps://" + controller.address()))) {
            assertThat(both.find(LoginName.parse("alice"))).isPresent();
            assertThat(both.check(
                            both.find(LoginName.parse("alice")),
                            new Attempt("vpn", new Evidence.PlainPassword(Secret.ofText(SambaDc.PASSWORD)))))
                    .isInstanceOf(PasswordCheck.Right.class);
        }
    }

    @Test
    void findsItsWayAfterARestartAndAStandstill() throws Exception {
        try (var own = SambaDc.start(folder.resolve("restarted"));
                var fresh = directory(
                        "RADIUS1$", Duration.ofMillis(1), List.of("ldaps://" + own.address()), own.authority())) {
            var alice = LoginName.parse("alice");
            assertThat(fresh.find(alice)).isPresent();
            own.restart();
            Awaited.until(() -> answers(fresh, alice));
            own.hold();
            long began = System.nanoTime();
            assertThatThrownBy(() -> fresh.find(alice)).isInstanceOf(DirectoryUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            own.goOn();
            Awaited.until(() -> answers(fresh, alice));
        }
    }

    private static boolean answers(ActiveDirectory directory, LoginName name) {
        try {
            return directory.find(name).isPresent();
        } catch (DirectoryUnavailable _) {
            return false;
        }
    }
}
