package io.countersign.radius.plugins;

import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaProviderFactory;
import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.MfaSetup;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads plugins from folders: one folder a plugin, its jars inside. Used by one thread, at start and reload. */
public final class PluginLoader {
    /*
     * A plugin's code runs with all of the server's rights, so the folder is the border that is guarded (TrustedFolder), not the code.
     * The class loader keeps libraries apart, not attackers.
     *
     * A folder of the same name in a later place replaces the one before: an administrator can bring a newer version of a plugin that
     * came with the product without touching the installation.
     */
    private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final ProviderSettings settings;
    private final InstantSource clock;
    private final RecordStore records;
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final Set<String> withoutSettings = new TreeSet<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();

    private PluginLoader(ProviderSettings settings, InstantSource clock, RecordStore records) {
        this.settings = settings;
        this.clock = clock;
        this.records = records;
    }

    /**
     * Loads every plugin of some folders; a folder that does not exist has none.
     *
     * @throws PluginRefused if a folder is not safe to load from, or what is in it is not a plugin
     */
    public static Plugins load(
            List<Path> folders, ProviderSettings settings, InstantSource clock, RecordStore records) {
        var loader = new PluginLoader(settings, clock, records);
        try {
            for (var folder : inForce(folders)) {
                loader.loadPlugin(folder);
            }
            return new Plugins(loader.providers, loader.withoutSettings, loader::close);
        } catch (PluginRefused refused) {
            loader.close();
            throw refused;
        }
    }

    /**
     * Finds what a plugin offers to prepare, without making its provider, and uses it while the plugin is loaded. Empty if no plugin of
     * this name is there, or it has nothing to prepare.
     *
     * @throws PluginRefused as for {@link #load}, of any plugin on the way
     */
    public static <T> Optional<T> withSetup(List<Path> folders, String name, Function<MfaSetup, T> use) {
        for (var folder : inForce(folders)) {
            try (var loader =
                    new PluginClassLoader(folder.getFileName().toString(), urls(TrustedFolder.jars(folder)))) {
                for (var factory : ServiceLoader.load(MfaProviderFactory.class, loader)) {
                    if (factory.name().equals(name)) {
                        return factory.setup().map(use);
                    }
                }
            } catch (IOException | ServiceConfigurationError | LinkageError broken) {
                throw new PluginRefused("the plugin in " + folder + " cannot be loaded: " + broken, broken);
            }
        }
        return Optional.empty();
    }

    private static Iterable<Path> inForce(List<Path> folders) {
        var byName = new LinkedHashMap<String, Path>();
        for (var folder : folders) {
            if (Files.isDirectory(folder)) {
                for (var plugin : TrustedFolder.of(folder).folders()) {
                    byName.put(plugin.getFileName().toString(), plugin);
                }
            }
        }
        return byName.values();
    }

    private void loadPlugin(Path folder) {
        var loader = new PluginClassLoader(folder.getFileName().toString(), urls(TrustedFolder.jars(folder)));
        loaders.add(loader);
        int found = 0;
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader); // where many libraries look for their parts
        try {
            for (var factory : ServiceLoader.load(MfaProviderFactory.class, loader)) {
                make(factory, folder);
                found++;
            }
        } catch (PluginRefused refused) {
            throw refused;
        } catch (Throwable broken) {
            throw new PluginRefused("the plugin in " + folder + " cannot be loaded: " + broken, broken);
        } finally {
            thread.setContextClassLoader(before);
        }
        if (found == 0) {
            throw new PluginRefused(
                    folder + " has no second-factor plugin in its jars; remove the folder or put the jars there");
        }
    }

    private void make(MfaProviderFactory factory, Path folder) {
        var name = factory.name();
        if (!NAME.matcher(name).matches() || providers.containsKey(name)) {
            throw new PluginRefused(folder + " offers a provider named '" + name
                    + "'; a name is lower-case letters, digits and hyphens, and no two plugins have the same");
        }
        if (factory.needsSettings() && !settings.has(name)) {
            withoutSettings.add(name);
            return;
        }
        try {
            var plugin = factory.create(settings.of(name), host(name));
            providers.put(name, new Provider(name, plugin, plugin.interactions()));
            LOG.debug("loaded second factor {} from {}", name, folder);
        } catch (MfaSettingsException unusable) {
            settings.refused(name, unusable);
        }
    }

    private MfaHost host(String name) {
        record Host(InstantSource clock, System.Logger log, MfaRecords records) implements MfaHost {}
        return new Host(clock, System.getLogger("io.countersign.plugin." + name), records.of(name));
    }

    private static URL[] urls(List<Path> jars) {
        var urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return urls;
    }

    private void close() {
        for (var provider : providers.values()) {
            close(provider);
        }
        for (var loader : loaders) {
            try {
                loader.close();
            } catch (IOException thrown) {
                LOG.warn("cannot close the jars of {}: {}", loader.getName(), thrown.getMessage());
            }
        }
    }

    /** On a thread of its own, so that a plugin that does not come back holds up neither a stop nor the others. */
    private static void close(Provider provider) {
        var closing = Thread.ofVirtual().name("close-" + provider.name()).unstarted(() -> {
            try {
                provider.plugin().close();
            } catch (Throwable thrown) {
                LOG.warn(
                        "{} failed while it was closed: {}",
                        provider.name(),
                        thrown.getClass().getName());
            }
        });
        closing.setContextClassLoader(provider.plugin().getClass().getClassLoader());
        closing.start();
        try {
            if (!closing.join(LONGEST_CLOSE)) {
                closing.interrupt();
                LOG.warn("{} did not close within {} s and is left behind", provider.name(), LONGEST_CLOSE.toSeconds());
            }
        } catch (InterruptedException stopping) {
            closing.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
