package io.countersign.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void leavesNarrowTablesOnOneLineARow() {
        assertThat(printed(new Table("name", "note")
                        .row("vpn-01", "signs since today")
                        .row("x", Optional.empty())))
                .isEqualTo("""
                        NAME    NOTE
                        vpn-01  signs since today
                        x       -
                        """);
    }

    @Test
    void goesOnInFurtherLinesWhereItIsTooWideAndBreaksNoWord() {
        var text =
                "no request of vpn-01 (192.0.2.20) can arrive: the server listens on 127.0.0.1:1812 alone; write 0.0.0.0:1812";
        assertThat(printed(new Table("level", "subject", "empty", "finding").row("FAULT", "clients", "-", text)))
                .isEqualTo("""
                        LEVEL  SUBJECT  FINDING
                        FAULT  clients  no request of vpn-01 (192.0.2.20) can arrive: the server listens on 127.0.0.1:1812
                                        alone; write 0.0.0.0:1812
                        """);
    }

    @Test
    void comesAsOneNameAndValueALineWhereColumnsCannotBeNarrowEnough() {
        var table = new Table("first", "second", "third");
        table.row("a".repeat(40), "b".repeat(40), "c".repeat(40));
        assertThat(printed(table))
                .isEqualTo("first:   " + "a".repeat(40) + "\nsecond:  " + "b".repeat(40) + "\nthird:   "
                        + "c".repeat(40) + "\n\n");
    }

    private static String printed(Table table) {
        var out = new StringWriter();
        table.print(new PrintWriter(out, true), false);
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
