package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.PasswordHashes.Match;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashesTest {
    private static final Secret PASSWORD = Secret.ofText("correct horse");

    private static final String CLIENT = "vpn-01";

    private final BlockPool blocks = new FixedBlockPool(0);
    private final PasswordHashes hashes = new PasswordHashes();

    @Test
    void rfc9106Section5_3() {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(octets(16, 2))
                .withSecret(octets(8, 3))
                .withAdditional(octets(12, 4))
                .build();
        assertThat(HexFormat.of().formatHex(Argon2id.compute(parameters, octets(32, 1), 32)))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    private static byte[] octets(int length, int value) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) value);
        return octets;
    }

    @Test
    void matchesThePasswordAndNoOther() {
        Hashed hashed = hashes.hash(PASSWORD);
        assertThat(hashes.match(CLIENT, hashed, PASSWORD)).isEqualTo(Match.RIGHT);
        assertThat(hashes.match(CLIENT, hashed, Secret.ofText("correct horsf"))).isEqualTo(Match.WRONG);
    }

    @Test
    void saltsEachHash() {
        assertThat(hashes.hash(PASSWORD).phc())
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .isNotEqualTo(hashes.hash(PASSWORD).phc());
    }

    @Test
    void takesTheParametersFromTheStoredHash() {
        Argon2id.Cost cost = new Argon2id.Cost(64, 1, 2);
        byte[] salt = octets(8, 5);
        Hashed hashed = new Hashed(Argon2id.of(cost, salt, Argon2id.compute(cost, salt, PASSWORD.reveal(), 24, blocks))
                .phc());
        assertThat(hashes.match(CLIENT, hashed, PASSWORD)).isEqualTo(Match.RIGHT);
        assertThat(hashes.match(CLIENT, hashed, Secret.ofText("x"))).isEqualTo(Match.WRONG);
    }

    @Test
    void comparesOctetsThatAreNoText() {
        Secret garbage = Secret.of(new byte[] {(byte) 0xff, 0, (byte) 0xc0, (byte) 0x80});
        Hashed hashed = hashes.hash(garbage);
        assertThat(hashes.match(CLIENT, hashed, garbage)).isEqualTo(Match.RIGHT);
        assertThat(hashes.match(CLIENT, hashed, Secret.of(new byte[] {(byte) 0xfe, 0, (byte) 0xc0, (byte) 0x80})))
                .isEqualTo(Match.WRONG);
    }

    @Test
    void neverMatchesAnEmptyPasswordOrOneTooLongButSpendsTheTime() {
        Argon2id.Cost cost = new Argon2id.Cost(64, 1, 1);
        for (int length : new int[] {0, 129}) {
            byte[] hash = Argon2id.compute(cost, octets(8, 5), octets(length, 7), 32, blocks);
            long before = hashes.done();
            assertThat(hashes.match(
                            CLIENT,
                            new Hashed(Argon2id.of(cost, octets(8, 5), hash).phc()),
                            Secret.of(octets(length, 7))))
                    .isEqualTo(Match.WRONG);
            assertThat(hashes.done()).isEqualTo(before + 1);
        }
    }

    @Test
    void hashesUpTo128Octets() {
        Secret longest = Secret.of(octets(128, 'a'));
        assertThat(hashes.match(CLIENT, hashes.hash(longest), longest)).isEqualTo(Match.RIGHT);
        assertThatIllegalArgumentException().isThrownBy(() -> hashes.hash(Secret.of(octets(129, 'a'))));
        assertThatIllegalArgumentException().isThrownBy(() -> hashes.hash(Secret.ofText("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=64,t=1,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=16$m=64,t=1,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=9999999,t=1,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=999,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=0,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=7,t=1,p=1$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=1,p=9$BQUFBQUFBQU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=1,p=1$BQUFBQUFBQUFB$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=1,p=1$BQUFBQUFBQU$AAAA",
                "$argon2id$v=19$m=64,t=1,p=1$BQUFBQUFBQU$",
            })
    void neverMatchesAHashItCannotReadOrBearButSpendsTheTime(String phc) {
        assertThat(hashes.match(CLIENT, new Hashed(phc), PASSWORD)).isEqualTo(Match.WRONG);
        assertThat(hashes.done()).isEqualTo(1);
    }

    @Test
    void givesUpWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> hashes.spend(CLIENT, PASSWORD)).isInstanceOf(DirectoryUnavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(hashes.done()).isZero();
    }

    @Test
    void oneClientsPasswordsDoNotHoldUpAnothers() throws Exception {
        var one = new PasswordHashes(1, 100);
        for (int i = 0; i < 60; i++) {
            Thread.ofVirtual().start(() -> one.spend("vpn-01", PASSWORD));
        }
        var done = new CompletableFuture<Long>();
        Thread.ofVirtual().start(() -> {
            one.spend("vpn-02", PASSWORD);
            done.complete(one.done());
        });
        assertThat(done.get(60, TimeUnit.SECONDS))
                .as("hashes until the other client's is done: not all of the queue, whoever carries the threads")
                .isLessThanOrEqualTo(15);
    }

    @Test
    void tooManyOfOneClientAreRefusedAndOthersServed() throws InterruptedException {
        var one = new PasswordHashes(1, 1);
        var results = new ConcurrentLinkedQueue<Match>();
        var threads = IntStream.range(0, 20)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> results.add(one.spend("vpn-01", PASSWORD))))
                .toList();
        assertThat(one.spend("vpn-02", PASSWORD)).isEqualTo(Match.WRONG);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(results).contains(Match.BUSY).contains(Match.WRONG);
    }

    @Test
    void aHashLeavesAtMostTwoMebibytesOfGarbage() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        hashes.spend(CLIENT, PASSWORD);
        long before = threads.getTotalThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            hashes.spend(CLIENT, PASSWORD);
        }
        assertThat((threads.getTotalThreadAllocatedBytes() - before) / 10).isLessThan(2 << 20);
    }
}
