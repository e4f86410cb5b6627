package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What the account that looks users up may read. An attribute that it may not read looks like one that has no value, so that a denial could
 * be overlooked. Safe for use by many threads.
 */
final class OwnRights {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * Who may read the property set of dial-in properties in a domain as Windows makes it: RAS and IAS Servers, domain and enterprise
     * administrators by their last number; administrators and "Pre-Windows 2000 Compatible Access" by the whole.
     */
    private static final Set<String> READERS_OF_A_DOMAIN = Set.of("553", "512", "519");

    private static final Set<String> BUILTIN_READERS = Set.of("S-1-5-32-544", "S-1-5-32-554");

    private static final String OBJECT_SID = "objectSid";

    private final LdapServers servers;
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();

    private final String baseDn;

    OwnRights(String baseDn, LdapServers servers) {
        this.baseDn = baseDn;
        this.servers = servers;
    }

    boolean readsDialIn() throws LDAPException {
        var before = known.getIfPresent("");
        if (before != null) {
            return before;
        }
        // Of whoever asks (MS-ADTS §3.1.1.3.2.26).
        var sids = servers.entry("", "tokenGroups")
                .flatMap(root -> Optional.ofNullable(root.getAttributeValueByteArrays("tokenGroups")))
                .orElseGet(() -> new byte[0][]);
        var domain = domain();
        boolean reads =
                Arrays.stream(sids).map(Sid::of).flatMap(Optional::stream).anyMatch(sid -> isReader(sid, domain));
        known.put("", reads);
        return reads;
    }

    private Optional<Sid> domain() throws LDAPException {
        return servers.entry(baseDn, OBJECT_SID)
                .flatMap(head -> Optional.ofNullable(head.getAttributeValueBytes(OBJECT_SID)))
                .flatMap(Sid::of);
    }

    private static boolean isReader(Sid sid, Optional<Sid> domain) {
        return BUILTIN_READERS.contains(sid.text())
                || (domain.filter(sid::isOf).isPresent() && READERS_OF_A_DOMAIN.contains(sid.relative()));
    }
}
