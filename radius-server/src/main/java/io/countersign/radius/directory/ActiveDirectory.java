package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Groups;
import io.countersign.policy.Words;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Printable;
import io.countersign.radius.identity.AmbiguousUser;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.Evidence;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.OpaqueString;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The users of one domain of Active Directory. Looks them up over LDAP, with all their groups, nested ones too; checks passwords by a bind,
 * and responses to challenges by asking a domain controller.
 *
 * <p>Whoever is unknown costs no bind, and a wrong password that is repeated costs one in all, so that no client's zeal locks an account.
 */
public final class ActiveDirectory implements Directory, AutoCloseable {
    private static final int MOST_REMEMBERED_GROUPS = 4_000_000;

    private static final long USER = 805_306_368; // sAMAccountType (MS-SAMR §2.2.1.9)
    private static final long COMPUTER = 805_306_369;
    private static final String SAM_NAME = "sAMAccountName";
    private static final String UPN = "userPrincipalName";
    private static final String OBJECT_SID = "objectSid";
    private static final String PASSWORD_SET_AT = "pwdLastSet";
    private static final String HOST = "host/";
    private static final Set<String> WRONG = Set.of("525", "52e");

    /** Of refused binds, which are Windows' error codes in hex (MS-ERREF §2.2). */
    private static final Map<String, AccountState> SUB_CODES = Map.of(
            "52f", AccountState.RESTRICTED,
            "569", AccountState.RESTRICTED,
            "530", AccountState.OUTSIDE_LOGON_HOURS,
            "531", AccountState.RESTRICTED,
            "532", AccountState.PASSWORD_EXPIRED,
            "533", AccountState.DISABLED,
            "701", AccountState.EXPIRED,
            "773", AccountState.MUST_CHANGE_PASSWORD,
            "775", AccountState.LOCKED_OUT);

    private final ActiveDirectorySettings settings;
    private final LdapServers servers;
    private final NetworkLogons logons;
    private final InstantSource clock;
    private final GroupNames groups;
    private final OwnRights rights;
    private final String[] attributes;
    private final TriedPasswords tried = new TriedPasswords();
    private final Coalesced<Optional<DomainAccount>> asked = new Coalesced<>();
    private final Cache<String, DomainAccount> byName;

    private ActiveDirectory(
            ActiveDirectorySettings settings, LdapServers servers, NetworkLogons logons, InstantSource clock) {
        this.settings = settings;
        this.servers = servers;
        this.logons = logons;
        this.clock = clock;
        this.groups = new GroupNames(settings, servers);
        this.rights = new OwnRights(settings.baseDn(), servers);
        this.attributes = Stream.of(
                        Arrays.stream(Restrictions.ATTRIBUTES),
                        Stream.of(SAM_NAME, UPN, OBJECT_SID),
                        DialInAttributes.ALL.stream(),
                        settings.attributes().stream())
                .flatMap(each -> each)
                .distinct()
                .toArray(String[]::new);
        this.byName = Caffeine.newBuilder()
                .expireAfterWrite(settings.cache())
                .maximumWeight(MOST_REMEMBERED_GROUPS)
                .weigher((String _, DomainAccount account) -> account.weight())
                .executor(Runnable::run)
                .build();
    }

    /**
     * Connects to nothing yet.
     *
     * @throws DirectoryRefused if the settings cannot work
     */
    public static ActiveDirectory of(ActiveDirectorySettings settings, InstantSource clock) {
        var servers = LdapServers.of(
                "the domain " + settings.domain(),
                settings.controllers(),
                settings.trust(),
                settings.bindName(),
                settings.password(),
                clock);
        try {
            return new ActiveDirectory(settings, servers, DomainLogons.of(settings, servers::servers, clock), clock);
        } catch (RuntimeException refused) {
            servers.close();
            throw refused;
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean isCalled(String prefix) {
        return CaseFolding.same(prefix, settings.name()) || CaseFolding.same(prefix, settings.netbiosName());
    }

    @Override
    public boolean answersFor(LoginName name) {
        return name.netbiosDomain()
                .map(domain ->
                        CaseFolding.same(domain, settings.netbiosName()) || CaseFolding.same(domain, settings.domain()))
                .orElseGet(
                        () -> !isComputer(name.name()) || computer(name.name()).isPresent());
    }

    @Override
    public Optional<User> find(LoginName name) {
        if (name.name().isEmpty() || name.typed().chars().anyMatch(Character::isISOControl) || !answersFor(name)) {
            return Optional.empty(); // no account has such a name, and servers differ in what they make of it
        }
        var key = CaseFolding.folded(name.typed());
        // Who may not log in is looked up each time: it may have been changed to let them in.
        return Optional.ofNullable(byName.getIfPresent(key))
                .map(known -> known.at(clock.instant()))
                .filter(user -> user.state() == AccountState.ACTIVE)
                .or(() -> lookUp(key, name));
    }

    private Optional<User> lookUp(String key, LoginName name) {
        var found = asked.ask(key, () -> {
            var account = account(filter(name), name.typed());
            account.ifPresent(known -> byName.put(key, known));
            return account;
        });
        return found.map(account -> account.at(clock.instant()));
    }

    @Override
    public Optional<User> findById(String id) {
        return sid(id).flatMap(sid -> account(sid.filter(), sid.text())).map(account -> account.at(clock.instant()));
    }

    @Override
    public Optional<User> machine(String name) {
        int dot = name.indexOf('.');
        if (dot >= 0 && !CaseFolding.same(name.substring(dot + 1), settings.domain())) {
            return Optional.empty();
        }
        var plain = name.substring(0, dot < 0 ? name.length() : dot);
        var account = plain.endsWith("$") ? plain : plain + "$";
        return find(LoginName.parse(settings.netbiosName() + "\\" + account))
                .filter(user -> user.state() == AccountState.ACTIVE);
    }

    private Optional<Sid> sid(String id) {
        var prefix = settings.name() + ":";
        return id.startsWith(prefix) ? Sid.parse(id.substring(prefix.length())) : Optional.empty();
    }

    /** Names are written into filters by the SDK, which escapes them (RFC 4515). */
    private Filter filter(LoginName login) {
        var name = login.name();
        var computer = computer(name);
        if (computer.isPresent()) {
            return ofType(COMPUTER, Filter.createEqualityFilter(SAM_NAME, computer.get()));
        }
        if (name.endsWith("$")) {
            return ofType(COMPUTER, Filter.createEqualityFilter(SAM_NAME, name));
        }
        var alternatives = new ArrayList<Filter>();
        int at = name.lastIndexOf('@');
        if (at < 0) {
            alternatives.add(Filter.createEqualityFilter(SAM_NAME, name));
        } else {
            alternatives.add(Filter.createEqualityFilter(UPN, name));
            var suffix = name.substring(at + 1);
            if (CaseFolding.same(suffix, settings.domain()) || CaseFolding.same(suffix, settings.netbiosName())) {
                alternatives.add(Filter.createEqualityFilter(SAM_NAME, name.substring(0, at)));
            }
        }
        settings.loginAttributes().forEach(attribute -> alternatives.add(Filter.createEqualityFilter(attribute, name)));
        return ofType(USER, Filter.createORFilter(alternatives));
    }

    private static Filter ofType(long type, Filter name) {
        return Filter.createANDFilter(Filter.createEqualityFilter("sAMAccountType", Long.toString(type)), name);
    }

    private static boolean isComputer(String name) {
        return CaseFolding.folded(name).startsWith(HOST);
    }

    /** The account of a computer of this domain that logs in with its own name, as {@code host/pc.corp.example}. */
    private Optional<String> computer(String name) {
        int dot = name.indexOf('.');
        return isComputer(name) && dot > HOST.length() && CaseFolding.same(name.substring(dot + 1), settings.domain())
                ? Optional.of(name.substring(HOST.length(), dot) + "$")
                : Optional.empty();
    }

    private Optional<DomainAccount> account(Filter filter, String typed) {
        try {
            var entry = only(filter, typed, attributes);
            return entry.isPresent() ? Optional.of(account(entry.get())) : Optional.empty();
        } catch (LDAPException e) {
            throw unable(e);
        }
    }

    private Optional<NamedAccount> named(Sid sid) {
        try {
            return only(sid.filter(), sid.text(), SAM_NAME, PASSWORD_SET_AT)
                    .map(entry -> new NamedAccount(sid, name(entry), passwordSetAt(entry)));
        } catch (LDAPException e) {
            throw unable(e);
        }
    }

    /** The entry that a filter finds; throws {@link AmbiguousUser} if there are several. */
    private Optional<SearchResultEntry> only(Filter filter, String typed, String... attributes) throws LDAPException {
        var request = new SearchRequest(settings.baseDn(), SearchScope.SUB, filter, attributes);
        request.setSizeLimit(2);
        var entries = servers.search(request);
        if (entries.size() > 1) {
            throw new AmbiguousUser("several accounts of " + settings.domain() + " may be meant by "
                    + Printable.of(typed) + ": "
                    + String.join(" and ", entries.stream().map(Entry::getDN).toList()));
        }
        return entries.stream().findFirst();
    }

    private String name(Entry entry) {
        return Optional.ofNullable(entry.getAttributeValue(SAM_NAME)).orElseThrow(() -> unreadable(SAM_NAME, entry));
    }

    private static long passwordSetAt(Entry entry) {
        return Optional.ofNullable(entry.getAttributeValueAsLong(PASSWORD_SET_AT))
                .orElse(0L);
    }

    private DirectoryUnavailable unreadable(String attribute, Entry entry) {
        return new DirectoryUnavailable(
                "the account " + settings.account() + " may not read " + attribute + " of " + entry.getDN());
    }

    private DirectoryUnavailable unable(LDAPException e) {
        return new DirectoryUnavailable(settings.domain() + " does not answer as it should: " + Causes.of(e), e);
    }

    private DomainAccount account(Entry entry) throws LDAPException {
        var sid = Optional.ofNullable(entry.getAttributeValueBytes(OBJECT_SID))
                .flatMap(Sid::of)
                .orElseThrow(() -> unreadable(OBJECT_SID, entry));
        var name = name(entry);
        var user = new User(
                settings.name() + ":" + sid.text(),
                settings.name(),
                name,
                Optional.of(settings.netbiosName()),
                Optional.of(settings.domain()),
                Optional.of(Optional.ofNullable(entry.getAttributeValue(UPN)).orElse(name + "@" + settings.domain())),
                Optional.of(sid.text()),
                groups(entry.getDN()),
                dialIn(entry),
                AccountState.ACTIVE,
                wanted(entry));
        return new DomainAccount(user, Restrictions.of(entry, settings.computerName()));
    }

    /** All of them, nested ones and the primary one too, as the controller itself would count them at a login. */
    private Groups groups(String dn) throws LDAPException {
        var values = servers.entry(dn, "tokenGroups")
                .flatMap(entry -> Optional.ofNullable(entry.getAttributeValueByteArrays("tokenGroups")))
                .orElseGet(() -> new byte[0][]);
        if (values.length == 0) {
            throw new DirectoryUnavailable(
                    "the account " + settings.account() + " may not read the groups of " + dn + " (tokenGroups)");
        }
        return groups.groups(
                Arrays.stream(values).flatMap(octets -> Sid.of(octets).stream()).toList());
    }

    /** Who may not read that there is no permission may not read the rest either: the right is one for all of it. */
    private DialInProperties dialIn(Entry entry) throws LDAPException {
        boolean isThere = entry.hasAttribute(DialInAttributes.PERMISSION);
        return DialInAttributes.of(entry, isThere || rights.readsDialIn() ? DialIn.ABSENT : DialIn.UNREADABLE);
    }

    private Map<String, List<String>> wanted(Entry entry) {
        Map<String, List<String>> wanted = new HashMap<>();
        for (var attribute : settings.attributes()) {
            var values = entry.getAttributeValues(attribute);
            if (values != null) {
                wanted.put(attribute, List.of(values));
            }
        }
        return wanted;
    }

    @Override
    public PasswordCheck check(Optional<User> user, Attempt attempt) {
        try {
            return user.flatMap(known -> sid(known.id()))
                    .map(sid -> check(sid, attempt.evidence()))
                    .orElse(new PasswordCheck.Wrong(Optional.empty()));
        } catch (DirectoryUnavailable fault) {
            return new PasswordCheck.CannotTell(String.valueOf(fault.getMessage()));
        }
    }

    private PasswordCheck check(Sid sid, Evidence evidence) {
        return switch (evidence) {
            case Evidence.PlainPassword(var password) -> check(sid, typed(password));
            case ChallengeResponse.MsChapV2 response ->
                named(sid)
                        .map(account -> logons.check(account, response))
                        .orElse(new PasswordCheck.Wrong(Optional.empty()));
            case ChallengeResponse.Chap _ -> unknowable();
        };
    }

    private PasswordCheck check(Sid sid, Secret password) {
        if (password.length() == 0) {
            return new PasswordCheck.Wrong(Optional.empty());
        }
        return named(sid)
                .map(account -> tried.check(account, password, () -> bind(account, password)))
                .orElse(new PasswordCheck.Wrong(Optional.empty()));
    }

    /** What is no UTF-8 was typed on a client that sends Latin-1. Domain controllers compare all else as it is. */
    private static Secret typed(Secret password) {
        return OpaqueString.isUtf8(password) ? password : OpaqueString.read(password);
    }

    private static PasswordCheck unknowable() {
        return new PasswordCheck.Unknowable(
                "is known to its domain controllers alone, which cannot check CHAP; use PAP or MS-CHAPv2");
    }

    private PasswordCheck bind(NamedAccount account, Secret password) {
        var who = settings.netbiosName() + '\\' + account.name();
        try {
            var _ = servers.password(connection -> connection.bind(new SimpleBindRequest(who, password.reveal())));
            return new PasswordCheck.Right(new FirstFactor.Proof.None());
        } catch (LDAPException e) {
            return refusal(e);
        }
    }

    private PasswordCheck refusal(LDAPException e) {
        if (!e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
            throw unable(e);
        }
        var subCode = subCode(String.valueOf(e.getDiagnosticMessage()));
        if (WRONG.contains(subCode)) {
            return new PasswordCheck.Wrong(Optional.empty());
        }
        var state = SUB_CODES.get(subCode);
        if (state == null) {
            throw new DirectoryUnavailable(settings.domain() + " cannot check the password: "
                    + Printable.of(String.valueOf(e.getDiagnosticMessage())));
        }
        return new PasswordCheck.Barred(state);
    }

    /** Of a text such as {@code … AcceptSecurityContext error, data 52e, v1db1}. */
    private static String subCode(String diagnosis) {
        int data = diagnosis.indexOf("data ");
        int end = data < 0 ? -1 : diagnosis.indexOf(',', data);
        return end < 0 ? "" : diagnosis.substring(data + "data ".length(), end).strip();
    }

    @Override
    public PasswordCheck foresee(User user, AuthenticationMethod method) {
        if (method == AuthenticationMethod.CHAP) {
            return unknowable();
        }
        return user.state() == AccountState.ACTIVE
                ? new PasswordCheck.Right(new FirstFactor.Proof.None())
                : new PasswordCheck.Barred(user.state());
    }

    private interface Look {
        GroupCheck look() throws LDAPException;
    }

    private GroupCheck group(Look look) {
        try {
            return look.look();
        } catch (DirectoryUnavailable fault) {
            return new GroupCheck.CannotTell(String.valueOf(fault.getMessage()));
        } catch (LDAPException e) {
            return new GroupCheck.CannotTell(String.valueOf(unable(e).getMessage()));
        }
    }

    @Override
    public GroupCheck group(String name) {
        return group(() -> groups.check(name));
    }

    @Override
    public GroupCheck groupOfSid(String text) {
        var sid = Sid.parse(text);
        return sid.isEmpty() ? new GroupCheck.Unknown(Optional.empty()) : group(() -> groups.check(sid.get()));
    }

    /**
     * Tries everything that logins need, step by step, without counting anything against anybody.
     *
     * @param user a typed name that is looked up
     * @param besideServer whether a server runs with the same account, whose key for Netlogon another one would put out
     */
    public List<Step> examine(Optional<String> user, boolean besideServer) {
        var steps = new ArrayList<Step>();
        servers.servers()
                .forEach(server -> steps.add(Step.of("controller " + server.address(), () -> controller(server))));
        steps.add(Step.of("dial-in properties", this::dialInRights));
        steps.add(Step.of(
                "MS-CHAPv2 (Netlogon)",
                () -> besideServer ? "not tried, since the running server uses the account" : logons.examine()));
        user.ifPresent(typed -> {
            var name = LoginName.parse(typed);
            steps.add(Step.of("user " + Printable.of(typed), () -> told(find(name))));
        });
        return List.copyOf(steps);
    }

    private String controller(LdapServer server) throws LDAPException {
        var root = server.lookUp(
                connection -> Optional.ofNullable(connection.getEntry("", "dnsHostName", "defaultNamingContext")));
        var domain = root.map(entry -> entry.getAttributeValue("defaultNamingContext"))
                .orElse("no domain");
        if (!CaseFolding.same(domain, settings.baseDn())) {
            throw new Step.Fault("it is of " + Printable.of(domain) + ", not of " + settings.baseDn()
                    + "; correct domain: or controllers:");
        }
        return "it is "
                + Printable.of(root.map(entry -> entry.getAttributeValue("dnsHostName"))
                        .orElse("nameless"))
                + " and takes " + settings.bindName();
    }

    private String dialInRights() throws LDAPException {
        if (rights.readsDialIn()) {
            return "they can be read";
        }
        throw new Step.Fault(settings.account() + " may not read them, so that every policy without"
                + " ignore-dial-in-properties: true refuses; make it a member of RAS and IAS Servers");
    }

    private String told(Optional<User> found) {
        var user = found.orElseThrow(() -> new Step.Fault("there is no such user in " + settings.domain()));
        if (user.state() != AccountState.ACTIVE) {
            throw new Step.Fault(user.name() + " " + user.state().words());
        }
        var names = user.groups().written().stream()
                .filter(group -> group.startsWith(settings.name() + "\\"))
                .sorted()
                .toList();
        return user.name() + ", " + user.sid().orElse("") + ", dial-in: " + Words.of(user.dialIn()) + ", in "
                + String.join(", ", names);
    }

    @Override
    public void close() {
        logons.close();
        servers.close();
    }
}
