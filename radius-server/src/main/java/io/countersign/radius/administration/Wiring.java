package io.countersign.radius.administration;

import io.countersign.policy.InvalidDocument;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidDictionary;
import io.countersign.radius.plugins.PluginLoader;
import io.countersign.radius.plugins.Plugins;
import io.countersign.radius.store.Store;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running server and the command line make of settings and store in the same way. */
public final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private Wiring() {}

    /**
     * Loads the second factors: those of the installation, then those of the settings' folder.
     *
     * @throws InvalidDocument if their settings cannot work
     */
    public static Plugins plugins(NodeSettings settings, Environment environment, Store store) {
        var folders = new ArrayList<>(environment.pluginFolders());
        folders.add(settings.plugins());
        var plugins = PluginLoader.load(folders, settings.mfa(), environment.clock(), store.records());
        try {
            settings.mfa().check(plugins.byName().keySet());
            return plugins;
        } catch (InvalidDocument invalid) {
            plugins.close();
            throw invalid;
        }
    }

    /**
     * The attributes that there are.
     *
     * @throws NodeRefused if a file of the settings cannot be read
     */
    public static Dictionary dictionary(NodeSettings settings) {
        try {
            var dictionary = Dictionary.with(settings.dictionaries());
            dictionary.passedOver().ifPresent(lines -> LOG.warn("Of the dictionary files are passed over: {}", lines));
            return dictionary;
        } catch (InvalidDictionary invalid) {
            throw new NodeRefused(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /** What policies may name. */
    public static CompiledPolicies.Names names(Dictionary dictionary, Directories directories, Plugins plugins) {
        return new CompiledPolicies.Names(
                dictionary, directories.byName(), plugins.byName(), plugins.withoutSettings());
    }
}
