package io.countersign.radius.directory;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an LDAP server is. What is said to it is always inside TLS.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param startTls whether TLS begins on a connection that was plain ({@code ldap://}), or with it ({@code ldaps://})
 */
public record LdapAddress(String host, int port, boolean startTls) {
    private static final Pattern URL =
            Pattern.compile("(ldaps?)://(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,255}))(?::([0-9]{1,5}))?/?");
    /** It has users and groups of other domains among those of its own. */
    private static final Set<Integer> GLOBAL_CATALOG = Set.of(3268, 3269);

    private static final int LDAP = 389;
    private static final int LDAPS = 636;

    /** Reads {@code ldaps://HOST[:PORT]} or {@code ldap://HOST[:PORT]}; empty if it is none, or a global catalog. */
    public static Optional<LdapAddress> parse(String url) {
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean startTls = parts.group(1).equals("ldap");
        int port = parts.group(4) == null ? (startTls ? LDAP : LDAPS) : Integer.parseInt(parts.group(4));
        var host = parts.group(2) == null ? parts.group(3) : parts.group(2);
        return port >= 1 && port <= 65_535 && !GLOBAL_CATALOG.contains(port)
                ? Optional.of(new LdapAddress(host, port, startTls))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return (startTls ? "ldap://" : "ldaps://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + (port == (startTls ? LDAP : LDAPS) ? "" : ":" + port);
    }
}
