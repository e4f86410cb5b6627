package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.USERS;
import static io.countersign.radius.store.StoreFixture.client;
import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.countersign.radius.challenge.ChallengesUnavailable;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.store.Store.Creation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig.TransactionMode;

final class StoreTest {
    @TempDir
    private Path folder;

    private StoreSettings.Sqlite settings() {
        return StoreFixture.settings(folder);
    }

    private void open() {
        Store.open(settings(), new StoreFixture.SettableClock()).close();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void createsAPairForItsOwnerAlone() throws IOException {
        assertThat(Store.create(settings())).isEqualTo(Creation.CREATED);
        assertThat(files()).containsExactly(settings().database(), settings().keyFile());
        try (Store store = Store.open(settings(), new StoreFixture.SettableClock())) {
            store.userChanges().add(user("alice"), USERS);
            assertThat(files())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            assertThat(mode(settings().database().getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void findsAnExistingPairAndChangesNothing() throws IOException {
        Store.create(settings());
        byte[] key = Files.readAllBytes(settings().keyFile());
        byte[] database = Files.readAllBytes(settings().database());
        assertThat(Store.create(settings())).isEqualTo(Creation.ALREADY_THERE);
        assertThat(Files.readAllBytes(settings().keyFile())).isEqualTo(key);
        assertThat(Files.readAllBytes(settings().database())).isEqualTo(database);
    }

    @Test
    void refusesHalfAPairAndWritesNothing() throws IOException {
        Store.create(settings());
        Path away = folder.resolve("away");
        Files.move(settings().keyFile(), away);
        assertThatThrownBy(() -> Store.create(settings()))
                .isInstanceOf(StoreMissing.class)
                .hasMessageContainingAll(settings().keyFile().toString(), "Restore the key");
        assertThatThrownBy(this::open).isInstanceOf(StoreMissing.class);
        assertThat(files()).containsExactly(away, settings().database());
        Files.move(away, settings().keyFile());
        Files.delete(settings().database());
        assertThatThrownBy(() -> Store.create(settings()))
                .isInstanceOf(StoreMissing.class)
                .hasMessageContainingAll(settings().database().toString(), "Restore the database");
        assertThat(files()).containsExactly(settings().keyFile());
    }

    @Test
    void openingCreatesNothing() throws IOException {
        assertThatThrownBy(this::open).isInstanceOf(StoreMissing.class).hasMessageContaining("countersign init");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void refusesAKeyFileThatOthersCanUse(String mode) throws IOException {
        Store.create(settings());
        Files.setPosixFilePermissions(settings().keyFile(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreKeyRefused.class)
                .hasMessageContaining("chmod 600 " + settings().keyFile());
    }

    @Test
    void refusesAFolderThatOthersCanWriteTo() throws IOException {
        Store.create(settings());
        Path data = settings().database().getParent();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(this::open).isInstanceOf(StoreKeyRefused.class).hasMessageContaining("chmod go-w " + data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "marker-text", "{\"primaryKeyId\":1,\"key\":[]}"})
    void refusesAKeyFileThatIsNoneAndDoesNotQuoteIt(String content) throws IOException {
        Store.create(settings());
        Files.writeString(settings().keyFile(), content);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreKeyRefused.class)
                .hasMessageContaining("not a store key")
                .hasMessageNotContaining("marker-text")
                .hasNoCause();
    }

    @Test
    void refusesAnotherDatabasesKey(@TempDir Path other) throws IOException {
        Store.create(settings());
        Store.create(StoreFixture.settings(other));
        Files.write(
                settings().keyFile(),
                Files.readAllBytes(StoreFixture.settings(other).keyFile()));
        byte[] before = Files.readAllBytes(settings().database());
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreKeyRefused.class)
                .hasMessageContaining(
                        "not the key of the database " + settings().database());
        assertThatThrownBy(() -> Store.create(settings())).isInstanceOf(StoreKeyRefused.class);
        assertThat(Files.readAllBytes(settings().database())).isEqualTo(before);
    }

    @Test
    void opensOldRowsAfterAKeyWasReplaced() throws Exception {
        Store.create(settings());
        try (Store store = Store.open(settings(), new StoreFixture.SettableClock())) {
            store.userChanges().add(user("alice"), USERS);
        }
        addPrimaryKey();
        try (Store store = Store.open(settings(), new StoreFixture.SettableClock())) {
            assertThat(store.users().find("alice")).contains(user("alice"));
            store.userChanges().add(user("bob"), USERS);
            assertThat(store.users().find("bob")).contains(user("bob"));
        }
    }

    private void addPrimaryKey() throws Exception {
        AeadConfig.register();
        KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(settings().keyFile()), AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        KeysetHandle both = KeysetHandle.newBuilder(old)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build();
        assertThat(both.size()).isEqualTo(2);
        assertThat(both.getPrimitive(AeadConfig2026.get(), Aead.class)).isNotNull();
        Files.writeString(
                settings().keyFile(),
                TinkJsonProtoKeysetFormat.serializeKeyset(both, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
    }

    @Test
    void tellsAFileThatIsNoDatabase() throws IOException {
        Store.create(settings());
        Files.writeString(settings().database(), "listen:\n  authentication: 127.0.0.1\n".repeat(200));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContainingAll(settings().database().toString(), "not a Countersign database");
    }

    @Test
    void tellsAnEmptyFileAndAnotherProgramsDatabase() throws Exception {
        Store.create(settings());
        Files.write(settings().database(), new byte[0]);
        assertThatThrownBy(this::open).isInstanceOf(StoreDamaged.class).hasMessageContaining("not a Countersign");
        try (var connection =
                DriverManager.getConnection("jdbc:sqlite:" + settings().database())) {
            connection.createStatement().execute("CREATE TABLE music (title TEXT)");
        }
        assertThatThrownBy(this::open).isInstanceOf(StoreDamaged.class).hasMessageContaining("not a Countersign");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 20000, 60000})
    void tellsATruncatedDatabase(int octets) throws IOException {
        Store.create(settings());
        byte[] whole = Files.readAllBytes(settings().database());
        assertThat(whole.length).isGreaterThan(octets);
        Files.write(settings().database(), Arrays.copyOf(whole, octets));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContainingAll(settings().database().toString(), "backup");
    }

    @Test
    void tellsADatabaseWithGarbageInside() throws IOException {
        Store.create(settings());
        byte[] database = Files.readAllBytes(settings().database());
        Arrays.fill(database, 4096, 12288, (byte) 0x5a);
        Files.write(settings().database(), database);
        assertThatThrownBy(this::open).isInstanceOf(StoreDamaged.class).hasMessageContaining("damaged");
    }

    @Test
    void tellsANewerAndAnOlderDatabase() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            fixture.tamper("UPDATE flyway_schema_history SET version = '99'");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreVersionMismatch.class)
                    .hasMessageContaining("Install the newer program");
            assertThatThrownBy(() -> Store.upgrade(settings())).isInstanceOf(StoreVersionMismatch.class);
            fixture.tamper("UPDATE flyway_schema_history SET version = '0'");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreVersionMismatch.class)
                    .hasMessageContaining("countersign upgrade");
        }
    }

    @Test
    void hasNothingToUpgradeInANewStore() {
        Store.create(settings());
        assertThat(Store.upgrade(settings())).isFalse();
        open();
    }

    @Test
    void tellsALockedDatabase() throws Exception {
        try (StoreFixture fixture = new StoreFixture(folder);
                var other = Database.dataSource(settings().database(), TransactionMode.EXCLUSIVE)
                        .getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("UPDATE store_state SET changes = changes");
            assertThatThrownBy(() -> fixture.store
                            .challenges()
                            .keep(Octets.copyOf(new byte[] {1}), new byte[1], StoreFixture.NOON))
                    .isInstanceOf(ChallengesUnavailable.class)
                    .hasCauseInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("locked");
            assertThat(fixture.store.users().find("nobody"))
                    .as("readers wait for nobody")
                    .isEmpty();
        }
    }

    @Test
    void twoProcessesWriteAtTheSameTime() throws Exception {
        try (StoreFixture fixture = new StoreFixture(folder);
                Store other = fixture.open()) {
            List<Store> stores = List.of(fixture.store, other);
            var number = new AtomicInteger();
            assertThat(StoreFixture.race(16, () -> {
                        boolean all = true;
                        for (int i = 0; i < 10; i++) {
                            int next = number.getAndIncrement();
                            all &= stores.get(next % 2).records().of("p").create("u" + next, "k", "v");
                        }
                        return all;
                    }))
                    .containsOnly(true);
            assertThat(fixture.store.records().of("p").listAll("k")).hasSize(160);
        }
    }

    @Test
    void holdsNoSecretInClear() throws IOException {
        List<String> secrets =
                List.of("zq7-shared-zq7", "zq7-password-zq7", "zq7-hash-zq7", "zq7-seed-zq7", "zq7-state-zq7");
        try (StoreFixture fixture = new StoreFixture(folder)) {
            Store store = fixture.store;
            fixture.replaceClients(List.of(client("gw", "10.0.0.0", secrets.get(0))));
            store.userChanges().add(user("1", "alice", new Reversible(Secret.ofText(secrets.get(1)))), USERS);
            store.userChanges().add(user("2", "bob", new Hashed(secrets.get(2))), USERS);
            store.records().of("totp").create("local:1", "seed", secrets.get(3));
            store.challenges()
                    .keep(
                            Octets.copyOf(new byte[] {1}),
                            secrets.get(4).getBytes(StandardCharsets.UTF_8),
                            StoreFixture.NOON.plusSeconds(60));
            assertNoneIn(secrets, files());
        }
        assertNoneIn(secrets, files());
    }

    private static void assertNoneIn(List<String> secrets, List<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        assertThat(all.toString()).contains("alice");
        assertThat(secrets.stream().flatMap(secret -> spellings(secret).stream()))
                .noneMatch(spelling -> all.toString().contains(spelling));
    }

    private static List<String> spellings(String secret) {
        List<String> spellings = new ArrayList<>(List.of(secret));
        for (byte[] octets :
                List.of(secret.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_16LE))) {
            String hex = HexFormat.of().formatHex(octets);
            spellings.addAll(List.of(
                    new String(octets, StandardCharsets.ISO_8859_1),
                    hex,
                    hex.toUpperCase(Locale.ROOT),
                    Base64.getEncoder().withoutPadding().encodeToString(octets)));
        }
        return spellings;
    }

    @Test
    void knowsTheVersionOfItsNewestScript() throws Exception {
        Path first = Path.of(Store.class.getResource("V1__first_tables.sql").toURI());
        try (Stream<Path> scripts = Files.list(first.getParent())) {
            assertThat(scripts.map(script -> script.getFileName().toString()).filter(name -> name.endsWith(".sql")))
                    .extracting(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                    .contains(Schema.VERSION)
                    .allMatch(version -> version <= Schema.VERSION);
        }
    }
}
