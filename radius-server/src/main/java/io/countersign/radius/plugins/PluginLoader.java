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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads plugins from folders: one folder a plugin, its jars inside. Used by one thread, at start and reload.
 *
 * <p>A plugin's own code runs on another thread, which is left behind when it takes too long: all plugins together have 30 s to load, and 5 s
 * to close.
 */
public final class PluginLoader {
    /*
     * A plugin's code runs with all of the server's rights, so the folder is the border that is guarded (TrustedFolder), not the code.
     * The class loader keeps libraries apart, not attackers.
     *
     * A folder of the same name in a later place replaces the one before: an administrator can bring a newer version of a plugin that
     * came with the product without touching the installation.
     */
    private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final ProviderSettings settings;
    private final InstantSource clock;
    private final RecordStore records;
    private final Duration limit;
    private final long end;
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final Set<String> withoutSettings = new TreeSet<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();

    private PluginLoader(ProviderSettings settings, InstantSource clock, RecordStore records, Duration limit) {
        this.settings = settings;
        this.clock = clock;
        this.records = records;
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /**
     * Loads every plugin of some folders; a folder that does not exist has none.
     *
     * @throws PluginRefused if a folder is not safe to load from, or what is in it is not a plugin or does not load in time
     */
    public static Plugins load(
            List<Path> folders, ProviderSettings settings, InstantSource clock, RecordStore records) {
        return load(folders, settings, clock, records, LONGEST_LOAD);
    }

    static Plugins load(
            List<Path> folders, ProviderSettings settings, InstantSource clock, RecordStore records, Duration limit) {
        var loader = new PluginLoader(settings, clock, records, limit);
        try {
            for (var folder : inForce(folders)) {
                loader.loadPlugin(folder);
            }
            return new Plugins(loader.providers, loader.withoutSettings, loader::close);
        } catch (RuntimeException refused) {
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

    /**
     * What the factories of one plugin made.
     *
     * @param withoutSettings those that need settings and have none
     * @param refusals those that refused their settings
     */
    private record Made(
            List<Provider> providers, List<String> withoutSettings, Map<String, MfaSettingsException> refusals) {
        Made() {
            this(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        }

        boolean isNothing() {
            return providers.isEmpty() && withoutSettings.isEmpty() && refusals.isEmpty();
        }
    }

    private void loadPlugin(Path folder) {
        var loader = new PluginClassLoader(folder.getFileName().toString(), urls(TrustedFolder.jars(folder)));
        var made = made(folder, loader);
        loaders.add(loader);
        for (var provider : made.providers()) {
            providers.put(provider.name(), provider);
            LOG.debug("loaded second factor {} from {}", provider.name(), folder);
        }
        withoutSettings.addAll(made.withoutSettings());
        made.refusals().forEach(settings::refused);
        if (made.isNothing()) {
            throw new PluginRefused(
                    folder + " has no second-factor plugin in its jars; remove the folder or put the jars there");
        }
    }

    /** On a platform thread of its own: a plugin that computes without end must not take one that carries logins. */
    private Made made(Path folder, PluginClassLoader loader) {
        var result = new CompletableFuture<Made>();
        var thread = Thread.ofPlatform()
                .name("load-" + folder.getFileName())
                .daemon()
                .unstarted(() -> {
                    var made = new Made();
                    try {
                        make(folder, loader, made);
                        if (result.complete(made)) {
                            return;
                        }
                    } catch (Throwable broken) {
                        result.completeExceptionally(broken);
                    }
                    closeAll(made.providers()); // nobody else has them
                    closeJars(loader);
                });
        thread.setContextClassLoader(loader); // where many libraries look for their parts
        thread.start();
        try {
            return result.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw givenUp(
                    result,
                    thread,
                    folder + ": this plugin did not load within " + limit.toSeconds()
                            + " s; see what it waits for, or remove the folder");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw givenUp(result, thread, folder + ": loading this plugin was given up");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof PluginRefused refused) {
                throw refused;
            }
            throw new PluginRefused("the plugin in " + folder + " cannot be loaded: " + failed.getCause(), failed);
        }
    }

    private static PluginRefused givenUp(CompletableFuture<Made> result, Thread thread, String why) {
        var refused = new PluginRefused(why);
        result.completeExceptionally(refused);
        thread.interrupt();
        return refused;
    }

    private void make(Path folder, PluginClassLoader loader, Made made) {
        for (var factory : ServiceLoader.load(MfaProviderFactory.class, loader)) {
            var name = factory.name();
            if (!NAME.matcher(name).matches() || isTaken(name, made)) {
                throw new PluginRefused(folder + " offers a provider named '" + name
                        + "'; a name is lower-case letters, digits and hyphens, and no two plugins have the same");
            }
            if (factory.needsSettings() && !settings.has(name)) {
                made.withoutSettings().add(name);
                continue;
            }
            try {
                var plugin = factory.create(settings.of(name), host(name));
                made.providers().add(new Provider(name, plugin, plugin.interactions()));
            } catch (MfaSettingsException unusable) {
                made.refusals().put(name, unusable);
            }
        }
    }

    private boolean isTaken(String name, Made made) {
        return providers.containsKey(name)
                || made.providers().stream()
                        .anyMatch(provider -> provider.name().equals(name));
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
        closeAll(providers.values());
        loaders.forEach(PluginLoader::closeJars);
    }

    private static void closeJars(PluginClassLoader loader) {
        try {
            loader.close();
        } catch (IOException thrown) {
            LOG.warn("cannot close the jars of {}: {}", loader.getName(), thrown.getMessage());
        }
    }

    /** All at the same time, each on a thread of its own, so that one that does not come back holds up neither a stop nor the others. */
    private static void closeAll(Collection<Provider> providers) {
        var closing = new LinkedHashMap<Provider, Thread>();
        providers.forEach(provider -> closing.put(provider, close(provider)));
        long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
        closing.forEach((provider, thread) -> await(provider, thread, end));
    }

    private static Thread close(Provider provider) {
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
        return closing;
    }

    private static void await(Provider provider, Thread closing, long end) {
        try {
            if (!closing.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                closing.interrupt();
                LOG.warn("{} did not close within {} s and is left behind", provider.name(), LONGEST_CLOSE.toSeconds());
            }
        } catch (InterruptedException stopping) {
            closing.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
