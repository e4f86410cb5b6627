package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.Learning;
import io.countersign.radius.exchange.RadiusClient;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientLearningTest {
    private StoreFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        apply(client("192.0.2.1", MessageAuthenticatorRule.LEARN));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void beginsWhenTheClientIsSetToLearn() {
        assertThat(learning()).hasValue(new Learning(NOON, Optional.empty()));
    }

    @Test
    void keepsThatTheClientSigns() {
        fixture.store.clients().signs(stored(), NOON.plusSeconds(5));
        fixture.store.clients().signs(stored(), NOON.plusSeconds(9));

        assertThat(learning()).hasValue(new Learning(NOON, Optional.of(NOON.plusSeconds(5))));
    }

    @Test
    void goesOnWhenTheSameClientIsAppliedAgain() {
        fixture.store.clients().signs(stored(), NOON.plusSeconds(5));
        fixture.clock.pass(Duration.ofDays(1));

        apply(client("192.0.2.1", MessageAuthenticatorRule.LEARN));

        assertThat(learning()).hasValue(new Learning(NOON, Optional.of(NOON.plusSeconds(5))));
    }

    @Test
    void beginsAnewForAnotherAddressAndAfterAnotherRule() {
        fixture.store.clients().signs(stored(), NOON.plusSeconds(5));
        fixture.clock.pass(Duration.ofSeconds(60));

        apply(client("192.0.2.2", MessageAuthenticatorRule.LEARN));
        assertThat(learning()).hasValue(new Learning(NOON.plusSeconds(60), Optional.empty()));

        apply(client("192.0.2.2", MessageAuthenticatorRule.REQUIRE));
        assertThat(learning()).isEmpty();
        fixture.clock.pass(Duration.ofSeconds(30));
        apply(client("192.0.2.2", MessageAuthenticatorRule.LEARN));
        assertThat(learning()).hasValue(new Learning(NOON.plusSeconds(90), Optional.empty()));
    }

    @Test
    void knowsNothingOnceTheRowWasTamperedWithSoThatTheClientMustSign() {
        fixture.tamper("UPDATE client_learning SET content = x'00'");

        assertThat(learning()).isEmpty();
        assertThat(stored().mustSign(NOON)).isTrue();
    }

    private Optional<Learning> learning() {
        return stored().learning();
    }

    private RadiusClient stored() {
        return fixture.store.clients().list().getFirst();
    }

    private void apply(RadiusClient client) {
        fixture.replaceClients(List.of(client));
    }

    private static RadiusClient client(String address, MessageAuthenticatorRule rule) {
        return new RadiusClient(
                new ClientDefinition(
                        "vpn-02",
                        AddressRange.of(InetAddress.ofLiteral(address)),
                        new SecretReference.Sealed(),
                        ClientType.STANDARD,
                        Duration.ofSeconds(30),
                        "standard",
                        false,
                        rule,
                        true,
                        StatusServerRule.ALWAYS,
                        true,
                        Set.of(),
                        new Location("test", 1, 1)),
                Secret.ofText("a secret of the client"));
    }
}
