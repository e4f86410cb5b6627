package io.countersign.radius.config;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AddressText;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlDocument;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import io.countersign.radius.accounting.AccountingSettings;
import io.countersign.radius.audit.AuditCopies;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.MetricsSettings;
import io.countersign.radius.audit.SyslogSettings;
import io.countersign.radius.config.SettingKeys.SyslogTransport;
import io.countersign.radius.exchange.ExchangeSettings;
import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.store.StoreSettings;
import io.countersign.radius.transport.UdpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the settings file of a node; all problems are told at once. */
public final class SettingsReader {
    private static final Pattern MEBIBYTES = Pattern.compile("(\\d{1,6})MiB");

    /** The longest file of settings. */
    private static final int MOST_MEBIBYTES = 1;

    private static final String NOT_BUILT_YET = " is not built yet";
    private static final Set<String> NEVER = Set.of("never", "0");
    private static final String SQLITE = "sqlite:";
    private static final List<String> TLS_KEYS = List.of("ca", "certificate", "key");

    private final Path file;
    private final Path folder;
    private final Problems problems = new Problems();
    private final References references;

    private SettingsReader(Path file, Map<String, String> variables) {
        this.file = file;
        var parent = file.toAbsolutePath().normalize().getParent();
        this.folder = parent == null ? file.toAbsolutePath() : parent;
        this.references = new References(folder, variables, problems);
    }

    /**
     * Reads a file.
     *
     * @param variables the environment, for {@code ${env:…}}
     * @throws io.countersign.policy.InvalidDocument with every problem, if there is any
     */
    public static NodeSettings read(Path file, Map<String, String> variables) {
        return read(file, variables, _ -> {});
    }

    /**
     * The same.
     *
     * @param ifRefused gets what could be read where there are problems; those that it finds in the plugins' blocks are told besides
     */
    public static NodeSettings read(Path file, Map<String, String> variables, Consumer<NodeSettings> ifRefused) {
        return new SettingsReader(file, variables).read(ifRefused);
    }

    private NodeSettings read(Consumer<NodeSettings> ifRefused) {
        var document = text().flatMap(text -> YamlDocument.parse(file.toString(), text, MOST_MEBIBYTES, problems));
        problems.throwIfAny();
        var settings = settings(document.orElseThrow());
        if (!problems.list().isEmpty()) {
            ifRefused.accept(settings);
        }
        problems.throwIfAny();
        return settings;
    }

    private Optional<String> text() {
        try {
            return Optional.of(TextFiles.decoded(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            problems.add(
                    top(),
                    "there is no such file",
                    "name the settings file with --config, or make one with: countersign init");
        } catch (UnreadableText unreadable) {
            problems.add(top(), "the file " + unreadable.getMessage(), "save it as UTF-8");
        } catch (IOException _) {
            boolean isFolder = Files.isDirectory(file);
            problems.add(
                    top(),
                    isFolder ? "this is a folder" : "the file cannot be read",
                    isFolder ? "name the settings file in it" : "run as the user who owns it, or with sudo");
        }
        return Optional.empty();
    }

    private NodeSettings settings(YamlMapping top) {
        var listen = listen(top);
        var limits = limits(top);
        var metrics = metrics(top);
        var data =
                path(top, SettingKeys.DATA).map(folder::resolve).orElse(folder).normalize();
        var store = new StoreSettings.Sqlite(
                database(top, data),
                path(top, SettingKeys.STORE_KEY).map(folder::resolve).orElse(folder.resolve("store.key")));
        var plugins = path(top, SettingKeys.PLUGINS)
                .map(folder::resolve)
                .orElse(folder.resolve("plugins"))
                .normalize();
        var dictionaries = dictionaries(top);
        var local = local(top);
        var accounting = accounting(top);
        var audit = audit(top, data);
        var prompts = prompts(top);
        var mfa = new PluginBlocks(block(top, SettingKeys.MFA), folder, references, problems);
        var directories = new DirectoryBlocks(
                        block(top, SettingKeys.DIRECTORIES), local.netbiosNames(), folder, references)
                .read();
        top.finish();
        return new NodeSettings(
                file,
                listen.authentication(),
                listen.accounting(),
                limits.exchange(),
                limits.rememberedUsers(),
                metrics,
                data,
                store,
                plugins,
                dictionaries,
                local,
                directories,
                prompts,
                mfa,
                accounting,
                audit,
                references.warnings());
    }

    /** Both at once, as no address may stand in both. */
    private Listen listen(YamlMapping top) {
        var listen = top.requiredMapping(SettingKeys.LISTEN.name());
        var seen = new HashSet<InetSocketAddress>();
        var authentication = SettingKeys.LISTEN_AUTHENTICATION
                .requiredIn(listen)
                .map(value -> addresses(value, seen))
                .orElse(List.of());
        SettingKeys.LISTEN_AUTHENTICATION.in(listen).ifPresent(value -> {
            if (value.items().isEmpty()) {
                value.problem("\"authentication\" is an empty list", "write at least one address such as 0.0.0.0:1812");
            }
        });
        var accounting = SettingKeys.LISTEN_ACCOUNTING
                .in(listen)
                .map(value -> addresses(value, seen))
                .orElse(List.of());
        listen.finish();
        return new Listen(authentication, accounting);
    }

    private record Listen(List<UdpSettings> authentication, List<UdpSettings> accounting) {}

    private static List<UdpSettings> addresses(YamlValue list, Set<InetSocketAddress> seen) {
        var listeners = new ArrayList<UdpSettings>();
        for (var item : list.items()) {
            item.socketAddress().ifPresent(address -> {
                if (!seen.add(address) && address.getPort() != 0) {
                    item.problem("the address " + item.text().orElse("") + " stands twice", "remove one");
                }
                listeners.add(UdpSettings.at(address));
            });
        }
        return listeners;
    }

    private AccountingSettings accounting(YamlMapping top) {
        var accounting = block(top, SettingKeys.ACCOUNTING);
        var settings = SettingKeys.ACCOUNTING_KEEP
                .in(accounting)
                .map(AccountingSettings::new)
                .orElse(AccountingSettings.DEFAULT);
        accounting.finish();
        return settings;
    }

    private record Limits(ExchangeSettings exchange, long rememberedUsers) {}

    private Limits limits(YamlMapping top) {
        var limits = block(top, SettingKeys.LIMITS);
        int inWork = SettingKeys.IN_WORK.in(limits).orElse(ExchangeSettings.DEFAULT.inWork());
        int inWorkPerClient = SettingKeys.IN_WORK_PER_CLIENT
                .in(limits)
                .flatMap(value -> value.number(1, inWork))
                .map(Long::intValue)
                .orElse(Math.min(inWork, ExchangeSettings.DEFAULT.inWorkPerClient()));
        long rememberedUsers = SettingKeys.REMEMBERED_USERS
                .in(limits)
                .map(Integer::longValue)
                .orElseGet(() -> RememberedUsers.fitting(Runtime.getRuntime().maxMemory()));
        limits.finish();
        return new Limits(
                new ExchangeSettings(inWork, inWorkPerClient, ExchangeSettings.DEFAULT.repliesKeptPerClient()),
                rememberedUsers);
    }

    private Optional<MetricsSettings> metrics(YamlMapping top) {
        return SettingKeys.METRICS
                .in(top)
                .flatMap(value -> value.socketAddress().flatMap(address -> {
                    if (address.getAddress().isLoopbackAddress()) {
                        return Optional.of(new MetricsSettings(address));
                    }
                    value.problem(
                            "metrics are served on loopback only, not on " + AddressText.of(address.getAddress()),
                            "write 127.0.0.1:" + address.getPort());
                    return Optional.empty();
                }));
    }

    private Path database(YamlMapping top, Path data) {
        var standard = data.resolve("countersign.db");
        return SettingKeys.STORE
                .in(top)
                .flatMap(value -> value.text().map(text -> database(value, text, data)))
                .orElse(standard);
    }

    private static Path database(YamlValue value, String text, Path data) {
        if (text.startsWith(SQLITE) && text.length() > SQLITE.length()) {
            return data.resolve(text.substring(SQLITE.length()));
        }
        if (text.startsWith("postgresql:")) {
            value.problem("a store in PostgreSQL" + NOT_BUILT_YET, "write sqlite:countersign.db");
        } else {
            value.problem(
                    "\"store\" is \"" + text + "\", which is no store",
                    "write sqlite:FILE, such as sqlite:countersign.db");
        }
        return data;
    }

    private List<Path> dictionaries(YamlMapping top) {
        return SettingKeys.DICTIONARY.in(top).stream()
                .flatMap(value -> value.items().stream())
                .flatMap(item -> item.text().flatMap(text -> References.path(item, text)).stream())
                .map(file -> folder.resolve(file).normalize())
                .toList();
    }

    private LocalSettings local(YamlMapping top) {
        var local = block(top, SettingKeys.LOCAL);
        var names = SettingKeys.NETBIOS_NAMES.in(local).map(YamlValue::locatedTexts).orElse(List.of()).stream()
                .map(Located::value)
                .toList();
        for (var name : names) {
            if (name.isEmpty() || name.length() > 15 || name.contains("\\") || name.contains(".")) {
                local.problem(
                        "netbios-names",
                        "\"" + name + "\" is not a NetBIOS name",
                        "write 1 to 15 characters without dot and backslash, such as CONTOSO");
            }
        }
        var lockOut = lockOut(local);
        var length = SettingKeys.MINIMUM_PASSWORD_LENGTH.in(local).orElse(LocalSettings.DEFAULT_PASSWORD_LENGTH);
        local.finish();
        return new LocalSettings(Set.copyOf(names), lockOut, length);
    }

    private Optional<LockOutRule> lockOut(YamlMapping local) {
        var lockFor = SettingKeys.LOCK_FOR.in(local).orElse(LockOutRule.DEFAULT.lockFor());
        var lockAfter = SettingKeys.LOCK_AFTER.in(local);
        if (lockAfter.flatMap(YamlValue::text).filter(NEVER::contains).isPresent()) {
            references.warn(
                    local.at("lock-after"),
                    "wrong passwords never lock a local user's account, so that anybody may go on guessing",
                    "leave lock-after out for " + LockOutRule.DEFAULT.after() + ", or write another number");
            return Optional.empty();
        }
        var after = lockAfter
                .flatMap(value -> value.number(LockOutRule.FEWEST, LockOutRule.MOST))
                .map(Long::intValue)
                .orElse(LockOutRule.DEFAULT.after());
        return Optional.of(new LockOutRule(after, lockFor));
    }

    private PromptSettings prompts(YamlMapping top) {
        var prompts = block(top, SettingKeys.PROMPTS);
        var settings = new PromptSettings(
                SettingKeys.NOT_APPROVED_IN_A_ROW.in(prompts).orElse(PromptSettings.DEFAULT.notApprovedInARow()),
                SettingKeys.PAUSE.in(prompts).orElse(PromptSettings.DEFAULT.pause()),
                SettingKeys.SENT_CODES_PER_DAY.in(prompts).orElse(PromptSettings.DEFAULT.sentCodesPerDay()));
        prompts.finish();
        return settings;
    }

    private AuditSettings audit(YamlMapping top, Path data) {
        var audit = block(top, SettingKeys.AUDIT);
        var target = path(audit, SettingKeys.AUDIT_FILE).map(data::resolve).orElse(data.resolve("audit.jsonl"));
        var trace = SettingKeys.AUDIT_TRACE.in(audit).orElse(AuditSettings.Trace.REFUSED);
        long rotateAt = rotateAt(audit).orElse(AuditSettings.ROTATE_AT);
        var keep = SettingKeys.AUDIT_KEEP.in(audit).orElse(AuditSettings.KEEP);
        var onFailure = SettingKeys.ON_FAILURE.in(audit).orElse(AuditSettings.OnFailure.SERVE);
        var copies = new AuditCopies(
                path(audit, SettingKeys.NPS_ODBC).map(data::resolve).map(Path::normalize),
                path(audit, SettingKeys.NPS_DTS).map(data::resolve).map(Path::normalize),
                syslog(audit));
        if (copies.npsOdbc().isPresent() && copies.npsOdbc().equals(copies.npsDts())) {
            audit.problem(
                    "nps-dts", "nps-odbc and nps-dts are one folder", "their files have the same names: write two");
        }
        audit.finish();
        return new AuditSettings(target, trace, rotateAt, keep, onFailure, copies);
    }

    private Optional<SyslogSettings> syslog(YamlMapping audit) {
        if (!audit.has(SettingKeys.SYSLOG.name())) {
            return Optional.empty();
        }
        var syslog = block(audit, SettingKeys.SYSLOG);
        var server = SettingKeys.SYSLOG_SERVER
                .requiredIn(syslog)
                .flatMap(value -> value.hostAndPort().map(address -> new Located<>(address, value.at())));
        var transport = SettingKeys.SYSLOG_TRANSPORT.in(syslog).orElse(SyslogTransport.TLS);
        var tls = tls(syslog);
        if (transport == SyslogTransport.TCP) {
            TLS_KEYS.stream()
                    .filter(syslog::has)
                    .forEach(key -> syslog.problem(key, key + " without TLS", "remove it, or write transport: tls"));
        }
        syslog.finish();
        return server.map(written -> {
            var host = written.value().getHostString();
            if (transport == SyslogTransport.TCP && !isThisMachine(host)) {
                references.warn(
                        written.at(),
                        "users' names go to " + host + " in the clear",
                        "write transport: tls, if that server can");
            }
            return new SyslogSettings(
                    host,
                    written.value().getPort(),
                    transport == SyslogTransport.TLS ? Optional.of(tls) : Optional.empty());
        });
    }

    private SyslogSettings.Tls tls(YamlMapping syslog) {
        var certificate = path(syslog, SettingKeys.SYSLOG_CERTIFICATE).map(folder::resolve);
        var key = path(syslog, SettingKeys.SYSLOG_KEY).map(folder::resolve);
        if (syslog.has("certificate") != syslog.has("key")) {
            syslog.problem(
                    syslog.has("key") ? "key" : "certificate",
                    "certificate and key belong together",
                    "write both, or none");
        }
        return new SyslogSettings.Tls(
                path(syslog, SettingKeys.SYSLOG_CA).map(folder::resolve),
                certificate.flatMap(chain -> key.map(own -> new SyslogSettings.Own(chain, own))));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || AddressRange.literal(host)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }

    /** Sizes are what people write of files: whole mebibytes. */
    private static Optional<Long> rotateAt(YamlMapping audit) {
        return SettingKeys.ROTATE_AT
                .in(audit)
                .flatMap(value -> value.text().flatMap(text -> {
                    if (text.equals("never")) {
                        return Optional.of(Long.MAX_VALUE);
                    }
                    var size = MEBIBYTES.matcher(text);
                    if (size.matches()) {
                        long octets = Long.parseLong(size.group(1)) << 20;
                        if (octets >= AuditSettings.SMALLEST && octets <= AuditSettings.LARGEST) {
                            return Optional.of(octets);
                        }
                    }
                    value.problem(
                            "rotate-at is \"" + text + "\", not a size",
                            "write 1MiB to 1024MiB, or never if another program puts the file aside");
                    return Optional.empty();
                }));
    }

    private Optional<Path> path(YamlMapping mapping, YamlKey<YamlValue> key) {
        return key.in(mapping).flatMap(references::path);
    }

    private static YamlMapping block(YamlMapping top, YamlKey<YamlValue> key) {
        return key.in(top).flatMap(YamlValue::mapping).orElseGet(YamlMapping::none);
    }

    private Location top() {
        return new Location(file.toString(), 1, 1);
    }
}
