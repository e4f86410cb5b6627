package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No credential, token or XML of Entra's in any output, at the most talkative log level, whatever the services answer. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class EntraSecretsIT {
    @TempDir
    Path folder;

    @Test
    void leavesNoSecretInLogAuditDatabaseOrAnswers() throws Exception {
        try (var tenant = EntraTenant.of(folder);
                var site = tenant.site(folder, "alice", "dave")) {
            site.serve("trace");
            for (var phone : List.of(
                    "approve", "deny", "fraud", "broken-xml", "dtd", "wrong-user", "reset", "http 401", "http 500")) {
                tenant.phone("alice " + phone);
                login(site, "alice");
                tenant.phone("* approve");
                assertThat(login(site, "alice")).isEqualTo(Code.ACCESS_ACCEPT);
            }
            login(site, "dave");
            tenant.graph("http 500");
            login(site, "dave");
            tenant.graphWorksAgain();
            Files.writeString(folder.resolve("answers.txt"), answers(site));

            var markers = new TreeMap<String, byte[]>();
            marker(markers, "how each token begins", "simulated-token-");
            for (var file : List.of("entra-push.password", "entra-graph.password")) {
                marker(markers, file, Files.readString(folder.resolve(file)).strip());
            }
            marker(markers, "XML asked", "<UserPrincipalName");
            marker(markers, "XML answered", "<AuthenticationResult");
            marker(markers, "how each signed assertion begins", "eyJ");
            marker(markers, "header", "Bearer ");
            assertThat(Traces.of(markers, outputs())).isEmpty();
            assertThat(Traces.of(Map.of("factor", "entra".getBytes(StandardCharsets.UTF_8)), outputs()))
                    .as("a search that finds what is there")
                    .anyMatch(line -> line.endsWith("audit.jsonl"))
                    .anyMatch(line -> line.endsWith("server.log"))
                    .anyMatch(line -> line.endsWith("answers.txt"));
        }
    }

    private static Code login(Site site, String user) throws IOException {
        try (var client = site.gateway()) {
            return client.ask(client.gatewayRequest(user)).code();
        }
    }

    private static String answers(Site site) {
        return Stream.of(
                        site.run("status"),
                        site.run("check"),
                        site.run("doctor", "--user", "alice", "--log-level", "trace"),
                        site.run("doctor", "--output", "json"),
                        site.run("entra", "setup", "--tenant", "contoso.example", "--renew"),
                        site.run("policy", "export"))
                .map(result -> result.out() + result.err())
                .reduce("", String::concat);
    }

    /** Everything but what the administrator wrote or was given to keep, and the tenant's own files. */
    private List<Path> outputs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("tenant")))
                    .filter(file -> !file.toString().matches(".*\\.(yaml|secret|password|p12|ps1|key)"))
                    .toList();
        }
    }

    private static void marker(Map<String, byte[]> markers, String name, String text) {
        markers.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
