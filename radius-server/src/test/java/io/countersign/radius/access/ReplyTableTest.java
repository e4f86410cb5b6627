package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ReplyTableTest {
    @Test
    void namesAttributesAsTheDictionaryDoesAndEachOnce() throws IOException {
        var dictionary = Dictionary.standard();
        var seen = new HashSet<String>();
        try (var table = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReplyTable.class.getResourceAsStream("replies.txt")), StandardCharsets.UTF_8))) {
            table.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        var words = line.split(" +", -1);
                        assertThat(dictionary.find(words[1]).map(AttributeType::oid))
                                .as(line)
                                .contains(words[0]);
                        assertThat(seen.add(words[0])).as(line).isTrue();
                    });
        }
        assertThat(seen).hasSizeGreaterThan(100);
    }

    /** RFC 2865 §5.44, RFC 2869 §5.19. */
    @Test
    void saysHowOftenAnAttributeMayBeInAReply() {
        var table = ReplyTable.read();

        assertThat(table.most(Code.ACCESS_ACCEPT, 27)).isEqualTo(1);
        assertThat(table.most(Code.ACCESS_REJECT, 27)).isZero();
        assertThat(table.most(Code.ACCESS_CHALLENGE, 27)).isEqualTo(1);
        assertThat(table.most(Code.ACCESS_ACCEPT, 76)).isZero();
        assertThat(table.most(Code.ACCESS_REJECT, 18)).isEqualTo(Integer.MAX_VALUE);
        assertThat(table.most(Code.ACCESS_REJECT, 200)).isEqualTo(Integer.MAX_VALUE);
    }
}
