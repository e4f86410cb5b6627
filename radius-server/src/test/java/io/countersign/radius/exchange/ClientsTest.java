package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.LEARN;
import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientsTest {
    private final List<String> learnt = new ArrayList<>();
    private final Clients clients = new Clients(
            List.of(
                    Requests.client("wide", "192.0.2.0", 24, REQUIRE),
                    Requests.client("single", "192.0.2.130", 32, REQUIRE),
                    Requests.client("half", "192.0.2.128", 25, REQUIRE),
                    Requests.client("six", "2001:db8::", 32, REQUIRE),
                    Requests.client("six-single", "2001:db8::1", 128, REQUIRE)),
            (client, _) -> learnt.add(client.name()));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, wide",
        "192.0.2.127, wide",
        "192.0.2.128, half",
        "192.0.2.130, single",
        "2001:db8::1, six-single",
        "2001:db8::2, six"
    })
    void findsTheLongestPrefix(String address, String name) {
        assertThat(clients.find(Requests.from(address, 1)).map(RadiusClient::name))
                .hasValue(name);
    }

    @ParameterizedTest
    @CsvSource({"192.0.3.1", "127.0.0.1", "2001:db9::1", "::1"})
    void findsNoneForAStranger(String address) {
        assertThat(clients.find(Requests.from(address, 1))).isEmpty();
    }

    @Test
    void makesAClientSignOnceItHasShownThatItCan() {
        clients.replace(List.of(learning(Requests.NOW)));
        assertThat(find().mustSign(Requests.NOW)).isFalse();

        clients.signs(find(), Requests.NOW);
        clients.signs(find(), Requests.NOW);

        assertThat(find().mustSign(Requests.NOW)).isTrue();
        assertThat(learnt).containsExactly("learner");
    }

    @Test
    void doesNotForgetWhatItLearntWhenTheStoreDoesNotKnowItYet() {
        clients.replace(List.of(learning(Requests.NOW)));
        clients.signs(find(), Requests.NOW);

        clients.replace(List.of(learning(Requests.NOW)));
        assertThat(find().mustSign(Requests.NOW)).isTrue();

        clients.replace(List.of(learning(Requests.NOW.plusSeconds(1)))); // an administrator made it begin anew
        assertThat(find().mustSign(Requests.NOW)).isFalse();
    }

    @Test
    void makesAClientSignAfterFourteenDaysWhateverCame() {
        clients.replace(List.of(learning(Requests.NOW)));

        assertThat(find().mustSign(Requests.NOW.plus(Duration.ofDays(14)).minusMillis(1)))
                .isFalse();
        assertThat(find().mustSign(Requests.NOW.plus(Duration.ofDays(14)))).isTrue();
    }

    @Test
    void makesAClientSignOfWhichNothingIsKnown() {
        clients.replace(List.of(Requests.client("learner", "192.0.2.9", 32, LEARN)));

        assertThat(find().mustSign(Requests.NOW)).isTrue();
    }

    private RadiusClient find() {
        return clients.find(Requests.from("192.0.2.9", 1)).orElseThrow();
    }

    private static RadiusClient learning(Instant since) {
        var client = Requests.client("learner", "192.0.2.9", 32, LEARN);
        return new RadiusClient(
                client.definition(), client.secret(), Optional.of(new Learning(since, Optional.empty())));
    }

    @Test
    void findsOnlyTheNewOnesAfterTheyWereReplaced() {
        clients.replace(List.of(Requests.client("new", "192.0.2.7", 32, REQUIRE)));

        assertThat(clients.find(Requests.from("192.0.2.7", 1)).map(RadiusClient::name))
                .hasValue("new");
        assertThat(clients.find(Requests.from("192.0.2.130", 1))).isEmpty();
    }
}
