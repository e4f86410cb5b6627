package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidDictionary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --dictionary}, and the attributes that the node's settings add. */
final class DictionaryOption {
    @Option(
            names = "--dictionary",
            paramLabel = "FILE",
            description =
                    "Attributes besides those that are known, in FreeRADIUS's format; may be said several times. Those of"
                            + " the settings (dictionary:) are known where there are settings.")
    private List<Path> files = List.of();

    /** The attributes of the product, of the settings if there are any, and of the files named. */
    Dictionary dictionary(NodeOption node) {
        List<Path> own =
                files.stream().map(NamedFiles.of(node.surroundings())::existing).toList();
        return node.namesSettings() ? with(ofSettings(node), own) : withStandardSettings(node, own);
    }

    /** Settings that nobody named may be another user's, or half written: a command that can do without them does. */
    private static Dictionary withStandardSettings(NodeOption node, List<Path> own) {
        if (!Files.exists(node.settingsFile())) {
            return with(List.of(), own);
        }
        List<Path> known;
        try {
            known = ofSettings(node);
            Dictionary.with(known);
        } catch (InvalidDocument | InvalidDictionary unusable) {
            node.err()
                    .println("countersign: warning: goes on without the dictionary of the settings: "
                            + String.valueOf(unusable.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
            known = List.of();
        }
        return with(known, own);
    }

    private static List<Path> ofSettings(NodeOption node) {
        return Installation.dictionaries(
                node.settingsFile(), node.surroundings().environment());
    }

    private static Dictionary with(List<Path> known, List<Path> own) {
        List<Path> all = new ArrayList<>(known);
        all.addAll(own);
        try {
            return Dictionary.with(all);
        } catch (InvalidDictionary invalid) {
            throw CommandRefused.invalid(String.valueOf(invalid.getMessage()));
        }
    }
}
