package io.countersign.radius.config;

import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.radius.plugins.ProviderSettings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The blocks {@code mfa: NAME:} of the settings, handed to the plugins of these names. Once all plugins were made, {@link #check} tells
 * every problem at once: values of the wrong kind, keys that no plugin read, blocks that no plugin answers to.
 *
 * <p>For one thread and one start: read the settings anew for another.
 */
public final class PluginBlocks implements ProviderSettings {
    private final YamlMapping mfa;
    private final Path folder;
    private final References references;
    private final Problems problems;
    private final Map<String, PluginBlock> handedOut = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>();

    PluginBlocks(YamlMapping mfa, Path folder, References references, Problems problems) {
        this.mfa = mfa;
        this.folder = folder;
        this.references = references;
        this.problems = problems;
    }

    @Override
    public boolean has(String provider) {
        return mfa.has(provider);
    }

    @Override
    public MfaSettings of(String provider) {
        return handedOut.computeIfAbsent(provider, this::block);
    }

    @Override
    public void refused(String provider, MfaSettingsException refusal) {
        refused.add(provider);
        var at = mfa.mapping(provider).map(block -> block.at(refusal.key())).orElseGet(() -> mfa.at(provider));
        problems.add(
                at, "mfa." + provider + "." + refusal.key() + " cannot work", String.valueOf(refusal.getMessage()));
    }

    /**
     * Called when the plugins were made.
     *
     * @param loaded the names of all providers
     * @throws io.countersign.policy.InvalidDocument with all problems of all blocks
     */
    public void check(Collection<String> loaded) {
        handedOut.forEach((name, block) -> {
            if (refused.contains(name)) {
                block.finishMisspelt();
            } else {
                block.finish();
            }
        });
        for (var name : mfa.keys()) {
            if (!loaded.contains(name) && !handedOut.containsKey(name)) {
                problems.add(
                        mfa.at(name),
                        "no plugin offers the second factor \"" + name + "\"",
                        "put its plugin into the folder of plugins, or remove the block; loaded: "
                                + (loaded.isEmpty() ? "none" : String.join(", ", loaded)));
            }
        }
        problems.throwIfAny();
    }

    private PluginBlock block(String provider) {
        Optional<YamlMapping> block = mfa.has(provider) ? mfa.mapping(provider) : Optional.empty();
        return new PluginBlock(block, folder, references, problems);
    }
}
