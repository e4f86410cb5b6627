package io.countersign.cli.demo;

import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One login, from the client's request to what the person at the screen reads. */
final class Scene {
    private final DemoSite site;
    private final Dictionary dictionary;
    private final PrintWriter out;
    private final List<String> faults = new ArrayList<>();

    Scene(DemoSite site, Dictionary dictionary, PrintWriter out) {
        this.site = site;
        this.dictionary = dictionary;
        this.out = out;
    }

    /** What went another way than told; empty if all went well. */
    List<String> faults() {
        return faults;
    }

    void approvedAtTheGateway() throws IOException, InterruptedException {
        title("1  RD Gateway: Alice approves on her phone");
        var accept = login(site.gateway(), gatewayRequest("CONTOSO\\alice", "ALICE-LAPTOP"), Optional.empty());
        expectPushes(1);
        expect(accept, Code.ACCESS_ACCEPT, "Session-Timeout", "Idle-Timeout", "MS-RDG-Device-Redirection");
    }

    void deniedAtTheGateway() throws IOException, InterruptedException {
        title("2  RD Gateway: Bob denies, somebody else has his password");
        expect(login(site.gateway(), gatewayRequest("CONTOSO\\bob", "KIOSK07"), Optional.empty()), Code.ACCESS_REJECT);
        expectPushes(2);
    }

    void codeAtTheVpn() throws IOException, InterruptedException {
        title("3  VPN: Carol types her password, then the code of her app");
        var request = List.of(text("User-Name", "carol"), text("Calling-Station-Id", "203.0.113.7"));
        var challenge = login(site.vpn(), request, Optional.of(site.password("carol")));
        expect(challenge, Code.ACCESS_CHALLENGE, "State", "Reply-Message");
        var answer = new ArrayList<>(request);
        challenge.first(StandardAttributes.STATE).ifPresent(answer::add);
        var accept = login(site.vpn(), answer, Optional.of(site.carolsApp().code()));
        expect(accept, Code.ACCESS_ACCEPT, "Class", "Cisco-AVPair");
    }

    /** The attributes that a Windows RD Gateway sends; no credential among them. */
    private List<Attribute> gatewayRequest(String user, String machine) {
        return List.of(
                text("User-Name", user),
                text("Called-Station-Id", "UserAuthType:PW"),
                text("NAS-Port-Type", "Virtual"),
                text("MS-Machine-Name", "0x" + hex(machine)),
                text("MS-Network-Access-Server-Type", "1"),
                text("Proxy-State", "0xfe80000000000000a1b2c3d4e5f6071800000011"));
    }

    private Packet login(DemoClient client, List<Attribute> attributes, Optional<String> password)
            throws IOException, InterruptedException {
        int place = site.audit().length();
        var reply = client.send(attributes, password);
        var decision = site.audit().decision(place);
        expectToldOf(decision, attributes);
        tell(decision, reply);
        return reply.packet();
    }

    private void tell(JsonNode decision, DemoClient.Reply reply) {
        row(
                "who",
                word(decision, "SubjectUserName") + " through " + word(decision, "ClientName") + ", "
                        + method(word(decision, "AuthenticationType")));
        row("policy", word(decision, "ProxyPolicyName") + " → " + word(decision, "NetworkPolicyName"));
        row("factor", word(decision, "Factor") + ": " + word(decision, "FactorOutcome"));
        row(
                "answer",
                reply.packet().code().text() + " after " + reply.after().toMillis() + " ms (" + word(decision, "Detail")
                        + ")");
        dictionary.describe(reply.packet().attributes()).forEach(line -> row("", line.text()));
        out.println();
    }

    private void expect(Packet reply, Code code, String... attributes) {
        if (reply.code() != code) {
            faults.add("the answer was " + reply.code().text() + ", not " + code.text());
        }
        for (var attribute : attributes) {
            if (dictionary.texts(reply, attribute).isEmpty()) {
                faults.add("the " + reply.code().text() + " carried no " + attribute);
            }
        }
    }

    private void expectToldOf(JsonNode decision, List<Attribute> attributes) {
        boolean told = attributes.contains(text("User-Name", word(decision, "SubjectUserName")));
        if (!told) {
            faults.add("the audit file tells of somebody else's login: " + word(decision, "SubjectUserName"));
        }
    }

    private void expectPushes(int count) throws IOException {
        int pushes = site.tenant().prompts();
        if (pushes != count) {
            faults.add("Entra has sent " + pushes + " pushes in all, not " + count);
        }
    }

    private Attribute text(String name, String value) {
        return dictionary.encode(name, value);
    }

    private void title(String text) {
        out.println(text);
    }

    private void row(String name, String text) {
        out.println("   " + name + " ".repeat(9 - name.length()) + text);
    }

    private static String word(JsonNode decision, String field) {
        return decision.path(field).asString("none");
    }

    private static String method(String type) {
        return type.equals("unauthenticated") ? "without a credential: the gateway has checked it" : "with " + type;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
