package io.countersign.radius.config;

import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlKeys;
import io.countersign.policy.yaml.YamlValue;
import io.countersign.radius.accounting.AccountingSettings;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.directory.ActiveDirectorySettings;
import io.countersign.radius.exchange.ExchangeSettings;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.secondfactor.PromptSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every key of a settings file, for its reader and for docs/reference/settings.md. The blocks below {@code mfa} are the plugins' own. */
public final class SettingKeys {
    static final YamlKey<YamlValue> LISTEN = YamlKey.of("listen", "mapping", "required", "where the node listens");
    static final YamlKey<YamlValue> ACCOUNTING =
            YamlKey.of("accounting", "mapping", "none", "how long accounting records are kept");
    static final YamlKey<YamlValue> LIMITS = YamlKey.of("limits", "mapping", "none", "how much is in work at a time");
    static final YamlKey<YamlValue> METRICS = YamlKey.of(
            "metrics",
            "`address:port`",
            "not served",
            "`/metrics` and `/health` over HTTP; on loopback (127.0.0.0/8, `::1`) only, all else is refused");
    static final YamlKey<YamlValue> DATA =
            YamlKey.of("data", "folder", "the file's own folder", "database, audit file and control socket");
    static final YamlKey<YamlValue> STORE = YamlKey.of(
            "store",
            "`sqlite:FILE`",
            "`sqlite:countersign.db`",
            "the database; relative to `data`. `postgresql:` is refused: **not there yet**");
    static final YamlKey<YamlValue> STORE_KEY =
            YamlKey.of("store-key", "file", "`store.key`", "seals secrets in the database; never inside it");
    static final YamlKey<YamlValue> PLUGINS =
            YamlKey.of("plugins", "folder", "`plugins`", "your own second factors, one folder each; need not exist");
    static final YamlKey<YamlValue> DICTIONARY = YamlKey.of(
            "dictionary",
            "file, or list of files",
            "none",
            "attributes besides those that come with the product, in FreeRADIUS's format; relative to this file");
    static final YamlKey<YamlValue> LOCAL = YamlKey.of("local", "mapping", "none", "local users");
    static final YamlKey<YamlValue> PROMPTS = YamlKey.of("prompts", "mapping", "none", "how often users are prompted");
    static final YamlKey<YamlValue> MFA = YamlKey.of(
            "mfa", "mapping", "none", "`mfa.NAME` has the settings of the second factor `NAME`: its plugin's own keys");
    static final YamlKey<YamlValue> AUDIT = YamlKey.of("audit", "mapping", "none", "where it is told what was decided");
    static final YamlKey<YamlValue> DIRECTORIES = YamlKey.of(
            "directories",
            "mapping",
            "none",
            "`directories.NAME` is a directory of users besides `local`, which needs no settings"
                    + " ([active-directory.md](../active-directory.md))");

    static final YamlKey<YamlValue> LISTEN_AUTHENTICATION = YamlKey.of(
            "authentication",
            "list of `address:port`",
            "required",
            "where Access-Requests come in, over UDP; IPv6 as `[::]:1812`; port 0 is any free port");
    static final YamlKey<YamlValue> LISTEN_ACCOUNTING = YamlKey.of(
            "accounting",
            "list of `address:port`",
            "none",
            "where Accounting-Requests come in; without it accounting is not served");

    static final YamlKey<Duration> ACCOUNTING_KEEP = YamlKey.duration(
            "keep",
            AccountingSettings.SHORTEST,
            AccountingSettings.LONGEST,
            written(AccountingSettings.DEFAULT.keep()),
            "how long accounting records, and sessions that are over, are kept");

    static final YamlKey<Integer> IN_WORK = YamlKey.number(
            "in-work",
            1,
            ExchangeSettings.MOST_IN_WORK,
            written(ExchangeSettings.DEFAULT.inWork()),
            "requests that a listener works on at the same time, those that wait for a user's answer among them; what comes beyond"
                    + " is met with silence, counted as `LISTENER_BUSY`");
    /** No more than {@link #IN_WORK}, which the reader knows. */
    static final YamlKey<YamlValue> IN_WORK_PER_CLIENT = YamlKey.of(
            "in-work-per-client",
            "1 to `in-work`",
            written(ExchangeSettings.DEFAULT.inWorkPerClient()),
            "the same for each client, so that one cannot take all; counted as `CLIENT_BUSY`. Of both, an eighth is kept for requests"
                    + " with the State of a challenge that was made here or by a remote server: they go on with a login");

    static final YamlKey<Integer> REMEMBERED_USERS = YamlKey.number(
            "remembered-users",
            1_000,
            Math.toIntExact(RememberedUsers.MOST),
            "a quarter of the largest heap, at 1 KiB a user",
            "so many local users are kept in memory, each for ten minutes; beyond it a login takes a look-up in the database");

    static final YamlKey<YamlValue> NETBIOS_NAMES = YamlKey.of(
            "netbios-names",
            "list of names, 1 to 15 characters, without dot and backslash",
            "none",
            "domains that mean a local user: with `[CONTOSO]`, `CONTOSO\\alice` is the local user `alice`");
    /** A number or a word. */
    static final YamlKey<YamlValue> LOCK_AFTER = YamlKey.of(
            "lock-after",
            LockOutRule.FEWEST + " to " + LockOutRule.MOST + ", or `never` (0 is the same)",
            written(LockOutRule.DEFAULT.after()),
            "so many wrong passwords within `lock-for` lock a local user's account; `never` is a warning at each start");

    static final YamlKey<Duration> LOCK_FOR = YamlKey.duration(
            "lock-for",
            LockOutRule.SHORTEST,
            LockOutRule.LONGEST,
            written(LockOutRule.DEFAULT.lockFor()),
            "for so long, counted from the last of them");
    static final YamlKey<Integer> MINIMUM_PASSWORD_LENGTH = YamlKey.number(
            "minimum-password-length",
            1,
            64,
            written(LocalSettings.DEFAULT_PASSWORD_LENGTH),
            "`user add` and `user password` take no shorter password, in characters; nor one that is guessed first, such as"
                    + " `Password2026!`, a row of keys or the user's name. Passwords that users have stay good");

    static final YamlKey<Integer> NOT_APPROVED_IN_A_ROW = YamlKey.number(
            "not-approved-in-a-row",
            1,
            PromptSettings.MOST_IN_A_ROW,
            written(PromptSettings.DEFAULT.notApprovedInARow()),
            "so many prompts in a row that a user refused bring a pause. Prompts that nobody answers bring none; 20 of them within"
                    + " an hour are the most");
    static final YamlKey<Duration> PAUSE = YamlKey.duration(
            "pause",
            PromptSettings.SHORTEST_PAUSE,
            PromptSettings.LONGEST_PAUSE,
            written(PromptSettings.DEFAULT.pause()),
            "no prompt on another device for so long, counted from the last such prompt; no code is sent either, but codes of an app"
                    + " can still be asked for");
    static final YamlKey<Integer> SENT_CODES_PER_DAY = YamlKey.number(
            "sent-codes-per-day",
            1,
            PromptSettings.MOST_CODES_PER_DAY,
            written(PromptSettings.DEFAULT.sentCodesPerDay()),
            "so many codes (SMS) are sent to a user within a day of the first; further logins that would send one are denied");

    static final YamlKey<YamlValue> AUDIT_FILE =
            YamlKey.of("file", "file", "`audit.jsonl`", "one line for each decision; relative to `data`");
    static final YamlKey<AuditSettings.Trace> AUDIT_TRACE = YamlKey.word(
            "trace",
            AuditSettings.Trace.class,
            "`refused`",
            "which lines tell each condition and constraint looked at: those of logins that were not plainly let in, or all");
    /** A size or a word. */
    static final YamlKey<YamlValue> ROTATE_AT = YamlKey.of(
            "rotate-at",
            "`" + mebibytes(AuditSettings.SMALLEST) + "` to `" + mebibytes(AuditSettings.LARGEST) + "`, or `never`",
            "`" + mebibytes(AuditSettings.ROTATE_AT) + "`",
            "at this size, and at midnight, the file is put aside and compressed; `never` leaves both to another program");

    static final YamlKey<Duration> AUDIT_KEEP = YamlKey.duration(
            "keep",
            AuditSettings.SHORTEST,
            AuditSettings.LONGEST,
            written(AuditSettings.KEEP),
            "what was put aside is deleted after so long");
    static final YamlKey<AuditSettings.OnFailure> ON_FAILURE = YamlKey.word(
            "on-failure",
            AuditSettings.OnFailure.class,
            "`serve`",
            "what becomes of logins while the file cannot be written: they go on, or are left unanswered");
    static final YamlKey<YamlValue> NPS_ODBC = YamlKey.of(
            "nps-odbc", "folder", "none", "log files in NPS's database-compatible format besides; relative to `data`");
    static final YamlKey<YamlValue> NPS_DTS =
            YamlKey.of("nps-dts", "folder", "none", "log files in NPS's DTS format besides; relative to `data`");
    static final YamlKey<YamlValue> SYSLOG =
            YamlKey.of("syslog", "mapping", "none", "a syslog server that is told all that is in the audit file");

    static final YamlKey<YamlValue> SYSLOG_SERVER =
            YamlKey.of("server", "`host:port`", "required", "the syslog server; IPv6 addresses in brackets");
    static final YamlKey<SyslogTransport> SYSLOG_TRANSPORT = YamlKey.word(
            "transport",
            SyslogTransport.class,
            "`tls`",
            "`tcp` is in the clear: warned of, unless it stays on this machine");
    static final YamlKey<YamlValue> SYSLOG_CA = YamlKey.of(
            "ca",
            "PEM file",
            "those that Java trusts",
            "who may have issued the syslog server's certificate; relative to the folder of the settings, as are the next two");
    static final YamlKey<YamlValue> SYSLOG_CERTIFICATE =
            YamlKey.of("certificate", "PEM file", "none", "what Countersign shows the syslog server");
    static final YamlKey<YamlValue> SYSLOG_KEY =
            YamlKey.of("key", "PEM file", "none", "its private key; PKCS #8, not encrypted");

    /** How a syslog server is reached. */
    enum SyslogTransport {
        TLS,
        TCP
    }

    static final YamlKey<DirectoryType> DIRECTORY_TYPE =
            YamlKey.word("type", DirectoryType.class, "required", "what it is");
    static final YamlKey<YamlValue> DOMAIN = YamlKey.of(
            "domain",
            "DNS name",
            "required",
            "the domain, such as `corp.example`; each domain is a directory of its own");
    static final YamlKey<YamlValue> NETBIOS_NAME = YamlKey.of(
            "netbios-name", "1 to 15 characters", "required", "what stands before the backslash, such as `CORP`");
    static final YamlKey<YamlValue> CONTROLLERS = YamlKey.of(
            "controllers",
            "list of URLs",
            "required",
            "domain controllers in order of preference: `ldaps://dc1.corp.example`; `ldap://` begins TLS on port 389");
    static final YamlKey<YamlValue> TRUST = YamlKey.of(
            "trust", "PEM file", "those that Java trusts", "who may have signed the controllers' certificates");
    static final YamlKey<YamlValue> ACCOUNT =
            YamlKey.of("account", "mapping", "required", "who looks users up and has passwords checked");
    static final YamlKey<Duration> CACHE = YamlKey.duration(
            "cache",
            ActiveDirectorySettings.SHORTEST_CACHE,
            ActiveDirectorySettings.LONGEST_CACHE,
            written(ActiveDirectorySettings.DEFAULT_CACHE),
            "how long groups and properties of a user are used again; nothing older is");
    static final YamlKey<YamlValue> LOGIN_ATTRIBUTES = YamlKey.of(
            "login-attributes",
            "list of LDAP attributes",
            "none",
            "what users may type besides their names, such as `mail`; only what they cannot write themselves");
    static final YamlKey<YamlValue> ATTRIBUTES = YamlKey.of(
            "attributes", "list of LDAP attributes", "none", "what second factors may want to know, such as `mail`");
    static final YamlKey<YamlValue> ACCOUNT_NAME = YamlKey.of(
            "name",
            "name",
            "required",
            "a machine account such as `RADIUS1$`, for this node alone; another account can check PAP only");
    static final YamlKey<YamlValue> ACCOUNT_PASSWORD =
            YamlKey.of("password", "text", "required", "its password; better in a file: `${file:radius1.password}`");

    /** What a directory can be. */
    enum DirectoryType {
        ACTIVE_DIRECTORY
    }

    /** All of them, mapping by mapping. */
    public static final List<YamlKeys> ALL = List.of(
            YamlKeys.of(
                    "The node",
                    "Relative paths are relative to the folder of the file, unless the table says otherwise.",
                    LISTEN,
                    METRICS,
                    DATA,
                    STORE,
                    STORE_KEY,
                    PLUGINS,
                    DICTIONARY,
                    LOCAL,
                    MFA,
                    PROMPTS,
                    AUDIT,
                    ACCOUNTING,
                    LIMITS,
                    DIRECTORIES),
            YamlKeys.of("listen", "", LISTEN_AUTHENTICATION, LISTEN_ACCOUNTING),
            YamlKeys.of("local", "", NETBIOS_NAMES, LOCK_AFTER, LOCK_FOR, MINIMUM_PASSWORD_LENGTH),
            YamlKeys.of("prompts", "", NOT_APPROVED_IN_A_ROW, PAUSE, SENT_CODES_PER_DAY),
            YamlKeys.of(
                    "audit", "", AUDIT_FILE, AUDIT_TRACE, ROTATE_AT, AUDIT_KEEP, ON_FAILURE, NPS_ODBC, NPS_DTS, SYSLOG),
            YamlKeys.of("audit.syslog", "", SYSLOG_SERVER, SYSLOG_TRANSPORT, SYSLOG_CA, SYSLOG_CERTIFICATE, SYSLOG_KEY),
            YamlKeys.of(
                    "directories.NAME",
                    "",
                    DIRECTORY_TYPE,
                    DOMAIN,
                    NETBIOS_NAME,
                    CONTROLLERS,
                    TRUST,
                    ACCOUNT,
                    CACHE,
                    LOGIN_ATTRIBUTES,
                    ATTRIBUTES),
            YamlKeys.of("directories.NAME.account", "", ACCOUNT_NAME, ACCOUNT_PASSWORD),
            YamlKeys.of("accounting", "", ACCOUNTING_KEEP),
            YamlKeys.of("limits", "", IN_WORK, IN_WORK_PER_CLIENT, REMEMBERED_USERS));

    private SettingKeys() {}

    private static String written(Duration duration) {
        return "`" + YamlValue.written(duration) + "`";
    }

    private static String written(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String mebibytes(long octets) {
        return (octets >> 20) + "MiB";
    }
}
