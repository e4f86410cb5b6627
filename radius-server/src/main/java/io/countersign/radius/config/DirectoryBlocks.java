package io.countersign.radius.config;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.Located;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.directory.ActiveDirectorySettings;
import io.countersign.radius.directory.LdapAddress;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.netlogon.MachineAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings' block {@code directories:}, a directory by each name. */
final class DirectoryBlocks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern DOMAIN = Pattern.compile("(?=.{1,255})[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})+");
    private static final Pattern NETBIOS = Pattern.compile("[A-Za-z0-9!@#$%^&'(){}_~-]{1,15}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    private final YamlMapping directories;
    private final Path folder;
    private final References references;
    private final Map<String, String> taken = new HashMap<>();

    /**
     * @param localNames the NetBIOS names that local users have
     */
    DirectoryBlocks(YamlMapping directories, Set<String> localNames, Path folder, References references) {
        this.directories = directories;
        localNames.forEach(name -> taken.put(CaseFolding.folded(name), "a name of local users"));
        taken.put(LocalDirectory.NAME, "the directory of local users");
        taken.put("builtin", "part of every domain");
        this.folder = folder;
        this.references = references;
    }

    List<ActiveDirectorySettings> read() {
        var read = new ArrayList<ActiveDirectorySettings>();
        for (var name : directories.names()) {
            if (!NAME.matcher(name).matches()) {
                directories.problem(
                        name, "\"" + name + "\" is no name of a directory", "write letters and digits, such as corp");
            }
            take(directories, name, name, name);
            directories.mapping(name).flatMap(block -> directory(name, block)).ifPresent(read::add);
        }
        return List.copyOf(read);
    }

    private Optional<ActiveDirectorySettings> directory(String name, YamlMapping block) {
        var type = SettingKeys.DIRECTORY_TYPE.requiredIn(block);
        var domain =
                text(block, SettingKeys.DOMAIN, DOMAIN, "no DNS name of a domain", "write one such as corp.example");
        var netbiosName = text(block, SettingKeys.NETBIOS_NAME, NETBIOS, "no NetBIOS name", "write one such as CORP");
        var controllers = controllers(block);
        var trust = SettingKeys.TRUST
                .in(block)
                .flatMap(references::path)
                .map(file -> folder.resolve(file).normalize());
        var account = block.requiredMapping(SettingKeys.ACCOUNT.name());
        var accountName = SettingKeys.ACCOUNT_NAME.requiredIn(account).flatMap(YamlValue::locatedText);
        var password = SettingKeys.ACCOUNT_PASSWORD.requiredIn(account).flatMap(this::password);
        account.finish();
        var cache = SettingKeys.CACHE.in(block).orElse(ActiveDirectorySettings.DEFAULT_CACHE);
        var loginAttributes = attributes(block, SettingKeys.LOGIN_ATTRIBUTES);
        var attributes = attributes(block, SettingKeys.ATTRIBUTES);
        block.finish();
        accountName.ifPresent(who -> checkMachine(account, who));
        netbiosName
                .filter(netbios -> !CaseFolding.same(netbios, name))
                .ifPresent(netbios -> take(block, "netbios-name", netbios, name));
        domain.ifPresent(dns -> take(block, "domain", dns, name));
        if (type.isEmpty()
                || domain.isEmpty()
                || netbiosName.isEmpty()
                || controllers.isEmpty()
                || accountName.isEmpty()
                || password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ActiveDirectorySettings(
                name,
                domain.get(),
                netbiosName.get(),
                controllers,
                trust,
                accountName.get().value(),
                password.get(),
                cache,
                loginAttributes,
                attributes));
    }

    private static Optional<String> text(
            YamlMapping block, YamlKey<YamlValue> key, Pattern form, String what, String fix) {
        return key.requiredIn(block)
                .flatMap(value -> value.text().flatMap(text -> {
                    if (form.matcher(text).matches()) {
                        return Optional.of(text);
                    }
                    value.problem("\"" + text + "\" is " + what, fix);
                    return Optional.empty();
                }));
    }

    private List<LdapAddress> controllers(YamlMapping block) {
        var read = new ArrayList<LdapAddress>();
        SettingKeys.CONTROLLERS.requiredIn(block).ifPresent(list -> {
            for (var item : list.items()) {
                item.text()
                        .ifPresent(
                                url -> LdapAddress.parse(url)
                                        .ifPresentOrElse(
                                                read::add,
                                                () -> item.problem(
                                                        "\"" + url + "\" is no LDAP server",
                                                        "write one such as ldaps://dc1.corp.example; ldap:// begins TLS on port 389")));
            }
            if (list.items().isEmpty()) {
                list.problem("no domain controller is named", "write one such as ldaps://dc1.corp.example");
            }
        });
        return List.copyOf(read);
    }

    private Optional<Secret> password(YamlValue value) {
        return value.text()
                .flatMap(text -> references.resolve(text, value.at()).map(resolved -> {
                    if (resolved.equals(text)) {
                        references.warn(
                                value.at(),
                                "the password stands in the settings themselves",
                                "write it into a file, mode 0600, and name that: ${file:corp.password}");
                    }
                    return Secret.ofText(resolved);
                }));
    }

    private static List<String> attributes(YamlMapping block, YamlKey<YamlValue> key) {
        var names = key.in(block).map(YamlValue::locatedTexts).orElse(List.of());
        names.stream()
                .filter(name -> !ATTRIBUTE.matcher(name.value()).matches())
                .forEach(name -> block.problem(
                        key.name(), "\"" + name.value() + "\" is no LDAP attribute", "write one such as mail"));
        return names.stream().map(Located::value).toList();
    }

    private static void checkMachine(YamlMapping account, Located<String> who) {
        if (who.value().endsWith("$") && !MachineAccount.isName(who.value())) {
            account.problem(
                    "name",
                    "\"" + who.value() + "\" is no name of a machine account",
                    "write up to 15 letters and digits and a $, such as RADIUS1$");
        }
    }

    /** A name that two directories have could stand for the wrong one's users and groups. */
    private void take(YamlMapping at, String key, String name, String directory) {
        var other = taken.putIfAbsent(CaseFolding.folded(name), "a name of the directory " + directory);
        if (other != null) {
            at.problem(key, "\"" + name + "\" is " + other + " already", "give each directory names of its own");
        }
    }
}
