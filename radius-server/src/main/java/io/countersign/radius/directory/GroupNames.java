package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.Groups;
import io.countersign.policy.Nearest;
import io.countersign.radius.identity.GroupCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups of a domain by SID and name. A name that was looked up is kept as long as a user. Safe for use by many threads. */
final class GroupNames {
    private static final int MOST_KEPT = 100_000;
    private static final int AT_ONCE = 100;
    private static final int MOST_LISTED = 1_000;
    private static final String NAME = "sAMAccountName";
    private static final String OBJECT_SID = "objectSid";
    private static final Filter GROUP = Filter.createEqualityFilter("objectClass", "group");

    private final ActiveDirectorySettings settings;
    private final LdapServers servers;
    private final Cache<String, List<String>> bySid;

    /** Many users are in the same groups. */
    private final Cache<Set<String>, Groups> sets;

    GroupNames(ActiveDirectorySettings settings, LdapServers servers) {
        this.settings = settings;
        this.servers = servers;
        this.bySid = Caffeine.newBuilder()
                .expireAfterWrite(settings.cache())
                .maximumSize(MOST_KEPT)
                .build();
        this.sets = Caffeine.newBuilder()
                .expireAfterWrite(settings.cache())
                .maximumSize(MOST_KEPT)
                .weakValues()
                .build();
    }

    /** The groups of these SIDs, each as policies may write it: by its SID, and by its name behind the directory's and the domain's. */
    Groups groups(Collection<Sid> sids) throws LDAPException {
        Map<String, List<String>> known = new HashMap<>();
        var unknown = new ArrayList<Sid>();
        for (var sid : sids) {
            var names = bySid.getIfPresent(sid.text());
            if (names == null) {
                unknown.add(sid);
            } else {
                known.put(sid.text(), names);
            }
        }
        for (int from = 0; from < unknown.size(); from += AT_ONCE) {
            known.putAll(lookUp(unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE))));
        }
        Set<String> written = new HashSet<>();
        sids.forEach(sid -> {
            written.add(sid.text());
            written.addAll(known.getOrDefault(sid.text(), List.of()));
        });
        return sets.get(Set.copyOf(written), Groups::of);
    }

    private Map<String, List<String>> lookUp(List<Sid> sids) throws LDAPException {
        var filter = Filter.createORFilter(sids.stream().map(Sid::filter).toList());
        Map<String, List<String>> found = new HashMap<>();
        for (var entry : search(filter, sids.size())) {
            var sid = Optional.ofNullable(entry.getAttributeValueBytes(OBJECT_SID))
                    .flatMap(Sid::of);
            var name = Optional.ofNullable(entry.getAttributeValue(NAME));
            if (sid.isPresent() && name.isPresent()) {
                found.put(sid.get().text(), written(name.get()));
            }
        }
        sids.forEach(sid -> bySid.put(sid.text(), found.getOrDefault(sid.text(), List.of())));
        return found;
    }

    private List<String> written(String name) {
        return CaseFolding.same(settings.name(), settings.netbiosName())
                ? List.of(settings.name() + '\\' + name)
                : List.of(settings.name() + '\\' + name, settings.netbiosName() + '\\' + name);
    }

    /** Whether there is a group of this name. */
    GroupCheck check(String name) throws LDAPException {
        return isThere(Filter.createEqualityFilter(NAME, name))
                ? new GroupCheck.Known()
                : new GroupCheck.Unknown(Nearest.to(name, names()));
    }

    /** Whether there is a group of this SID. */
    GroupCheck check(Sid sid) throws LDAPException {
        return isThere(sid.filter()) ? new GroupCheck.Known() : new GroupCheck.Unknown(Optional.empty());
    }

    private boolean isThere(Filter filter) throws LDAPException {
        return !search(Filter.createANDFilter(GROUP, filter), 2).isEmpty();
    }

    /** A thousand at most, in the order of the directory. */
    private List<String> names() throws LDAPException {
        return search(GROUP, MOST_LISTED).stream()
                .map(entry -> entry.getAttributeValue(NAME))
                .filter(name -> name != null)
                .toList();
    }

    private List<SearchResultEntry> search(Filter filter, int most) throws LDAPException {
        var request = new SearchRequest(settings.baseDn(), SearchScope.SUB, filter, OBJECT_SID, NAME);
        request.setSizeLimit(most);
        return servers.search(request);
    }
}
