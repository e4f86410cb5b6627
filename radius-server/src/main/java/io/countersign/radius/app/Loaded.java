package io.countersign.radius.app;

import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.administration.Directories;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Wiring;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.plugins.Plugins;
import io.countersign.radius.store.Store;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a start or a reload loads, and what stays through any number of changes of the policies: settings, plugins, and all that policies may
 * name.
 *
 * <p>Counts its uses, so that it can be closed as soon as it was replaced and the last request that it decides has ended. Safe for use by
 * many threads.
 */
final class Loaded implements AutoCloseable {
    private final NodeSettings settings;
    private final Plugins plugins;
    private final Directories directories;
    private final CompiledPolicies.Names names;

    /** One for each request, and one for being in force. Once 0 it stays so. */
    private final AtomicInteger uses = new AtomicInteger(1);

    private volatile Runnable unused =
            () -> {}; // set by the thread that replaces it, done by the one that uses it last

    private Loaded(NodeSettings settings, Plugins plugins, Directories directories, CompiledPolicies.Names names) {
        this.settings = settings;
        this.plugins = plugins;
        this.directories = directories;
        this.names = names;
    }

    /**
     * Loads plugins, for half a minute at most, and the dictionary.
     *
     * @throws io.countersign.policy.InvalidDocument if the plugins' settings cannot work
     * @throws io.countersign.radius.plugins.PluginRefused if a plugin must not or cannot be loaded
     * @throws io.countersign.radius.control.NodeRefused if the dictionary cannot be read
     */
    static Loaded load(NodeSettings settings, Environment environment, Store store, Users users) {
        var directories = Directories.of(settings, users.directory(settings.local()), environment.clock());
        try {
            var plugins = Wiring.plugins(settings, environment, store);
            try {
                return new Loaded(
                        settings,
                        plugins,
                        directories,
                        Wiring.names(Wiring.dictionary(settings), directories, plugins));
            } catch (RuntimeException refused) {
                plugins.close();
                throw refused;
            }
        } catch (RuntimeException refused) {
            directories.close();
            throw refused;
        }
    }

    NodeSettings settings() {
        return settings;
    }

    Plugins plugins() {
        return plugins;
    }

    CompiledPolicies.Names names() {
        return names;
    }

    /** Begins a use; false if it was replaced and may be closed at any time. */
    boolean begin() {
        return uses.getAndUpdate(now -> now == 0 ? 0 : now + 1) != 0;
    }

    /** Ends a use that was begun. */
    void end() {
        if (uses.decrementAndGet() == 0) {
            unused.run();
        }
    }

    /**
     * It is in force no more. Called once.
     *
     * @param whenUnused done once nobody uses it, by whoever used it last; must not block
     */
    void retire(Runnable whenUnused) {
        unused = whenUnused;
        end();
    }

    /** Closes plugins and directories, whoever uses them. The second time does nothing. */
    @Override
    public void close() {
        plugins.close();
        directories.close();
    }
}
