package io.countersign.radius.plugins;

/** A plugin that must not or cannot be loaded. The message names the file and the fix. */
public final class PluginRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginRefused(String message) {
        super(message);
    }

    PluginRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
