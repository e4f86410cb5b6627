package io.countersign.radius.directory;

import io.countersign.radius.crypto.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one domain.
 *
 * @param name the directory's name in policies
 * @param domain its DNS name, such as {@code corp.example}
 * @param netbiosName such as {@code CORP}
 * @param controllers in order of preference; at least one
 * @param trust a PEM file with the authorities that may have signed the controllers' certificates; empty for those that Java trusts
 * @param account who looks users up, as {@code NAME$}, {@code DOMAIN\NAME}, UPN or DN
 * @param cache how long what is known of a user may be used for a login; nothing is, once it is older
 * @param loginAttributes by which users are found besides their names, such as {@code mail}
 * @param attributes that second factors may want to know
 */
public record ActiveDirectorySettings(
        String name,
        String domain,
        String netbiosName,
        List<LdapAddress> controllers,
        Optional<Path> trust,
        String account,
        Secret password,
        Duration cache,
        List<String> loginAttributes,
        List<String> attributes) {
    /** For how long what is known of a user is used if nothing is said. */
    public static final Duration DEFAULT_CACHE = Duration.ofSeconds(60);

    /** The shortest such time. */
    public static final Duration SHORTEST_CACHE = Duration.ofSeconds(1);

    /** The longest such time. */
    public static final Duration LONGEST_CACHE = Duration.ofHours(1);

    /** Copies the lists. */
    public ActiveDirectorySettings {
        controllers = List.copyOf(controllers);
        loginAttributes = List.copyOf(loginAttributes);
        attributes = List.copyOf(attributes);
    }

    /** The distinguished name of the domain. */
    String baseDn() {
        return "DC=" + domain.replace(".", ",DC=");
    }

    /** The name of this server in the domain, as its account has it. */
    String computerName() {
        return account.endsWith("$") ? account.substring(0, account.length() - 1) : account;
    }

    /** How the account binds. */
    String bindName() {
        return account.contains("@") || account.contains("\\") || account.contains("=")
                ? account
                : account + "@" + domain;
    }
}
