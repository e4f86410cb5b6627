package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.USERS;
import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write to the file, but has no key, cannot choose which second factors a user has. */
final class GuardedRecordsTest {
    private StoreFixture fixture;
    private MfaRecords totp;

    @BeforeEach
    void enroll(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        totp = fixture.store.records().of("totp");
        for (String name : new String[] {"carol", "mallory", "dave"}) {
            fixture.store.userChanges().add(user(name), USERS);
        }
        totp.create("local:id-carol", "seed", "carol's");
        totp.create("local:id-mallory", "seed", "mallory's");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM mfa_record WHERE user_id = 'local:id-carol'",
                "DELETE FROM mfa_record WHERE user_id = 'local:id-carol'; DELETE FROM mfa_set WHERE user_id = 'local:id-carol'",
                "UPDATE mfa_record SET user_id = 'local:id-dave' WHERE user_id = 'local:id-carol'",
                "UPDATE mfa_record SET record_key = 'other' WHERE user_id = 'local:id-carol'",
                "UPDATE mfa_record SET expires_at = 1 WHERE user_id = 'local:id-carol'",
                "INSERT INTO mfa_record SELECT 'other', user_id, record_key, version, expires_at, value FROM mfa_record"
                        + " WHERE user_id = 'local:id-carol'",
                "UPDATE mfa_set SET sum = (SELECT sum FROM mfa_set WHERE user_id = 'local:id-dave')"
                        + " WHERE user_id = 'local:id-carol'",
            })
    void readsNothingOfAUserWhoseRecordsAreNotAllThere(String changes) {
        for (String change : changes.split(";", -1)) {
            fixture.tamper(change);
        }

        assertThatThrownBy(() -> totp.find("local:id-carol", "seed")).isInstanceOf(MfaRecordsUnavailable.class);
        assertThatThrownBy(() -> totp.list("local:id-carol")).isInstanceOf(MfaRecordsUnavailable.class);
        assertThat(totp.find("local:id-mallory", "seed")).map(Versioned::value).contains("mallory's");
        assertThat(fixture.store.damage()).anyMatch(line -> line.contains("local:id-carol"));
    }

    @Test
    void readsNothingOfAUserWhoWasGivenAnothersRecord() {
        fixture.tamper("UPDATE mfa_record SET user_id = 'local:id-dave' WHERE user_id = 'local:id-mallory'");

        assertThatThrownBy(() -> totp.find("local:id-dave", "seed")).isInstanceOf(MfaRecordsUnavailable.class);
    }

    @Test
    void tellsRecordsThatWerePutBackWithTheirSet() {
        fixture.tamper("CREATE TABLE away AS SELECT * FROM mfa_record WHERE user_id = 'local:id-carol'");
        fixture.tamper("CREATE TABLE set_away AS SELECT * FROM mfa_set WHERE user_id = 'local:id-carol'");
        assertThat(totp.remove(totp.find("local:id-carol", "seed").orElseThrow()))
                .isTrue();
        assertThat(fixture.store.damage()).isEmpty();
        fixture.tamper("INSERT INTO mfa_record SELECT * FROM away");
        fixture.tamper("DELETE FROM mfa_set WHERE user_id = 'local:id-carol'");
        fixture.tamper("INSERT INTO mfa_set SELECT * FROM set_away");

        assertThat(fixture.store.damage()).anyMatch(line -> line.contains("mfa_set"));
    }

    @Test
    void keepsTrackOfEveryKindOfWrite() {
        MfaRecords other = fixture.store.records().of("other");
        totp.create("local:id-dave", "short", "x", Duration.ofSeconds(30));
        other.create("somebody", "key", "y");
        assertThat(totp.replace(totp.find("local:id-carol", "seed").orElseThrow(), "new"))
                .isTrue();
        assertThat(fixture.store.damage()).isEmpty();
        fixture.clock.pass(Duration.ofMinutes(1));
        assertThat(totp.find("local:id-dave", "short")).isEmpty();
        other.create("somebody", "key2", "expired ones of all go with this");
        assertThat(other.remove(other.find("somebody", "key").orElseThrow())).isTrue();

        assertThat(fixture.tamper("DELETE FROM mfa_record WHERE record_key = 'short'"))
                .isZero();
        assertThat(fixture.store.damage()).isEmpty();
        assertThat(totp.listAll("seed")).extracting(Versioned::value).containsExactly("new", "mallory's");
    }

    @Test
    void oneUsersDamageIsNotInTheWayOfOthersWhenRecordsExpire() {
        totp.create("local:id-dave", "short", "x", Duration.ofSeconds(30));
        totp.create("local:id-carol", "short", "x", Duration.ofSeconds(30));
        fixture.tamper("UPDATE mfa_set SET sum = x'00' WHERE user_id = 'local:id-dave'");
        fixture.clock.pass(Duration.ofMinutes(1));

        assertThat(totp.create("local:id-mallory", "other", "y")).isTrue();

        assertThat(fixture.tamper("DELETE FROM mfa_record WHERE record_key = 'short'"))
                .isEqualTo(1);
    }

    @Test
    void aUserWhoIsGoneHasNoRecordsAndIsNotDamaged() {
        fixture.store.userChanges().remove("carol", USERS);

        assertThat(totp.find("local:id-carol", "seed")).isEmpty();
        assertThat(fixture.store.damage()).isEmpty();
    }
}
