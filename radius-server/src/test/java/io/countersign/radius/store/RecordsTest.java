package io.countersign.radius.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecords.Versioned;
import io.countersign.mfa.MfaRecordsUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordsTest {
    private StoreFixture fixture;
    private MfaRecords records;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        records = fixture.store.records().of("totp");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void createsARecordOnceAndCountsItsVersions() {
        assertThat(records.create("u", "k", "first")).isTrue();
        assertThat(records.create("u", "k", "second")).isFalse();
        Versioned first = records.find("u", "k").orElseThrow();
        assertThat(first).isEqualTo(new Versioned("u", "k", "first", 1));
        assertThat(records.replace(first, "third")).isTrue();
        assertThat(records.find("u", "k")).contains(new Versioned("u", "k", "third", 2));
    }

    @Test
    void doesNotReplaceOrRemoveWhatHasChangedSinceItWasRead() {
        records.create("u", "k", "a");
        Versioned read = records.find("u", "k").orElseThrow();
        records.replace(read, "b");
        assertThat(records.replace(read, "c")).isFalse();
        assertThat(records.remove(read)).isFalse();
        assertThat(records.find("u", "k")).get().extracting(Versioned::value).isEqualTo("b");
    }

    @Test
    void doesNotTakeARecordMadeAnewForTheOneThatWasRead() {
        records.create("u", "seed", "old");
        Versioned read = records.find("u", "seed").orElseThrow();
        assertThat(records.remove(read)).isTrue();
        records.create("u", "seed", "new");
        assertThat(records.replace(read, "old again")).isFalse();
        assertThat(records.remove(read)).isFalse();
    }

    @Test
    void doesNotBringBackWhatWasRemoved() {
        records.create("u", "k", "a");
        Versioned read = records.find("u", "k").orElseThrow();
        records.remove(read);
        assertThat(records.replace(read, "b")).isFalse();
        assertThat(records.find("u", "k")).isEmpty();
    }

    @Test
    void forgetsARecordWhenItsTimeHasPassed() {
        records.create("u", "k", "a", Duration.ofSeconds(30));
        Versioned read = records.find("u", "k").orElseThrow();
        fixture.clock.pass(Duration.ofSeconds(29));
        assertThat(records.replace(read, "b")).isTrue();
        Versioned replaced = records.find("u", "k").orElseThrow();
        fixture.clock.pass(Duration.ofSeconds(1));
        assertThat(records.find("u", "k")).isEmpty();
        assertThat(records.list("u")).isEmpty();
        assertThat(records.listAll("k")).isEmpty();
        assertThat(records.replace(replaced, "c")).isFalse();
        assertThat(records.create("u", "k", "d")).isTrue();
    }

    @Test
    void purgesRecordsWhoseTimeHasPassed() {
        records.create("u", "k", "a", Duration.ofSeconds(30));
        fixture.clock.pass(Duration.ofSeconds(30));
        records.create("v", "k", "b");
        assertThat(fixture.tamper("DELETE FROM mfa_record")).isEqualTo(1);
    }

    @Test
    void refusesATimeToLiveThatIsNotPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> records.create("u", "k", "a", Duration.ZERO));
    }

    @Test
    void listsInOrderAndOnlyTheProvidersOwn() {
        records.create("b", "y", "1");
        records.create("b", "x", "2");
        records.create("a", "y", "3");
        fixture.store.records().of("entra").create("b", "y", "other");
        assertThat(records.list("b")).extracting(Versioned::key).containsExactly("x", "y");
        assertThat(records.listAll("y")).extracting(Versioned::userId).containsExactly("a", "b");
        assertThat(records.listAll("y")).extracting(Versioned::value).containsExactly("3", "1");
    }

    @Test
    void oneOfManyRacersReplacesARecord() throws Exception {
        records.create("u", "k", "a");
        Versioned read = records.find("u", "k").orElseThrow();
        assertThat(StoreFixture.race(20, () -> records.replace(read, "b"))).containsOnlyOnce(true);
        assertThat(records.find("u", "k").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void oneOfManyRacersCreatesARecord() throws Exception {
        assertThat(StoreFixture.race(20, () -> records.create("u", "k", "b"))).containsOnlyOnce(true);
    }

    @Test
    void doesNotOpenAValueThatWasSwappedOrGivenAnotherVersionOrTime() {
        for (String change : new String[] {
            "value = (SELECT value FROM mfa_record WHERE user_id = 'mallory')",
            "version = 7",
            "expires_at = 9999999999999"
        }) {
            records.create("alice", "seed", "a");
            records.create("mallory", "seed", "m");
            fixture.tamper("UPDATE mfa_record SET " + change + " WHERE user_id = 'alice'");
            assertThatThrownBy(() -> records.find("alice", "seed"))
                    .isInstanceOf(MfaRecordsUnavailable.class)
                    .hasCauseInstanceOf(StoreDamaged.class);
            fixture.tamper("DELETE FROM mfa_record");
            fixture.tamper("DELETE FROM mfa_set");
        }
    }
}
