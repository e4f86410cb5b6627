package io.countersign.policy.yaml;

import io.countersign.policy.AddressRange;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.Problems;
import io.countersign.policy.Words;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value with its place. What is asked of it and cannot be answered is a problem, and the answer is empty. */
public final class YamlValue {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern ADDRESS_AND_NUMBER = Pattern.compile("([0-9.]+):[0-9]+");
    private static final Pattern SOCKET = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:]*)):([0-9]{1,5})");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int MAX_PORT = 65_535;

    private final String source;
    private final String name;
    private final Node node;
    private final Problems problems;

    /**
     * A value.
     *
     * @param name what messages call it: its key
     */
    YamlValue(String source, String name, Node node, Problems problems) {
        this.source = source;
        this.name = name;
        this.node = node;
        this.problems = problems;
    }

    /** Where the value begins. */
    public Location at() {
        return node.getStartMark()
                .map(mark -> YamlDocument.location(source, mark))
                .orElseGet(() -> new Location(source, 1, 1));
    }

    /** Adds a problem with this value. */
    public void problem(String what, String fix) {
        problems.add(at(), what, fix);
    }

    /** Whether it is a mapping. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether it is a list. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A text as the document writes it; a number or a flag is taken as text too, nothing at all is a problem. */
    public Optional<String> text() {
        if (!(node instanceof ScalarNode scalar)) {
            problem(name + " is " + kind() + ", not a text", "write a single value");
            return Optional.empty();
        }
        if (node.getTag().equals(Tag.NULL)) {
            problem(name + " has no value", "write one, or remove the line");
            return Optional.empty();
        }
        if (isTagged()) {
            problem(name + " has the tag " + node.getTag().getValue(), "write the value without a tag");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    /** A text with its place. */
    public Optional<Located<String>> locatedText() {
        return text().map(text -> new Located<>(text, at()));
    }

    /** A text that something else can be made of; the message of an {@link IllegalArgumentException} is "what; fix". */
    public <T> Optional<T> parsed(Function<String, T> parser) {
        return text().flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                String[] parts = String.valueOf(e.getMessage()).split("; ", 2);
                problem(name + ": " + parts[0], parts.length > 1 ? parts[1] : "correct it");
                return Optional.empty();
            }
        });
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag() {
        Optional<String> text = text();
        if (text.isPresent() && !node.getTag().equals(Tag.BOOL)) {
            problem(name + " is \"" + text.get() + "\", not true or false", "write true or false, without quotes");
            return Optional.empty();
        }
        return text.map(word -> word.equalsIgnoreCase("true"));
    }

    /** A whole number, from least to most, both included. */
    public Optional<Long> number(long least, long most) {
        return text().flatMap(text -> {
            if (NUMBER.matcher(text).matches()) {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            }
            problem(
                    name + " is \"" + text + "\", not a number in range",
                    "write a whole number from " + least + " to " + most);
            return Optional.empty();
        });
    }

    /** A duration such as {@code 500ms}, {@code 5s}, {@code 30m}, {@code 12h} or {@code 1d}, from least to most, both included. */
    public Optional<Duration> duration(Duration least, Duration most) {
        return text().flatMap(text -> {
            Optional<Duration> duration = duration(text);
            if (duration.isPresent()
                    && duration.get().compareTo(least) >= 0
                    && duration.get().compareTo(most) <= 0) {
                return duration;
            }
            problem(
                    name + " is \"" + text + "\", not a duration" + (duration.isPresent() ? " in range" : ""),
                    "write one from " + written(least) + " to " + written(most)
                            + ", as a number with ms, s, m, h or d");
            return Optional.empty();
        });
    }

    /** The duration that a text stands for, as documents write it; empty if it stands for none. */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /** A duration as documents write it, with the largest unit that divides it; what is under a millisecond is cut. */
    public static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }

    /** One of the words of an enum, in kebab-case. */
    public <E extends Enum<E>> Optional<E> word(Class<E> words) {
        return text().flatMap(text -> {
            Optional<E> word = Words.find(words, text);
            if (word.isEmpty()) {
                problem(name + " is \"" + text + "\", which is not known", "write one of " + Words.all(words));
            }
            return word;
        });
    }

    /** A list of words of an enum; a single one may stand without brackets. */
    public <E extends Enum<E>> List<E> words(Class<E> words) {
        return items().stream().flatMap(item -> item.word(words).stream()).toList();
    }

    /** A list of texts with their places; a single one may stand without brackets. */
    public List<Located<String>> locatedTexts() {
        return items().stream().flatMap(item -> item.locatedText().stream()).toList();
    }

    /** An address or a range. */
    public Optional<AddressRange> addressRange() {
        Optional<String> bracketed = bracketedAddress();
        if (bracketed.isPresent()) {
            problem(
                    name + " is a list, as brackets make one in YAML",
                    "write " + bracketed.get() + ", without brackets");
            return Optional.empty();
        }
        return parsed(AddressRange::parse);
    }

    /** The address that somebody wrote in brackets, as it is written with a port: for YAML a list of one. */
    private Optional<String> bracketedAddress() {
        return node instanceof SequenceNode list
                        && list.getValue().size() == 1
                        && list.getValue().getFirst() instanceof ScalarNode only
                        && AddressRange.literal(only.getValue()).isPresent()
                ? Optional.of(only.getValue())
                : Optional.empty();
    }

    /** An address and a port, {@code 192.0.2.1:1812} or {@code [2001:db8::1]:1812}; 0 stands for a free port. */
    public Optional<InetSocketAddress> socketAddress() {
        return parsed(
                text -> socketAddress(text).orElseThrow(() -> new IllegalArgumentException(noSocketAddress(text))));
    }

    /** A host by its name or address, and a port from 1 on: {@code logs.contoso.com:6514}, {@code [2001:db8::1]:6514}. Nobody is asked for it. */
    public Optional<InetSocketAddress> hostAndPort() {
        return parsed(
                text -> hostAndPort(text)
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        "\"" + text
                                                + "\" is not a host with a port; write one such as logs.contoso.com:6514 or [2001:db8::1]:6514")));
    }

    private static Optional<InetSocketAddress> hostAndPort(String text) {
        return hostAndNumber(text)
                .filter(parts -> parts.port() > 0)
                .filter(parts -> AddressRange.literal(parts.host()).isPresent()
                        || (!parts.bracketed() && HOST.matcher(parts.host()).matches()))
                .map(parts -> InetSocketAddress.createUnresolved(parts.host(), parts.port()));
    }

    private static String noSocketAddress(String text) {
        Optional<String> address = hostAndNumber(text).map(HostAndNumber::host).flatMap(AddressRange::withoutZone);
        if (address.isPresent()) {
            return "\"" + text + "\" names a zone, which is not supported; write one such as [" + address.get()
                    + "]:1812, for an address that needs none";
        }
        if (AddressRange.literal(text).isPresent() && text.indexOf(':') >= 0) {
            return "\"" + text + "\" has no port, or no brackets round the address; write one such as [" + text
                    + "]:1812";
        }
        Matcher parts = ADDRESS_AND_NUMBER.matcher(text);
        return parts.matches() && AddressRange.literal(parts.group(1)).isPresent()
                ? "\"" + text + "\" has no port within 0 to " + MAX_PORT + "; write one such as " + parts.group(1)
                        + ":1812"
                : "\"" + text
                        + "\" is not an address with a port; write one such as 127.0.0.1:1812 or [::1]:1812, not a host name";
    }

    /** A mapping. */
    public Optional<YamlMapping> mapping() {
        if (!(node instanceof MappingNode mapping) || isTagged()) {
            problem(name + " is " + kind() + ", not a mapping", "write lines of the form \"key: value\"");
            return Optional.empty();
        }
        SequencedMap<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
        mapping.getValue().forEach(tuple -> put(tuple, entries));
        return Optional.of(new YamlMapping(at(), entries, problems));
    }

    /** A list of mappings; the items that are something else are problems and left out. */
    public List<YamlMapping> mappings() {
        if (!isList()) {
            problem(name + " is " + kind() + ", not a list", "begin each item with \"- \", or write [] for none");
            return List.of();
        }
        return items().stream().flatMap(item -> item.mapping().stream()).toList();
    }

    /** The items of a list; a single value is a list of itself. */
    public List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(source, "an item of " + name, item, problems));
        }
        return List.copyOf(items);
    }

    private void put(NodeTuple tuple, SequencedMap<String, YamlMapping.Entry> entries) {
        YamlValue key = new YamlValue(source, "a key", tuple.getKeyNode(), problems);
        key.text().ifPresent(text -> {
            YamlValue value = new YamlValue(source, "\"" + text + "\"", tuple.getValueNode(), problems);
            YamlMapping.Entry before = entries.putIfAbsent(text, new YamlMapping.Entry(key.at(), value));
            if (before != null) {
                key.problem(
                        "the key \"" + text + "\" stands twice",
                        "remove it here or in line " + before.at().line());
            }
        });
    }

    /** Whether a tag says something that the form of the value does not; <code>${…}</code> has one by its form. */
    private boolean isTagged() {
        return switch (node) {
            case ScalarNode _ ->
                !List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG)
                        .contains(node.getTag());
            case MappingNode _ -> !node.getTag().equals(Tag.MAP);
            default -> !node.getTag().equals(Tag.SEQ);
        };
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> isTagged() ? "tagged" : "a mapping";
            case SequenceNode _ -> "a list";
            default -> node.getTag().equals(Tag.NULL) ? "empty" : "a single value";
        };
    }

    private static Optional<InetSocketAddress> socketAddress(String text) {
        return hostAndNumber(text)
                .flatMap(parts -> AddressRange.literal(parts.host())
                        .map(literal -> new InetSocketAddress(literal, parts.port())));
    }

    private record HostAndNumber(String host, boolean bracketed, int port) {}

    /** What stands before the last colon, without brackets, and a port from 0 on behind it. */
    private static Optional<HostAndNumber> hostAndNumber(String text) {
        Matcher matcher = SOCKET.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            return Optional.empty();
        }
        boolean bracketed = matcher.group(1) != null;
        return Optional.of(new HostAndNumber(
                bracketed ? matcher.group(1) : matcher.group(2), bracketed, Integer.parseInt(matcher.group(3))));
    }
}
