package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.CLIENTS;
import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeLogTest {
    private StoreFixture fixture;
    private ChangeLog log;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        log = fixture.store.changes();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void keepsAllThatIsToldOfAChange() {
        Deed deed = new Deed(
                Set.of(Kind.USERS, Kind.FACTORS),
                new Author("root (sudo alice)", "mfa enroll", "with\na line end"),
                List.of("+ one", "+ two"),
                List.of("weaker"));
        log.note(deed, Optional.of("local:1"));

        assertThat(log.newest(Set.of(), 5))
                .containsExactly(new Change(1, NOON, Optional.empty(), Optional.of("local:1"), deed));
        assertThat(log.newest(Set.of(Kind.FACTORS), 5)).hasSize(1);
        assertThat(log.newest(Set.of(Kind.POLICIES), 5)).isEmpty();
    }

    @Test
    void tellsWhatFollowsAChange() {
        IntStream.range(0, 5).forEach(_ -> log.note(CLIENTS, Optional.empty()));

        assertThat(log.since(2, 2)).extracting(Change::number).containsExactly(3L, 4L);
        assertThat(log.since(5, 2)).isEmpty();
        assertThat(fixture.store.marks().changes()).isEqualTo(5);
    }

    @Test
    void cutsWhatIsTooLong() {
        Deed deed = new Deed(
                Set.of(Kind.CLIENTS),
                new Author("a", "b", "c".repeat(1_000)),
                IntStream.range(0, 10_000).mapToObj(i -> "+ client " + i).toList(),
                List.of());
        log.note(deed, Optional.empty());

        Deed kept = log.newest(Set.of(), 1).getFirst().deed();
        assertThat(kept.by().comment()).hasSize(500);
        assertThat(kept.lines()).hasSize(100).last().isEqualTo("and 9901 more");
    }

    @Test
    void isNotGoneOnWithBehindARowThatDoesNotVerify() {
        log.note(CLIENTS, Optional.empty());
        fixture.tamper("UPDATE change_log SET tag = x'00' WHERE number = 1");

        assertThatThrownBy(() -> log.note(CLIENTS, Optional.empty())).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(log::requireWritable).isInstanceOf(StoreDamaged.class);
    }

    @Test
    void whatDidNotVerifySaysSoOnceItIsSealedAnew() {
        IntStream.range(0, 3).forEach(_ -> log.note(CLIENTS, Optional.empty()));
        fixture.tamper("UPDATE change_log SET account = 'nobody' WHERE number = 2");

        fixture.store.sealAnew(Author.PROGRAM);

        List<Change> changes = log.newest(Set.of(), 5).reversed();
        assertThat(changes).extracting(Change::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(changes.get(1).deed().lines()).first().asString().contains("did not verify");
        assertThat(changes.get(2).deed()).isEqualTo(CLIENTS);
        assertThat(changes.get(3).deed().weaker()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE change_log SET account = 'nobody' WHERE number = 2",
                "UPDATE change_log SET comment = '' WHERE number = 2",
                "UPDATE change_log SET weaker = 'x' WHERE number = 2",
                "DELETE FROM change_log WHERE number = 2",
                "DELETE FROM change_log WHERE number = 3",
                "DELETE FROM change_log",
                "UPDATE change_log SET kinds = 'NONE' WHERE number = 2",
                "UPDATE change_log SET kinds = '' WHERE number = 3",
                "INSERT INTO change_log SELECT 4, at, kinds, account, command, comment, revision, user_id, lines, weaker, tag"
                        + " FROM change_log WHERE number = 3",
            })
    void isNotReadOnceItWasTamperedWith(String change) {
        IntStream.range(0, 3).forEach(_ -> log.note(CLIENTS, Optional.empty()));
        fixture.tamper(change);

        assertThatThrownBy(() -> log.newest(Set.of(), 5)).isInstanceOf(StoreDamaged.class);
        assertThat(fixture.store.damage()).hasSize(1);
    }
}
