package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownReferenceTest {
    private static final AccessRequest REQUEST = new AccessRequest(
            new Requests(PolicyReader.read("policies.yaml", """
                            clients: [{name: vpn-01, address: 127.0.0.1, secret: '${env:X}'}]
                            connection-request-policies: []
                            network-policies: []
                            """), Dictionary.standard(), InstantSource.system())
                    .from("vpn-01")
                    .user("alice")
                    .signed());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"Enter the code: \" | \"Enter the code (reference 7KDM-39QP): \"",
                "\"Enter the code:\" | \"Enter the code (reference 7KDM-39QP):\"",
                "\"Code? \" | \"Code? (reference 7KDM-39QP) \"",
                "No entry | No entry (reference 7KDM-39QP)",
                "\"Two\nlines\n\" | \"Two\nlines (reference 7KDM-39QP)\n\"",
            })
    void standsBehindTheWordsAndBeforeTheCursor(String message, String shown) {
        assertThat(rejected(message(message))).containsExactly(shown);
    }

    @Test
    void standsBehindTheLastOfSeveralMessages() {
        assertThat(rejected(message("one"), message("two"))).containsExactly("one", "two (reference 7KDM-39QP)");
    }

    @Test
    void standsAloneWhereThereIsNoMessage() {
        assertThat(rejected()).containsExactly("Reference 7KDM-39QP");
    }

    @Test
    void neverCutsAMessageThatIsTooLongForBoth() {
        for (var character : List.of("x", "\u00fc", "\u20ac")) {
            var octets = character.getBytes(StandardCharsets.UTF_8).length;
            var longest = character.repeat(231 / octets) + "y".repeat(231 % octets);

            assertThat(rejected(message(longest))).containsExactly(longest + " (reference 7KDM-39QP)");
            assertThat(rejected(message(longest + "z"))).containsExactly("(reference 7KDM-39QP) ", longest + "z");
        }
    }

    @Test
    void leavesAMessageAsItIsThatIsNoUtf8() {
        var latin = new Attribute(StandardAttributes.REPLY_MESSAGE, Octets.wrap(new byte[] {'m', (byte) 0xfc, 'd'}));

        assertThat(attributes(latin)).hasSize(2).endsWith(latin);
        assertThat(rejected(latin)).startsWith("(reference 7KDM-39QP) ");
    }

    /** RFC 3579 §2.6.5. */
    @Test
    void isNotBesideAnEapMessage() {
        var failure = new Attribute(StandardAttributes.EAP_MESSAGE, Octets.wrap(new byte[] {4, 1, 0, 4}));

        assertThat(attributes(failure)).containsExactly(failure);
    }

    @Test
    void isInNoAccept() {
        var accept = new Ruling(new Verdict.Accept(List.of(message("welcome"))), ReasonCode.SUCCESS, "");

        assertThat(ShownReference.in(accept, REQUEST, "7KDM39QP")).isEqualTo(accept);
    }

    private static Attribute message(String text) {
        return new Attribute(StandardAttributes.REPLY_MESSAGE, Octets.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Attribute> attributes(Attribute... before) {
        var ruling = new Ruling(new Verdict.Reject(List.of(before)), ReasonCode.SUCCESS, "");
        return ((Verdict.Reject) ShownReference.in(ruling, REQUEST, "7KDM39QP").verdict()).attributes();
    }

    private static List<String> rejected(Attribute... before) {
        return Arrays.stream(attributes(before).toArray(new Attribute[0]))
                .map(attribute -> attribute.value().text())
                .toList();
    }
}
