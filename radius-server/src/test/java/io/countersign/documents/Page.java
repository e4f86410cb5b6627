package io.countersign.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation, in Markdown.
 *
 * @param file from the root of the project, such as {@code docs/install.md}
 * @param blocks what stands between fences, in order
 * @param prose all else, line by line; the lines of blocks are empty there
 */
public record Page(Path file, List<Block> blocks, List<String> prose) {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolveSibling("docs").getParent();
    private static final Pattern FENCE = Pattern.compile("\\s*```(.*)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");

    /**
     * A block between fences.
     *
     * @param line of the page, where its fence opens
     * @param marks what comments directly before it say, such as {@code not run: it asks Microsoft}
     */
    public record Block(String language, List<String> marks, int line, List<String> lines) {
        /** Copies the lists. */
        public Block {
            marks = List.copyOf(marks);
            lines = List.copyOf(lines);
        }

        /** What a mark says behind its word. */
        public Optional<String> mark(String word) {
            return marks.stream()
                    .filter(mark -> mark.startsWith(word + ":"))
                    .map(mark -> mark.substring(word.length() + 1).strip())
                    .findFirst();
        }
    }

    /** Copies the lists. */
    public Page {
        blocks = List.copyOf(blocks);
        prose = List.copyOf(prose);
    }

    /** The folder of the project. */
    public static Path root() {
        return ROOT;
    }

    /** All that a user is to read: README.md, and what is below docs. */
    public static List<Page> all() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(file -> of(ROOT.relativize(file)))
                    .toList();
        }
    }

    /** One page, by its name from the root of the project. */
    public static Page of(Path file) {
        var blocks = new ArrayList<Block>();
        var prose = new ArrayList<String>();
        var marks = new ArrayList<String>();
        Optional<Block> open = Optional.empty();
        var inside = new ArrayList<String>();
        for (var line : lines(file)) {
            var fence = FENCE.matcher(line);
            if (fence.matches() && open.isEmpty()) {
                open = Optional.of(new Block(fence.group(1).strip(), marks, prose.size() + 1, List.of()));
                marks.clear();
            } else if (fence.matches()) {
                var begun = open.orElseThrow();
                blocks.add(new Block(begun.language(), begun.marks(), begun.line(), inside));
                inside.clear();
                open = Optional.empty();
            } else if (open.isPresent()) {
                inside.add(line);
            } else if (COMMENT.matcher(line).matches()) {
                marks.add(COMMENT.matcher(line).replaceAll("$1"));
            } else if (!line.isBlank()) {
                marks.clear();
            }
            prose.add(open.isPresent() || fence.matches() ? "" : line);
        }
        return new Page(file, blocks, prose);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    /** What its links name, as they are written. */
    public List<String> links() {
        return prose.stream()
                .map(line -> SPAN.matcher(line).replaceAll("code"))
                .flatMap(line -> LINK.matcher(line).results())
                .map(link -> link.group(1))
                .toList();
    }

    /** What stands between backquotes. */
    public List<String> codeSpans() {
        return prose.stream()
                .flatMap(line -> SPAN.matcher(line).results())
                .map(span -> span.group(1))
                .toList();
    }

    /** The names of its headings in links, as GitHub makes them. */
    public List<String> anchors() {
        return prose.stream()
                .map(HEADING::matcher)
                .filter(heading -> heading.matches())
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
