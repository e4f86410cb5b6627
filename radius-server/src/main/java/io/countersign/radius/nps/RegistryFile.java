package io.countersign.radius.nps;

import io.countersign.policy.CaseFolding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts and numbers in a file that {@code reg export} or regedit wrote. What is neither is passed over. */
final class RegistryFile {
    private static final List<String> FIRST_LINES = List.of("Windows Registry Editor Version 5.00", "REGEDIT4");
    private static final Pattern VALUE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"=(.*)");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern NUMBER = Pattern.compile("dword:(\\p{XDigit}{8})");

    private final Map<String, Map<String, String>> keys = new LinkedHashMap<>();

    private RegistryFile() {}

    /**
     * Reads a whole file.
     *
     * @throws UnreadableExport if it is none
     */
    static RegistryFile read(String text) {
        var lines = new ArrayList<>(text.lines().map(String::strip).toList());
        if (lines.isEmpty() || !FIRST_LINES.contains(lines.getFirst())) {
            throw new UnreadableExport(
                    "is no export of the registry: it does not begin with \"" + FIRST_LINES.getFirst()
                            + "\"; make one with: reg export HKLM\\SOFTWARE\\Microsoft\\AzureMfa FILE.reg");
        }
        var file = new RegistryFile();
        Optional<Map<String, String>> key = Optional.empty();
        for (var line : lines) {
            if (line.startsWith("[") && line.endsWith("]")) {
                key = Optional.of(file.keys.computeIfAbsent(
                        CaseFolding.folded(line.substring(1, line.length() - 1)), _ -> new LinkedHashMap<>()));
            } else if (key.isPresent()) {
                put(line, key.get());
            }
        }
        return file;
    }

    private static void put(String line, Map<String, String> key) {
        var parts = VALUE.matcher(line);
        if (!parts.matches()) {
            return;
        }
        var name = plain(parts.group(1)).toUpperCase(Locale.ROOT);
        var text = TEXT.matcher(parts.group(2));
        var number = NUMBER.matcher(parts.group(2));
        if (text.matches()) {
            key.put(name, plain(text.group(1)));
        } else if (number.matches()) {
            key.put(name, Long.toString(Long.parseLong(number.group(1), 16)));
        }
    }

    private static String plain(String escaped) {
        return escaped.replaceAll("\\\\(.)", "$1");
    }

    /** The values of a key by their names in capitals; empty if the file does not have the key. */
    Optional<Map<String, String>> values(String key) {
        return Optional.ofNullable(keys.get(CaseFolding.folded(key)));
    }
}
