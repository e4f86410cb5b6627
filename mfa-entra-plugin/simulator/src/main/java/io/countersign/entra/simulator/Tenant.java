package io.countersign.entra.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a tenant holds, read from {@code tenant.yaml}. A key that is not known is an error, as a typing mistake would be a silent one.
 *
 * @param patience how long the push service waits for a phone
 */
record Tenant(
        String id,
        String pushResource,
        Duration tokenLifetime,
        Duration patience,
        boolean connectorEnabled,
        List<Account> users,
        Map<String, App> applications) {
    /** A user. What is absent is empty. */
    record Account(
            String upn,
            String id,
            boolean enabled,
            Map<String, String> properties,
            List<String> otherMails,
            List<String> proxyAddresses,
            Map<String, String> extensionAttributes,
            List<String> methods,
            List<String> passkeys,
            String code) {
        /** What is registered, in the words of Graph's report: what the push service can ask, and passkeys, of which it knows nothing. */
        List<String> registered() {
            return Stream.concat(methods.stream().map(Tenant::registered), passkeys.stream())
                    .distinct()
                    .sorted()
                    .toList();
        }

        /** The part of the UPN before its first at sign. */
        String name() {
            return upn.replaceFirst("@.*", "");
        }
    }

    /** An application with its credentials. Certificates are files, read at every use. */
    record App(
            String clientId,
            String name,
            Optional<String> secret,
            Instant secretUntil,
            List<Path> certificates,
            boolean enabled,
            Set<String> permissions) {
        @Override
        public String toString() {
            return "App[" + clientId + "]";
        }
    }

    private static final String STANDARD_RESOURCE =
            "https://adnotifications.windowsazure.com/StrongAuthenticationService.svc/Connector";

    static Tenant read(Path file) throws IOException {
        var loaded = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadFromString(Files.readString(file));
        var root = new Block(file, "", loaded);
        var tenant = new Tenant(
                root.text("tenant").orElseThrow(() -> root.wrong("tenant", "is missing")),
                root.text("push-resource").orElse(STANDARD_RESOURCE),
                Duration.ofSeconds(root.number("token-lifetime-seconds").orElse(3599)),
                Duration.ofSeconds(root.number("patience-seconds").orElse(55)),
                root.flag("connector-enabled").orElse(true),
                new ArrayList<>(),
                new LinkedHashMap<>());
        root.blocks("users").forEach(user -> tenant.users.add(account(user)));
        root.blocks("applications").forEach(app -> {
            var read = app(app, file.resolveSibling(""));
            tenant.applications.put(read.clientId().toLowerCase(Locale.ROOT), read);
        });
        root.blocks("generate").forEach(block -> tenant.users.addAll(generated(block)));
        root.finish();
        return tenant;
    }

    Optional<Account> byUpn(String upn) {
        return users.stream().filter(user -> user.upn.equalsIgnoreCase(upn)).findFirst();
    }

    private static String registered(String method) {
        return switch (method) {
            case "PhoneAppNotification" -> "microsoftAuthenticatorPush";
            case "PhoneAppOTP" -> "softwareOneTimePasscode";
            case "OneWaySMS", "TwoWaySMS", "TwoWayVoiceMobile" -> "mobilePhone";
            case "TwoWayVoiceOffice" -> "officePhone";
            case "TwoWayVoiceAlternateMobile" -> "alternateMobilePhone";
            default -> throw new IllegalArgumentException("Graph has no word for " + method);
        };
    }

    private static Account account(Block block) {
        var upn = block.text("upn").orElseThrow(() -> block.wrong("upn", "is missing"));
        var properties = new LinkedHashMap<String, String>();
        for (var key : Map.of(
                        "user-type", "userType",
                        "sam-account-name", "onPremisesSamAccountName",
                        "domain", "onPremisesDomainName",
                        "sid", "onPremisesSecurityIdentifier",
                        "on-premises-upn", "onPremisesUserPrincipalName",
                        "mail", "mail",
                        "display-name", "displayName")
                .entrySet()) {
            block.text(key.getKey()).ifPresent(value -> properties.put(key.getValue(), value));
        }
        var account = new Account(
                upn,
                block.text("id")
                        .orElseGet(() -> UUID.nameUUIDFromBytes(upn.getBytes(StandardCharsets.UTF_8))
                                .toString()),
                block.flag("enabled").orElse(true),
                properties,
                block.texts("other-mails"),
                block.texts("proxy-addresses"),
                block.map("extension-attributes"),
                block.texts("methods"),
                block.texts("passkeys"),
                block.text("code").orElse(""));
        block.finish();
        return account;
    }

    private static App app(Block block, Path folder) {
        var app = new App(
                block.text("client-id").orElseThrow(() -> block.wrong("client-id", "is missing")),
                block.text("name").orElse("application"),
                block.text("secret"),
                block.text("secret-expires").map(Instant::parse).orElse(Instant.MAX),
                block.texts("certificates").stream().map(folder::resolve).toList(),
                block.flag("enabled").orElse(true),
                Set.copyOf(block.texts("permissions")));
        block.finish();
        return app;
    }

    /** Users for load tests: {@code {users: 1000, upn: 'user%04d@contoso.example', sam: 'user%04d'}}. */
    private static List<Account> generated(Block block) {
        int count = block.number("users").orElseThrow(() -> block.wrong("users", "is missing"));
        var upn = block.text("upn").orElseThrow(() -> block.wrong("upn", "is missing"));
        var domain = block.text("domain").orElse("");
        block.finish();
        var users = new ArrayList<Account>();
        for (int i = 0; i < count; i++) {
            var name = String.format(Locale.ROOT, upn, i);
            var properties = new LinkedHashMap<String, String>();
            properties.put("onPremisesSamAccountName", name.replaceFirst("@.*", ""));
            properties.put("onPremisesDomainName", domain);
            users.add(new Account(
                    name,
                    UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                            .toString(),
                    true,
                    properties,
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of("PhoneAppNotification"),
                    List.of(),
                    ""));
        }
        return users;
    }
}
