package io.countersign.policy.yaml;

import io.countersign.policy.Location;
import io.countersign.policy.Problems;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses a YAML document whose top is a mapping. */
public final class YamlDocument {
    private static final int MAX_DEPTH = 32;
    private static final String PLAIN_YAML = "write plain mappings, lists and texts only";

    private final String source;
    private final String text;
    private final int longest;
    private final Problems problems;

    private YamlDocument(String source, String text, int longest, Problems problems) {
        this.source = source;
        this.text = text;
        this.longest = longest;
        this.problems = problems;
    }

    /**
     * Parses a document.
     *
     * @param source what the administrator calls the document, for the places of problems
     * @param longest the most MiB of characters that are read
     * @return empty, with the problem added, if the text is not YAML, is empty, too long, or no mapping
     */
    public static Optional<YamlMapping> parse(String source, String text, int longest, Problems problems) {
        return new YamlDocument(source, text, longest, problems).parse();
    }

    private Optional<YamlMapping> parse() {
        if (text.length() > longest << 20) {
            problems.add(
                    start(),
                    "the document is longer than " + longest + " MiB",
                    "split it or remove what is not needed");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .setCodePointLimit(longest << 20)
                .build();
        try {
            return isPlain(settings) ? compose(settings) : Optional.empty();
        } catch (ReaderException e) {
            int before = Math.clamp(e.getPosition(), 0, text.length());
            int line = (int) text.substring(0, before).lines().count();
            problems.add(
                    new Location(source, Math.max(line, 1), 1),
                    String.format(Locale.ROOT, "not valid YAML: a control character, U+%04X", e.getCodePoint()),
                    "remove it, and save the document as UTF-8");
        } catch (MarkedYamlEngineException e) {
            Location at = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> location(source, mark))
                    .orElseGet(this::start);
            problems.add(
                    at,
                    "not valid YAML: " + String.valueOf(e.getProblem()).strip().replaceAll("\\s+", " "),
                    String.valueOf(e.getProblem()).contains("escape")
                            ? "write a text with a backslash in single quotes"
                            : "check indentation, colons and quotes here and in the line above");
        } catch (YamlEngineException e) {
            problems.add(start(), "not valid YAML", "check indentation, colons and quotes");
        }
        return Optional.empty();
    }

    /** Looks at the events before any tree is made: they need neither stack nor memory, however deep or often repeated things are. */
    private boolean isPlain(LoadSettings settings) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event) {
                case CollectionStartEvent _ -> depth++;
                case CollectionEndEvent _ -> depth--;
                case DocumentStartEvent _ -> documents++;
                default -> {}
            }
            Location at =
                    event.getStartMark().map(mark -> location(source, mark)).orElseGet(this::start);
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                problems.add(
                        at, "anchors (&) and aliases (*) are not read here", "write the value out, or quote the text");
                return false;
            }
            if (event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<")) {
                problems.add(at, "merge keys (<<) are not read here", "write the keys out");
                return false;
            }
            if (depth > MAX_DEPTH) {
                problems.add(at, "nested more than " + MAX_DEPTH + " deep", PLAIN_YAML);
                return false;
            }
            if (documents > 1) {
                problems.add(at, "a second document in one file", "remove the line ---");
                return false;
            }
        }
        return true;
    }

    private Optional<YamlMapping> compose(LoadSettings settings) {
        Optional<Node> root = new Compose(settings).composeString(text);
        if (root.isEmpty()) {
            problems.add(start(), "the document is empty", "write at least one key");
            return Optional.empty();
        }
        return new YamlValue(source, "the document", root.get(), problems).mapping();
    }

    static Location location(String source, Mark mark) {
        return new Location(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Location start() {
        return new Location(source, 1, 1);
    }
}
