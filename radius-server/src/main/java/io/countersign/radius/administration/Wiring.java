package io.countersign.radius.administration;

import io.countersign.policy.InvalidDocument;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidDictionary;
import io.countersign.radius.plugins.NoRecords;
import io.countersign.radius.plugins.PluginLoader;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.plugins.Plugins;
import io.countersign.radius.plugins.RecordStore;
import io.countersign.radius.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running server and the command line make of settings and store in the same way. */
public final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private Wiring() {}

    /**
     * Reads the settings. Where they are refused, plugins look at their blocks all the same, so that everything is told at once; what they
     * make is closed again.
     *
     * @throws InvalidDocument with every problem, if there is any
     */
    public static NodeSettings settings(Path file, Environment environment) {
        return SettingsReader.read(file, environment.variables(), refused -> tellOfPlugins(refused, environment));
    }

    private static void tellOfPlugins(NodeSettings refused, Environment environment) {
        try {
            plugins(refused, environment, _ -> new NoRecords()).close();
        } catch (PluginRefused later) {
            LOG.debug("told once the settings are right: {}", later.getMessage());
        }
    }

    /**
     * Loads the second factors: those of the installation, then those of the settings' folder.
     *
     * @throws InvalidDocument if their settings cannot work
     */
    public static Plugins plugins(NodeSettings settings, Environment environment, Store store) {
        return plugins(settings, environment, store.records());
    }

    private static Plugins plugins(NodeSettings settings, Environment environment, RecordStore records) {
        var folders = new ArrayList<>(environment.pluginFolders());
        folders.add(settings.plugins());
        var plugins = PluginLoader.load(folders, settings.mfa(), environment.clock(), records);
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
