package io.countersign.cli.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributeLinesTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();

    private final AttributeLines lines = new AttributeLines(DICTIONARY);

    @Test
    void readsSeveralAttributesOnALine() {
        file("User-Name = \"alice\", User-Password = \"Sesame-1234\", NAS-Port = 3");

        assertThat(shown()).containsExactly("User-Name = \"alice\"", "NAS-Port = 3");
        assertThat(lines.password()).contains(Secret.ofText("Sesame-1234"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            User-Name = "alice",                 | User-Name = "alice"
            User-Name=alice                      | User-Name = "alice"
            User-Name := alice # a comment       | User-Name = "alice"
            User-Name = "Smith, Alice = #1"      | User-Name = "Smith, Alice = #1"
            User-Name = 'Smith, "Alice"'         | User-Name = "Smith, \\"Alice\\""
            User-Name = 'CONTOSO\\alice'         | User-Name = "CONTOSO\\\\alice"
            User-Name = "CONTOSO\\\\alice"       | User-Name = "CONTOSO\\\\alice"
            User-Name = "it\\"s"                 | User-Name = "it\\"s"
            User-Name = 'it\\'s'                 | User-Name = "it's"
            Framed-IP-Address = 192.0.2.1        | Framed-IP-Address = 192.0.2.1
            """)
    void readsAValueInQuotesOrNot(String line, String attribute) {
        file(line);

        assertThat(shown()).containsExactly(attribute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"User-Password", "CHAP-Password", "MS-CHAP-Password", "Cleartext-Password"})
    void takesEachWordForThePassword(String name) {
        file("User-Name = alice, " + name + " := Sesame");

        assertThat(shown()).hasSize(1);
        assertThat(lines.password()).contains(Secret.ofText("Sesame"));
    }

    @Test
    void addsAnotherValue() {
        file("NAS-Port = 1", "NAS-Port += 3,NAS-Port+=4");

        assertThat(shown()).containsExactly("NAS-Port = 1", "NAS-Port = 3", "NAS-Port = 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            User-Name = "alice" User-Password = "Sesame" | file:1: something stands behind a value; put a comma before
            User-Name = "alice"x                         | file:1: something stands behind a value
            User-Name = alice Sesame                     | file:1: something stands behind a value
            User-Name = "alice, User-Password = Sesame   | file:1: a quote is not closed
            User-Name = "CONTOSO\\alice"                 | file:1: a backslash within double quotes is written \\\\
            User-Password Sesame                         | file:1: there is no attribute here; write Name=value
            User-Name == alice                           | file:1: there is no attribute here
            User-Name =                                  | file:1: an attribute has no value; write "" for an empty one
            User-Name = alice,, NAS-Port = 3             | file:1: there is no attribute here
            """)
    void refusesWhatItDoesNotUnderstandWithoutRepeatingIt(String line, String why) {
        assertThatThrownBy(() -> file(line))
                .isInstanceOf(CommandRefused.class)
                .hasMessageStartingWith(why)
                .hasMessageNotContaining("Sesame");
        assertThat(lines.password()).isEmpty();
    }

    @Test
    void refusesASecondRequest() {
        file("", "# one", "User-Name = alice", "", "# that is all", "");
        assertThat(shown()).hasSize(1);

        assertThatThrownBy(() -> file("User-Name = alice", "NAS-Port = 1", "", "User-Name = bob"))
                .hasMessage(
                        "file:4: a second request begins here, behind an empty line; write each into a file of its own");
    }

    @Test
    void takesAnArgumentAsOneAttribute() {
        lines.addArgument("User-Name=Smith, Alice, OU=Sales");
        lines.addArgument("Reply-Message=' it is '");
        lines.addArgument("NAS-Port += 3");
        lines.addUser("\"odd\", NAS-Port=3");

        assertThat(shown())
                .containsExactly(
                        "User-Name = \"Smith, Alice, OU=Sales\"",
                        "Reply-Message = \" it is \"",
                        "NAS-Port = 3",
                        "User-Name = \"\\\"odd\\\", NAS-Port=3\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Name=alice, User-Password=Sesame",
                "User-Name=alice,NAS-Port += 3",
                "User-Name=alice, Tunnel-Type:1=VLAN",
                "User-Name=\"alice\", User-Password=Sesame",
                "User-Password=Sesame"
            })
    void refusesWhatAnArgumentHoldsBesides(String argument) {
        assertThatThrownBy(() -> lines.addArgument(argument))
                .isInstanceOf(CommandRefused.class)
                .hasMessageNotContaining("Sesame");
    }

    private void file(String... text) {
        lines.addFile("file", List.of(text));
    }

    private List<String> shown() {
        return lines.attributes().stream()
                .flatMap(attribute -> DICTIONARY.describe(attribute).stream())
                .toList();
    }
}
