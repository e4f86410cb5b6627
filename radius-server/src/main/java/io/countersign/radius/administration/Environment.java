package io.countersign.radius.administration;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What the server and the commands take from the process they run in; tests bring their own.
 *
 * @param pluginFolders those of the installation, before the one that the settings name
 * @param variables the environment variables, for {@code ${env:…}}
 */
public record Environment(List<Path> pluginFolders, Map<String, String> variables, InstantSource clock) {
    /** Copies the collections. */
    public Environment {
        pluginFolders = List.copyOf(pluginFolders);
        variables = Map.copyOf(variables);
    }

    /** Redacted: variables may hold secrets. */
    @Override
    public String toString() {
        return "Environment[pluginFolders=" + pluginFolders + "]";
    }
}
