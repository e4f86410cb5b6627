package io.countersign.radius.administration;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.MfaSetup;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.plugins.PluginLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prepares a second factor before it has settings: what {@code countersign entra setup} does. */
public record FactorSetup(Path settingsFile, Environment environment) {
    private static final String PLUGINS = "plugins";

    /**
     * Makes the files that a factor needs and tells what else is to be done.
     *
     * @param folder where the files go; the folder of the settings if that is what was chosen
     * @throws WrongInput if a choice cannot work
     * @throws NodeRefused if there is no such plugin, or the folder is missing
     */
    public MfaSetup.Instructions run(String factor, Map<String, String> chosen, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new NodeRefused("there is no folder " + folder + "; make it first, or choose another with --folder");
        }
        var places = places();
        return PluginLoader.withSetup(places, factor, setup -> run(setup, chosen, folder))
                .orElseThrow(() -> new NodeRefused("there is no plugin " + factor + " that could be set up; looked in: "
                        + (places.isEmpty() ? "nowhere" : places)));
    }

    private MfaSetup.Instructions run(MfaSetup setup, Map<String, String> chosen, Path folder) {
        for (var name : chosen.keySet()) {
            if (setup.options().stream().noneMatch(option -> option.name().equals(name))) {
                throw new WrongInput("this plugin knows no option --" + name);
            }
        }
        try {
            return setup.setUp(chosen, folder, environment.clock());
        } catch (MfaSettingsException refused) {
            throw new WrongInput(refused.key() + ": " + refused.getMessage());
        }
    }

    /** Those of the installation, and those of the settings if these can be read already. */
    private List<Path> places() {
        var places = new ArrayList<>(environment.pluginFolders());
        try {
            places.add(
                    SettingsReader.read(settingsFile, environment.variables()).plugins());
        } catch (InvalidDocument notYet) {
            places.add(settingsFile.toAbsolutePath().resolveSibling(PLUGINS));
        }
        return places;
    }
}
