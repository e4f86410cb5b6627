package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFoldingTest {
    @ParameterizedTest
    @CsvSource({
        "alice, ALICE",
        "m\u00fcller, mu\u0308ller",
        "M\u00dcLLER, mu\u0308ller",
        "\u00c5ngstr\u00f6m, \u212bngstro\u0308m",
        "\u1ebf, e\u0302\u0301",
        "\u0130, I\u0307",
        "\uac00, \u1100\u1161",
        "\u03ac, \u1f71",
    })
    void oneNameInTwoSpellingsIsOne(String name, String other) {
        assertThat(CaseFolding.same(name, other)).isTrue();
        assertThat(CaseFolding.folded(CaseFolding.folded(other))).isEqualTo(CaseFolding.folded(name));
    }

    @ParameterizedTest
    @CsvSource({"muller, m\u00fcller", "stra\u00dfe, strasse", "alice, \uff41lice", "i, \u0131"})
    void otherNamesStayOthers(String name, String other) {
        assertThat(CaseFolding.same(name, other)).isFalse();
    }
}
