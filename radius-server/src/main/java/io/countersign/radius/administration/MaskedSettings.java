package io.countersign.radius.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A settings file as it can be shown to anybody: without comments, and of the plugins' blocks with the names of keys alone, as only the plugins know
 * which of their values are secrets. References such as {@code ${file:…}} stay: they say where something is, not what.
 */
final class MaskedSettings {
    private static final Pattern BLOCK = Pattern.compile("^[^\\s#].*");
    private static final Pattern PLUGINS = Pattern.compile("^[\"']?mfa[\"']?\\s*:.*");
    private static final Pattern KEY = Pattern.compile("^(\\s*[A-Za-z][A-Za-z0-9_.-]*:)\\s*(.*)$");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):[^{}\"']*\\}");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
    private static final String MASK = "(not shown)";

    private MaskedSettings() {}

    static List<String> of(List<String> lines) {
        var shown = new ArrayList<String>();
        boolean inPlugins = false;
        for (var line : lines) {
            if (BLOCK.matcher(line).matches()) {
                inPlugins = PLUGINS.matcher(line).matches();
            }
            shown.add(inPlugins ? masked(line) : COMMENT.matcher(line).replaceAll(""));
        }
        return shown;
    }

    private static String masked(String line) {
        var key = KEY.matcher(line);
        if (!key.matches()) {
            return line.isBlank() ? "" : "  " + MASK;
        }
        String value = key.group(2);
        return value.isEmpty() || REFERENCE.matcher(value).matches()
                ? key.group(1) + (value.isEmpty() ? "" : " " + value)
                : key.group(1) + " " + MASK;
    }
}
