package io.countersign.entra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator refuses what the services would, so that a plugin that pleases it is worth something. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictnessTest {
    private static final String PUSH_CLIENT = "981f26a1-7f43-403b-a875-f8b09b8cd720";
    private static final String GRAPH_CLIENT = "5a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10";
    private static final String AUDIT_CLIENT = "6a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10";
    private static final String PUSH_SCOPE =
            "https://adnotifications.windowsazure.com/StrongAuthenticationService.svc/Connector/.default";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final String BEGIN = """
            <BeginTwoWayAuthenticationRequest><Version>1.0</Version><UserPrincipalName>USER</UserPrincipalName>\
            <Lcid>en-us</Lcid><AuthenticationMethodId>PhoneAppNotification</AuthenticationMethodId>\
            <AuthenticationMethodProperties xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">\
            <a:KeyValueOfstringstring><a:Key>OverrideNumberMatchingWithOTP</a:Key><a:Value>false</a:Value>\
            </a:KeyValueOfstringstring></AuthenticationMethodProperties>\
            <ContextId>0c5e2d86-6a8e-4f7b-b6b0-2b1f0d1f1a11</ContextId><SyncCall>true</SyncCall>\
            <RequireUserMatch>true</RequireUserMatch><CallerName>radius</CallerName><CallerIP>UNKNOWN:</CallerIP>\
            </BeginTwoWayAuthenticationRequest>""";

    @TempDir
    Path folder;

    private EntraSimulator simulator;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("tenant.yaml"), """
                tenant: 8f2b7c1e-0d5a-4b8e-9f59-3d9d1c6a2b40
                generate:
                  - {users: 200, upn: 'user%03d@contoso.example', domain: contoso.example}
                applications:
                  - {client-id: 981f26a1-7f43-403b-a875-f8b09b8cd720, secret: push-secret}
                  - {client-id: 5a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10, secret: graph-secret, permissions: [User.Read.All]}
                  - {client-id: 6a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10, secret: audit-secret, permissions: [AuditLog.Read.All]}
                """);
        Files.writeString(folder.resolve("phone.txt"), "* approve after 50ms\n");
        simulator = EntraSimulator.start(folder, InstantSource.system());
        http = HttpClient.newBuilder()
                .sslContext(trusting(folder.resolve("ca.pem")))
                .build();
    }

    @AfterEach
    void stop() {
        http.close();
        simulator.close();
    }

    @Test
    void approvesWhatIsAskedAsItShouldBe() throws Exception {
        var answer = begin(token(PUSH_CLIENT, "push-secret", PUSH_SCOPE), BEGIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<AuthenticationResult>true</AuthenticationResult>");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an element in another place | <Lcid>en-us</Lcid><AuthenticationMethodId>PhoneAppNotification</AuthenticationMethodId>"
                        + " | <AuthenticationMethodId>PhoneAppNotification</AuthenticationMethodId><Lcid>en-us</Lcid>",
                "an element twice | <Lcid>en-us</Lcid> | <Lcid>en-us</Lcid><Lcid>en-us</Lcid>",
                "an unknown element | <Lcid>en-us</Lcid> | <Lcid>en-us</Lcid><Colour>red</Colour>",
                "an unknown key | OverrideNumberMatchingWithOTP | OverrideEverything",
                "another caller | >radius< | >me<",
                "a SyncCall that is no flag | <SyncCall>true | <SyncCall>yes",
                "a ContextId that is no GUID | 0c5e2d86-6a8e-4f7b-b6b0-2b1f0d1f1a11 | one",
                "a document type | <BeginTwoWayAuthenticationRequest>"
                        + " | <!DOCTYPE x><BeginTwoWayAuthenticationRequest>",
                "broken XML | </BeginTwoWayAuthenticationRequest> | </Begin>"
            })
    void refuses(String what, String part, String instead) throws Exception {
        assertThat(BEGIN).as(what).contains(part);

        var answer = begin(token(PUSH_CLIENT, "push-secret", PUSH_SCOPE), BEGIN.replace(part, instead));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(prompts()).isEmpty();
    }

    @Test
    void refusesATokenForAnotherAudienceAnotherClientAndNone() throws Exception {
        var forGraph = token(GRAPH_CLIENT, "graph-secret", simulator.graph() + "/.default");
        assertThat(begin(forGraph, BEGIN).statusCode()).isEqualTo(401);
        assertThat(begin(token(GRAPH_CLIENT, "graph-secret", PUSH_SCOPE), BEGIN).statusCode())
                .isEqualTo(403);
        assertThat(begin("invented", BEGIN).statusCode()).isEqualTo(401);
        assertThat(prompts()).isEmpty();
    }

    @Test
    void refusesAWrongSecretAndAnUnknownClient() throws Exception {
        assertThat(login(PUSH_CLIENT, "wrong", PUSH_SCOPE).body()).contains("AADSTS7000215");
        assertThat(login("00000000-0000-0000-0000-000000000000", "push-secret", PUSH_SCOPE)
                        .body())
                .contains("AADSTS700016");
    }

    @Test
    void tellsWhatAUserHasRegisteredByIdAloneAndToWhoMayReadIt() throws Exception {
        var user = UUID.nameUUIDFromBytes("user001@contoso.example".getBytes(StandardCharsets.UTF_8))
                .toString();
        var token = token(AUDIT_CLIENT, "audit-secret", simulator.graph() + "/.default");

        var told = registration(token, user);
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("\"methodsRegistered\"", "microsoftAuthenticatorPush");

        assertThat(registration(token, user + "?$select=methodsRegistered").statusCode())
                .isEqualTo(400);
        assertThat(registration(token, "user001@contoso.example").statusCode()).isEqualTo(404);
        assertThat(registration(token(GRAPH_CLIENT, "graph-secret", simulator.graph() + "/.default"), user)
                        .statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> registration(String token, String user) throws Exception {
        return http.send(
                HttpRequest.newBuilder(simulator
                                .graph()
                                .resolve("/v1.0/reports/authenticationMethods/userRegistrationDetails/" + user))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void countsEachPromptOnceHoweverManyComeAtOnce() throws Exception {
        var token = token(PUSH_CLIENT, "push-secret", PUSH_SCOPE);
        List<Callable<Integer>> users = IntStream.range(0, 200)
                .<Callable<Integer>>mapToObj(i ->
                        () -> begin(token, BEGIN, String.format(Locale.ROOT, "user%03d@contoso.example", i))
                                .statusCode())
                .toList();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("user-", 0).factory())) {
            for (var answer : threads.invokeAll(users)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(prompts()).hasSize(200);
        assertThat(prompts().stream().map(line -> line.split(" ", -1)[1]).distinct())
                .hasSize(200);
    }

    private List<String> prompts() throws IOException {
        return Files.readAllLines(folder.resolve("prompts.log"));
    }

    private String token(String client, String secret, String scope) throws Exception {
        var found = TOKEN.matcher(login(client, secret, scope).body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> login(String client, String secret, String scope) throws Exception {
        return post(
                simulator.login().resolve("/8f2b7c1e-0d5a-4b8e-9f59-3d9d1c6a2b40/oauth2/v2.0/token"),
                "application/x-www-form-urlencoded",
                "none",
                "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret + "&scope="
                        + URLEncoder.encode(scope, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> begin(String token, String body) throws Exception {
        return begin(token, body, "user000@contoso.example");
    }

    private HttpResponse<String> begin(String token, String body, String user) throws Exception {
        return post(
                simulator.push().resolve("/StrongAuthenticationService.svc/Connector/BeginTwoWayAuthentication"),
                "application/xml",
                token,
                body.replace("USER", user));
    }

    private HttpResponse<String> post(URI to, String type, String token, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", type)
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        }
    }
}
