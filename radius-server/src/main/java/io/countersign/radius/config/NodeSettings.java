package io.countersign.radius.config;

import io.countersign.policy.Problem;
import io.countersign.radius.accounting.AccountingSettings;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.MetricsSettings;
import io.countersign.radius.directory.ActiveDirectorySettings;
import io.countersign.radius.exchange.ExchangeSettings;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.store.StoreSettings;
import io.countersign.radius.transport.UdpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one node, read and checked. Whether the paths exist is for whoever opens them.
 *
 * @param file where they were read from
 * @param authentication the listeners; at least one
 * @param accounting the listeners for accounting; there may be none
 * @param limits those of each listener
 * @param rememberedUsers so many local users are kept in memory at most
 * @param metrics absent: not served
 * @param data database, audit and control socket; the folder of the file if not said
 * @param plugins one folder per plugin; {@code plugins} beside the file if not said
 * @param dictionaries files with attributes besides those that come with the product
 * @param directories besides that of local users
 * @param prompts how often users are prompted
 * @param mfa the plugins' own blocks
 * @param warnings what works but is not as it should be, one line each
 */
public record NodeSettings(
        Path file,
        List<UdpSettings> authentication,
        List<UdpSettings> accounting,
        ExchangeSettings limits,
        long rememberedUsers,
        Optional<MetricsSettings> metrics,
        Path data,
        StoreSettings store,
        Path plugins,
        List<Path> dictionaries,
        LocalSettings local,
        List<ActiveDirectorySettings> directories,
        PromptSettings prompts,
        PluginBlocks mfa,
        AccountingSettings accountingRecords,
        AuditSettings audit,
        List<Problem> warnings) {
    /** Copies the lists. */
    public NodeSettings {
        authentication = List.copyOf(authentication);
        accounting = List.copyOf(accounting);
        dictionaries = List.copyOf(dictionaries);
        directories = List.copyOf(directories);
        warnings = List.copyOf(warnings);
    }
}
