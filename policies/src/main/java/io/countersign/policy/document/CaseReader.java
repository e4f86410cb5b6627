package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Facts;
import io.countersign.policy.Groups;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.Problems;
import io.countersign.policy.Words;
import java.net.InetAddress;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the lines of a file of cases. */
final class CaseReader {
    private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z0-9-]*):\\s+(\\S.*)");
    private static final Pattern DECISION = Pattern.compile("granted .+|refused [0-9]+(?: by .+)?|forwarded .+");
    private static final List<String> KEYS = List.of(
            "case",
            "client",
            "client-type",
            "client-address",
            "client-vendor",
            "user",
            "groups",
            "machine-groups",
            "dial-in",
            "caller-ids",
            "method",
            "at",
            "request-policy",
            "decision",
            "reply");
    private static final LocalDate SOME_DAY = LocalDate.of(2026, 1, 1);

    private final String source;
    private final Problems problems;
    private final Map<String, Located<String>> defaults = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    /** The lines of one case after its name. */
    private record Block(Located<String> name, Map<String, Located<String>> lines) {}

    CaseReader(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    List<PolicyCase> read(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(line, new Location(source, i + 1, 1));
            }
        }
        if (blocks.isEmpty()) {
            problems.add(
                    new Location(source, 1, 1), "there is no case", "begin one with a line \"case: what is tried\"");
        }
        return blocks.stream().map(this::policyCase).toList();
    }

    private void line(String line, Location at) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            problems.add(at, "not a line of the form \"key: value\"", "write one, or begin a comment with #");
            return;
        }
        String key = matcher.group(1);
        if (!isAttribute(key) && !KEYS.contains(key)) {
            problems.add(
                    at, "unknown key \"" + key + "\"", "known here: " + String.join(", ", KEYS) + ", attribute names");
            return;
        }
        Located<String> value = new Located<>(matcher.group(2), at);
        if (key.equals("case")) {
            blocks.add(new Block(value, new LinkedHashMap<>()));
            return;
        }
        Map<String, Located<String>> block =
                blocks.isEmpty() ? defaults : blocks.getLast().lines();
        if (block.put(key, value) != null) {
            problems.add(
                    at, "the key \"" + key + "\" stands twice in a case", "write several values with | between them");
        }
    }

    private PolicyCase policyCase(Block block) {
        Located<String> name = block.name();
        Map<String, Located<String>> lines = new LinkedHashMap<>(defaults);
        lines.putAll(block.lines());
        if (!lines.containsKey("request-policy") && !lines.containsKey("decision")) {
            problems.add(name.at(), "the case expects nothing", "add decision: or request-policy:");
        }
        decision(lines);
        String user = text(lines, "user").orElse("someone");
        DialIn dialIn = word(lines, "dial-in", DialIn.class).orElse(DialIn.ABSENT);
        List<Located<String>> groups = groups(lines, "groups");
        List<Located<String>> machineGroups = groups(lines, "machine-groups");
        List<String> callerIds = texts(lines, "caller-ids").map(Located::value).toList();
        return new PolicyCase(
                name.value(),
                name.at(),
                text(lines, "client").orElse("client"),
                word(lines, "client-type", ClientType.class),
                Optional.ofNullable(lines.get("client-address")).flatMap(this::address),
                text(lines, "client-vendor"),
                new Facts.Account(user, named(groups), new DialInProperties(dialIn, callerIds, Map.of())),
                named(machineGroups),
                Stream.concat(groups.stream(), machineGroups.stream()).toList(),
                word(lines, "method", AuthenticationMethod.class).orElse(AuthenticationMethod.PAP),
                time(lines),
                attributes(lines, user),
                text(lines, "request-policy"),
                text(lines, "decision"),
                text(lines, "reply"));
    }

    private void decision(Map<String, Located<String>> lines) {
        Located<String> decision = lines.get("decision");
        if (decision != null && !DECISION.matcher(decision.value()).matches()) {
            problems.add(
                    decision.at(),
                    "\"" + decision.value() + "\" is not a decision",
                    "write granted POLICY, refused CODE, refused CODE by POLICY or forwarded GROUP");
        }
    }

    private static Optional<String> text(Map<String, Located<String>> lines, String key) {
        return Optional.ofNullable(lines.get(key)).map(Located::value);
    }

    private <E extends Enum<E>> Optional<E> word(Map<String, Located<String>> lines, String key, Class<E> words) {
        Optional<Located<String>> text = Optional.ofNullable(lines.get(key));
        Optional<E> word = text.flatMap(given -> Words.find(words, given.value()));
        if (word.isEmpty()) {
            text.ifPresent(given -> problems.add(
                    given.at(),
                    "\"" + key + "\" is \"" + given.value() + "\", which is not known",
                    "write one of " + Words.all(words)));
        }
        return word;
    }

    private Optional<InetAddress> address(Located<String> text) {
        Optional<InetAddress> address = AddressRange.literal(text.value());
        if (address.isEmpty()) {
            problems.add(text.at(), "\"" + text.value() + "\" is not an IP address", "write one such as 192.0.2.10");
        }
        return address;
    }

    private static Groups named(List<Located<String>> groups) {
        return Groups.of(groups.stream().map(Located::value).collect(Collectors.toSet()));
    }

    /** What stands in a line with commas between. */
    private static Stream<Located<String>> texts(Map<String, Located<String>> lines, String key) {
        return Optional.ofNullable(lines.get(key)).stream()
                .flatMap(line -> Stream.of(line.value().split(","))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> new Located<>(text, line.at())));
    }

    private List<Located<String>> groups(Map<String, Located<String>> lines, String key) {
        List<Located<String>> groups = texts(lines, key).toList();
        groups.stream()
                .filter(group -> group.value().indexOf('\\') < 1 && !Groups.isSid(group.value()))
                .forEach(group -> problems.add(
                        group.at(),
                        "\"" + group.value() + "\" is a group without its directory, which no policy can name",
                        "write local\\" + group.value()));
        return groups;
    }

    private ZonedDateTime time(Map<String, Located<String>> lines) {
        Located<String> at = lines.get("at");
        if (at == null) {
            return SOME_DAY.atTime(LocalTime.NOON).atZone(ZoneOffset.UTC);
        }
        Optional<ZonedDateTime> time = CaseTime.read(at.value(), SOME_DAY).map(read -> read.atZone(ZoneOffset.UTC));
        if (time.isEmpty()) {
            problems.add(
                    at.at(), "\"" + at.value() + "\" is not a time", "write one such as Mon 10:00 or 2026-12-31 23:59");
        }
        return time.orElseGet(() -> SOME_DAY.atTime(LocalTime.NOON).atZone(ZoneOffset.UTC));
    }

    private static Map<String, List<String>> attributes(Map<String, Located<String>> lines, String user) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        attributes.put("User-Name", List.of(user));
        lines.forEach((key, value) -> {
            if (isAttribute(key)) {
                attributes.put(
                        key,
                        Stream.of(value.value().split("\\|")).map(String::strip).toList());
            }
        });
        return attributes;
    }

    private static boolean isAttribute(String key) {
        return Character.isUpperCase(key.charAt(0));
    }
}
