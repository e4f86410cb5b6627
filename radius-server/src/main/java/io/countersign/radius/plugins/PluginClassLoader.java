package io.countersign.radius.plugins;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * Sees the JDK, the SPI, SLF4J and the plugin's own jars. Nothing of the server and nothing of other plugins, so that each may bring
 * its own version of any library.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final Set<String> SHARED_PACKAGES =
            Set.of("io.countersign.mfa", "org.slf4j", "org.slf4j.event", "org.slf4j.spi");

    private final ClassLoader server = PluginClassLoader.class.getClassLoader();

    PluginClassLoader(String plugin, URL[] jars) {
        super("plugin-" + plugin, jars, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED_PACKAGES.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))
                ? server.loadClass(name)
                : super.loadClass(name, resolve);
    }
}
