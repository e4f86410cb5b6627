package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import io.countersign.radius.administration.LocalAccounts.Storage;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nine o'clock: 1,000 users log in through one gateway at the same moment, and the gateway repeats itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(180)
final class EntraStormIT {
    private static final int USERS = 1_000;
    private static final int SOCKETS = 8;

    @TempDir
    Path folder;

    @Test
    void eachUserGetsOnePushAndHisOwnAnswer() throws Exception {
        try (var tenant = EntraTenant.of(folder);
                var site = tenant.site(folder)) {
            addUsers();
            tenant.phone(IntStream.range(0, USERS)
                    .mapToObj(i -> name(i) + (approves(i) ? " approve" : " deny") + " after " + (1_500 + i) + "ms")
                    .toArray(String[]::new));
            site.serve();

            var accepted = storm(site);

            assertThat(accepted)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, USERS)
                            .filter(EntraStormIT::approves)
                            .mapToObj(EntraStormIT::name)
                            .toList());
            assertThat(tenant.prompted()).hasSize(USERS);
            assertThat(new HashSet<>(tenant.prompted())).hasSize(USERS);
        }
    }

    /** Straight into the store: hashing 1,000 passwords is not what is tried here. */
    private void addUsers() {
        var environment = new Environment(List.of(), Map.of(), InstantSource.system());
        try (var installation = Installation.open(folder.resolve("countersign.yaml"), environment)) {
            for (int i = 0; i < USERS; i++) {
                assertThat(installation
                                .accounts()
                                .add(
                                        new NewUser(name(i), Set.of(Site.GATEWAY_USERS), DialIn.ABSENT, true),
                                        Secret.ofText(Site.PASSWORD),
                                        Storage.REVERSIBLE))
                        .isTrue();
            }
        }
    }

    /** Everybody asks at once, and again two seconds later. Answers who was let in. */
    private static Set<String> storm(Site site) throws Exception {
        var sockets = new ArrayList<Callable<Set<String>>>();
        for (int socket = 0; socket < SOCKETS; socket++) {
            int first = socket;
            sockets.add(() -> ask(
                    site,
                    IntStream.range(0, USERS)
                            .filter(i -> i % SOCKETS == first)
                            .mapToObj(EntraStormIT::name)
                            .toList()));
        }
        var accepted = new HashSet<String>();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("socket-", 0).factory())) {
            for (var answer : threads.invokeAll(sockets)) {
                accepted.addAll(answer.get());
            }
        }
        return accepted;
    }

    private static Set<String> ask(Site site, List<String> users) throws Exception {
        try (var client = site.client("127.0.0.5", Site.GATEWAY_SECRET)) {
            var requests = users.stream().map(client::gatewayRequest).toList();
            send(client, requests);
            Thread.sleep(1_000);
            send(client, requests);
            var accepted = new HashSet<String>();
            var answered = new HashSet<Integer>();
            while (answered.size() < users.size()) {
                var octets = client.receive(Duration.ofSeconds(60)).orElseThrow();
                int identifier = octets.at(1);
                int place = IntStream.range(0, users.size())
                        .filter(i -> requests.get(i).octets().at(1) == identifier)
                        .findFirst()
                        .orElseThrow();
                assertThat(answered.add(place)).as("one reply for each request").isTrue();
                if (client.verified(octets, requests.get(place)).code() == Code.ACCESS_ACCEPT) {
                    accepted.add(users.get(place));
                }
            }
            return accepted;
        }
    }

    /** Not faster than a socket's buffer can take. */
    private static void send(UdpClient client, List<UdpClient.Request> requests)
            throws IOException, InterruptedException {
        for (var request : requests) {
            client.send(request);
            Thread.sleep(1);
        }
    }

    private static boolean approves(int user) {
        return user % 3 != 0;
    }

    private static String name(int user) {
        return String.format(Locale.ROOT, "user%04d", user);
    }
}
