package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.policy.ClientType;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies.Names;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCompilerTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final Names NAMES = new Names(
            DICTIONARY,
            Map.of("local", new FakeDirectory()),
            Map.of(
                    "phone", new FakeProvider(Interaction.OUT_OF_BAND).named("phone"),
                    "code", new FakeProvider(Interaction.CODE).named("code"),
                    "sms", new FakeProvider(Interaction.SENT_CODE).named("sms")),
            Set.of("dormant"));

    private final Problems problems = new Problems();

    @Test
    void whatIsRightCompiles() throws IOException {
        assertThat(compile(valid())).isPresent();
        assertThat(problems.list()).isEmpty();
    }

    /** What stands in the valid document, what stands there instead, and a part of what must be said to it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    local\\VPN Users              | local\\VPN Usrs            | there is no group local\\VPN Usrs
                    local\\VPN Users              | corp\\VPN Users            | does not name a directory
                    local\\New                    | local\\Nw                  | there is no group local\\Nw
                    any-of: [phone]               | any-of: [fone]             | there is no second-factor plugin fone
                    any-of: [phone]               | any-of: [dormant]          | the second factor dormant has no settings
                    Filter-Id: staff              | Filtr-Id: staff            | there is no attribute Filtr-Id
                    Filter-Id: staff              | Session-Timeout: long      | Session-Timeout
                    Filter-Id: staff              | User-Password: secret      | User-Password
                    Filter-Id: staff              | "Class:1": staff           | Class has no tag
                    Filter-Id: staff              | State: '0x00'              | State
                    Filter-Id: staff              | Filter-Id: ''              | Filter-Id has an empty value
                    Filter-Id: staff              | Filter-Id: [a, '']         | Filter-Id has an empty value
                    {Class: vpn,                  | {Class: '0x',              | Class has an empty value
                    Filter-Id: staff              | "Tunnel-Private-Group-Id:1": '' | Tunnel-Private-Group-Id:1 has an empty value
                    Filter-Id: staff              | Service-Type: [Login, Framed] | Service-Type may be in an Access-Accept only once
                    Filter-Id: staff              | Service-Type: Login, Attr-6: '0x00000002' | Attr-6 may be in an Access-Accept only once
                    Filter-Id: staff              | Framed-IP-Address: [192.0.2.1, 192.0.2.2] | Framed-IP-Address may be in an Access-Accept only once
                    Filter-Id: staff              | Calling-Station-Id: a      | an Access-Accept has no Calling-Station-Id
                    Filter-Id: staff              | Prompt: No-Echo            | an Access-Accept has no Prompt
                    Filter-Id: staff              | Tunnel-Medium-Type: 802    | a part of the value IEEE-802
                    with: [local]                 | with: [corp]               | there is no directory corp
                    127.0.0.3, secret: '${env:X}', challenge: true | 127.0.0.3, secret: '${env:X}' | vpn-02 cannot be challenged
                    127.0.0.3, secret: '${env:X}', | 127.0.0.3, secret: '${env:X}', vendor: acme, | unknown vendor acme
                    any-of: [phone]}              | any-of: [code]}            | offers only codes
                    any-of: [phone]}              | any-of: [sms]}             | offers only codes
                    any-of: [phone]}              | any-of: [sms, code]}       | offers only codes
                    client-friendly-name: '^vpn-', | client-friendly-name: '^vpn-', nas-port-type: Virtul, | Virtul
                    """)
    void whatCouldNeverWorkIsRefusedWithItsPlace(String right, String wrong, String what) throws IOException {
        var text = valid();
        assertThat(text).contains(right);

        assertThat(compile(text.replaceFirst(
                        Pattern.quote(right), wrong.replace("\\", "\\\\").replace("$", "\\$"))))
                .isEmpty();
        assertThat(problems.list()).anySatisfy(problem -> {
            assertThat(problem.what()).contains(what);
            assertThat(problem.fix()).isNotBlank();
            assertThat(problem.at().line()).isBetween(2, (int) text.lines().count());
        });
    }

    @Test
    void codesAloneAreRefusedAfterMethodsThatLeaveNoRoomForThem() throws IOException {
        var old = "authentication-methods: [chap, ms-chap-v2]}\n    access: grant\n    mfa: {any-of: [phone]}";
        var text = valid();
        assertThat(text).contains(old);

        assertThat(compile(text.replace(old, old.replace("[phone]", "[code]")))).isEmpty();

        assertThat(problems.list())
                .extracting(Problem::what)
                .containsExactly("policy Old VPN offers only codes, but none can be answered after chap, ms-chap-v2");
        assertThat(compile(text.replace(old, old.replace("[phone]", "[phone, code]"))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"session-timeout, Session-Timeout", "idle-timeout, Idle-Timeout"})
    void aConstraintAndTheReplyDoNotSendOneAttributeBoth(String constraint, String attribute) throws IOException {
        var text = valid().replaceAll("authentication-methods: \\[pap", constraint + ": 30m, $0");
        assertThat(compile(text)).isPresent();

        assertThat(compile(text.replace("Filter-Id: staff", attribute + ": 10")))
                .isEmpty();

        assertThat(problems.list())
                .extracting(Problem::what)
                .containsExactly("the constraint " + constraint + " sends " + attribute + " already");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    required-reply: [Filter-Id, Framed-Pool]  | policy VPN users requires Framed-Pool, which nothing sends
                    required-reply: [Filter-Idd]              | there is no attribute Filter-Idd
                    required-reply: [MS-MPPE-Send-Key]        | policy VPN users requires MS-MPPE-Send-Key, which nothing sends
                    required-reply: ["Filter-Id:1"]           | Filter-Id has no tag
                    encryption: [strong]                      | policy VPN users says by encryption: what its reply: says too
                    """)
    void whatNothingSendsOrTwoKeysSayIsRefused(String key, String what) throws IOException {
        var text = valid().replace("Filter-Id: staff}", "Filter-Id: staff, MS-MPPE-Encryption-Policy: 1}\n    " + key);

        assertThat(compile(text)).isEmpty();

        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .startsWith(what);
    }

    @Test
    void whatMayComeFromElsewhereMayBeRequired() throws IOException {
        var guarded = valid().replace(
                        "Filter-Id: staff}",
                        "Filter-Id: staff}\n    required-reply: [Framed-IP-Address, Framed-Pool, class]");
        assertThat(compile(guarded.replace("name: All", "name: All\n    reply: {Framed-Pool: users}")))
                .isPresent();

        assertThat(compile(guarded.replace("name: All", "name: All\n    reply: {Framed-Pool: users}")
                        .replace("name: VPN users", "name: VPN users\n    ignore-dial-in-properties: true")))
                .isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .startsWith("policy VPN users requires Framed-IP-Address");
    }

    @Test
    void theReplyOfAConnectionRequestPolicyIsCheckedLikeAnyOther() throws IOException {
        assertThat(
                        compile(
                                valid().replace(
                                                "name: All",
                                                "name: All\n    reply: {Session-Timeout: [1, 2], Prompt: 1, Filter-Id: '', State: x, Klass: y}")))
                .isEmpty();
        assertThat(problems.list()).extracting(Problem::what).hasSize(5);
    }

    @Test
    void whatMayComeSeveralTimesDoes() throws IOException {
        assertThat(compile(valid().replace("Filter-Id: staff", "Filter-Id: [a, b], Framed-Route: [c, d]")))
                .isPresent();
        assertThat(problems.list()).isEmpty();
    }

    /** RFC 4849 §2: the rules are one text, and the client tells them apart by what stands between. */
    @Test
    void filterRulesAreSentAsOneText() throws IOException {
        var policies = compile(valid().replace("Filter-Id: staff", "NAS-Filter-Rule: [permit, deny]"))
                .orElseThrow();
        var policy = policies.engine().document().networkPolicies().stream()
                .filter(each -> each.name().equals("VPN users"))
                .findFirst()
                .orElseThrow();

        assertThat(policies.reply(policy).ofClients().of(ClientType.STANDARD))
                .contains(new Attribute(92, Octets.wrap("permit\0deny".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aReplyThatNoPacketCanHoldIsRefusedWithItsPlace() throws IOException {
        var longest = "a".repeat(253);
        var fits = String.join(", ", Collections.nCopies(15, longest));
        assertThat(compile(valid().replace("Filter-Id: staff", "Reply-Message: [" + fits + "]")))
                .isPresent();

        assertThat(compile(valid().replace("Filter-Id: staff", "Reply-Message: [" + fits + ", " + longest + "]")))
                .isEmpty();

        assertThat(problems.list()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("octets of attributes", "4096");
            assertThat(problem.at().line()).isGreaterThan(2);
        });
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        compile(valid().replace("local\\VPN Users", "local\\A")
                .replace("[phone]", "[b]")
                .replace("Filter-Id", "C"));

        assertThat(problems.list()).extracting(Problem::what).hasSizeGreaterThanOrEqualTo(4);
    }

    /** A rule's name, a part of what must be said to it, and of the fix. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    IP-Port-Limit              | cannot tell IP-Port-Limit (241.5.2) apart | write IP-Port-Limit-Info
                    Extended-Attribute-1       | (241) apart                               | leave it out
                    Vendor-Specific            | (26) apart                                | leave it out
                    State                      | always passes                             | leave it out
                    Clas                       | there is no attribute Clas                | did you mean Class?
                    """)
    void aRuleThatWouldNeverMatchIsRefused(String name, String what, String fix) throws IOException {
        assertThat(compile(valid() + group("request: {remove: [Class, " + name + "]}")))
                .isEmpty();

        assertThat(problems.list()).anySatisfy(problem -> {
            assertThat(problem.what()).contains(what);
            assertThat(problem.fix()).startsWith(fix);
        });
    }

    @Test
    void rulesMayNameStandardAndExtendedAttributesAndThoseOfVendors() throws IOException {
        compile(valid() + group("reply: {allow: [Class, IP-Port-Limit-Info, Cisco-AVPair]}"));

        assertThat(problems.list()).extracting(Problem::what).allMatch(what -> what.contains("no shared secret"));
    }

    private static String group(String rules) {
        return """
                remote-server-groups:
                  - name: partners
                    servers:
                      - {name: partner-01, address: 192.0.2.20, secret: '${env:X}'}
                    %s
                """.replace("%s", rules);
    }

    @Test
    void deviceRedirectionIsForRdGatewaysOnly() throws IOException {
        var policies = compile(valid()).orElseThrow();
        var policy = policies.engine().document().networkPolicies().getFirst();

        assertThat(described(policies, policy, ClientType.RD_GATEWAY)).contains("MS-RDG-Device-Redirection = 9");
        assertThat(described(policies, policy, ClientType.STANDARD))
                .containsExactly("Session-Timeout = 43200", "Idle-Timeout = 1800");
    }

    @Test
    void longReplyAttributesAreSentInFragments() throws IOException {
        var policies = compile(valid().replace("Filter-Id: staff", "SAML-Assertion: '" + "x".repeat(300) + "'"))
                .orElseThrow();

        assertThat(policies.engine().document().networkPolicies())
                .anySatisfy(
                        policy -> assertThat(policies.reply(policy).ofClients().of(ClientType.STANDARD))
                                .extracting(Attribute::type)
                                .containsSequence(245, 245));
    }

    @Test
    void replyAttributesMayHaveTags() throws IOException {
        var policies = compile(valid().replace(
                                "Filter-Id: staff", "'Tunnel-Type:1': VLAN, 'Tunnel-Private-Group-Id:1': '120'"))
                .orElseThrow();

        assertThat(policies.engine().document().networkPolicies())
                .flatExtracting(policy -> described(policies, policy, ClientType.STANDARD))
                .contains("Tunnel-Type:1 = VLAN", "Tunnel-Private-Group-Id:1 = \"120\"");
    }

    /** 0x2000001F says "disable all" to those who read bit 29 so and to those who read the single bits. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            all                  | 536870943
            none                 | 0
            '[printers]'         | 2
            '[drives, printers, serial-ports, clipboard, plug-and-play]' | 31
            """)
    void theMaskOfDisabledDevices(String disable, String mask) throws IOException {
        var policies = compile(valid().replace("disable: [drives, clipboard]", "disable: " + disable))
                .orElseThrow();
        var policy = policies.engine().document().networkPolicies().getFirst();

        assertThat(described(policies, policy, ClientType.RD_GATEWAY)).contains("MS-RDG-Device-Redirection = " + mask);
    }

    @Test
    void whetherAGroupExistsMayBeADoubtButNoError() throws IOException {
        var down = new FakeDirectory();
        down.fail();
        var names = new Names(DICTIONARY, Map.of("local", down), NAMES.providers(), NAMES.withoutSettings());
        var document = PolicyReader.read("policies.yaml", valid());

        var compiled = PolicyCompiler.compile(1, document, document.clients().orElseThrow(), Map.of(), names, problems)
                .orElseThrow();

        assertThat(problems.list()).isEmpty();
        assertThat(compiled.doubts())
                .isNotEmpty()
                .allSatisfy(doubt -> assertThat(doubt.toString())
                        .contains("nobody can tell now whether there is a group", "the directory is down"));
        assertThat(compile(valid()).orElseThrow().doubts()).isEmpty();
    }

    private static List<String> described(CompiledPolicies policies, NetworkPolicy policy, ClientType type) {
        return policies.reply(policy).ofClients().of(type).stream()
                .flatMap(attribute -> DICTIONARY.describe(attribute).stream())
                .toList();
    }

    private Optional<CompiledPolicies> compile(String text) {
        var document = PolicyReader.read("policies.yaml", text);
        return PolicyCompiler.compile(1, document, document.clients().orElseThrow(), Map.of(), NAMES, problems);
    }

    private static String valid() throws IOException {
        try (InputStream in = PolicyCompilerTest.class.getResourceAsStream("/access/policies.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
