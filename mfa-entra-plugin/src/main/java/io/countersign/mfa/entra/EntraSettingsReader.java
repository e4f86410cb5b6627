package io.countersign.mfa.entra;

import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.entra.push.PushMethod;
import io.countersign.mfa.entra.push.PushSettings;
import io.countersign.mfa.entra.token.Application;
import io.countersign.mfa.entra.token.ApplicationCredential;
import io.countersign.mfa.entra.user.UserSettings;
import io.countersign.mfa.web.WebSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the block {@code mfa: entra:}. Each method names the keys it reads, and what holds where they say nothing. */
final class EntraSettingsReader {
    /** The application that Microsoft's own clients of the push service are, in every tenant. */
    static final String PUSH_CLIENT_ID = "981f26a1-7f43-403b-a875-f8b09b8cd720";

    private static final String USER_AGENT = "Countersign";
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
    private static final String WHAT_A_TENANT_IS = "write the tenant's id or one of its domains";
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern PROPERTY =
            Pattern.compile("userPrincipalName|onPremisesUserPrincipalName|mail|otherMails"
                    + "|proxyAddresses|extensionAttribute(?:[1-9]|1[0-5])");

    private final MfaSettings entra;
    private final Cloud cloud;
    private final String tenant;
    private final URI authority;

    private EntraSettingsReader(MfaSettings entra) {
        this.entra = entra;
        this.cloud = word(entra, "", "cloud", Cloud::named, Cloud.words()).orElse(Cloud.PUBLIC);
        this.tenant = tenant(required(entra, "", "tenant", WHAT_A_TENANT_IS));
        this.authority = host(entra, "", "authority", cloud.authority());
    }

    /**
     * A tenant as an administrator writes it.
     *
     * @throws MfaSettingsException if it can be none
     */
    static String tenant(String text) {
        if (!TENANT.matcher(text).matches()) {
            throw new MfaSettingsException("tenant", WHAT_A_TENANT_IS);
        }
        return text;
    }

    /**
     * Reads everything.
     *
     * @throws MfaSettingsException at the first that cannot work
     */
    static EntraSettings read(MfaSettings settings) {
        return new EntraSettingsReader(settings).all();
    }

    private EntraSettings all() {
        var push = entra.section("push");
        var graph = entra.section("graph");
        var graphHost = host(graph, "graph.", "host", cloud.graphHost());
        return new EntraSettings(
                cloud,
                application(
                        "push",
                        push,
                        push.text("client-id").orElse(PUSH_CLIENT_ID),
                        push.text("resource").orElse(cloud.pushResource())),
                application(
                        "graph",
                        graph,
                        required(
                                graph,
                                "graph.",
                                "client-id",
                                "write the id of the application that may read users; countersign entra setup tells how to"
                                        + " register it"),
                        graphHost.toString()),
                graphHost,
                push(push),
                users(entra.section("users")),
                WebSettings.read(entra));
    }

    private Application application(String name, MfaSettings block, String clientId, String resource) {
        if (!GUID.matcher(clientId).matches()) {
            throw new MfaSettingsException(
                    name + ".client-id", "an application's id is a GUID, such as " + PUSH_CLIENT_ID);
        }
        return new Application(name, authority, tenant, clientId, credential(name, block), resource + "/.default");
    }

    private static ApplicationCredential credential(String name, MfaSettings block) {
        var certificate = block.file("certificate");
        var password = block.text("certificate-password");
        var secret = block.text("secret");
        if (certificate.isPresent() == secret.isPresent()) {
            throw new MfaSettingsException(
                    name + ".certificate",
                    "write either certificate and certificate-password, or secret; countersign entra setup makes a"
                            + " certificate");
        }
        return secret.isPresent()
                ? new ApplicationCredential.ClientSecret(secret.get())
                : CertificateFile.read(name + ".certificate", certificate.get(), password.orElse(""));
    }

    private PushSettings push(MfaSettings push) {
        var methods = push.texts("methods").stream()
                .map(word -> PushMethod.named(word)
                        .orElseThrow(() -> new MfaSettingsException(
                                "push.methods", "\"" + word + "\" is none of " + PushMethod.words())))
                .distinct()
                .toList();
        return new PushSettings(
                host(push, "push.", "host", cloud.pushHost()),
                methods.isEmpty() ? List.of(PushMethod.PUSH, PushMethod.CALL) : methods,
                !methods.isEmpty(),
                word(push, "push.", "waiting", EntraSettingsReader::waiting, "synchronous, asynchronous")
                        .orElse(PushSettings.Waiting.SYNCHRONOUS),
                duration(
                        push,
                        "push.",
                        "poll-interval",
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10)),
                duration(
                        push,
                        "push.",
                        "timeout",
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(120)),
                furtherHosts(push),
                push.flag("affinity-url").orElse(false),
                push.text("user-agent")
                        .filter(text -> text.matches("[\\x20-\\x7e]{1,100}"))
                        .orElse(USER_AGENT));
    }

    private static Set<URI> furtherHosts(MfaSettings push) {
        return push.texts("further-hosts").stream()
                .map(text -> WebSettings.host("push.further-hosts", text))
                .collect(Collectors.toUnmodifiableSet());
    }

    private UserSettings users(MfaSettings users) {
        var by = new ArrayList<UserSettings.Key>();
        for (var word : users.texts("by")) {
            by.add(Arrays.stream(UserSettings.Key.values())
                    .filter(key -> key.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () -> new MfaSettingsException("users.by", "\"" + word + "\" is none of sid, upn, name")));
        }
        var property = users.text("property").orElse("userPrincipalName");
        if (!PROPERTY.matcher(property).matches()) {
            throw new MfaSettingsException(
                    "users.property",
                    "write userPrincipalName, onPremisesUserPrincipalName, mail, otherMails, proxyAddresses or"
                            + " extensionAttribute1 to 15");
        }
        return new UserSettings(
                by.isEmpty() ? List.of(UserSettings.Key.values()) : by,
                users.text("attribute"),
                property,
                domains(),
                duration(users, "users.", "keep", Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1)),
                duration(users, "users.", "keep-on-fault", Duration.ofHours(1), Duration.ZERO, Duration.ofHours(24)));
    }

    private Map<String, String> domains() {
        var block = entra.section("domains");
        var domains = new LinkedHashMap<String, String>();
        for (var netbios : block.keys()) {
            block.text(netbios).ifPresent(dns -> domains.put(netbios, dns));
        }
        return domains;
    }

    private static Optional<PushSettings.Waiting> waiting(String word) {
        return switch (word) {
            case "synchronous" -> Optional.of(PushSettings.Waiting.SYNCHRONOUS);
            case "asynchronous" -> Optional.of(PushSettings.Waiting.ASYNCHRONOUS);
            default -> Optional.empty();
        };
    }

    private static String required(MfaSettings block, String above, String key, String fix) {
        return block.text(key).orElseThrow(() -> new MfaSettingsException(above + key, "it is missing; " + fix));
    }

    private static <T> Optional<T> word(
            MfaSettings block, String above, String key, Function<String, Optional<T>> meaning, String words) {
        return block.text(key)
                .map(word -> meaning.apply(word)
                        .orElseThrow(
                                () -> new MfaSettingsException(above + key, "\"" + word + "\" is none of " + words)));
    }

    private static Duration duration(
            MfaSettings block, String above, String key, Duration standard, Duration least, Duration most) {
        var duration = block.duration(key).orElse(standard);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new MfaSettingsException(above + key, "it must be from " + text(least) + " to " + text(most));
        }
        return duration;
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static URI host(MfaSettings block, String above, String key, String standard) {
        return WebSettings.host(above + key, block.text(key).orElse(standard));
    }
}
