package io.countersign.radius.nps;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One object of an export: {@code <Tag name="Real name"><Properties/><Children/></Tag>}. Values are texts as the file has them; their order is
 * kept where a property stands several times.
 *
 * @param tag the element's name, which is made from the object's and not unique: of use for the sections alone
 * @param name what people call it
 * @param line where it begins
 */
record NpsObject(String tag, String name, int line, Map<String, List<String>> properties, List<NpsObject> children) {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}|\\d{10}");

    NpsObject {
        properties = Map.copyOf(properties);
        children = List.copyOf(children);
    }

    /** The values of a property without white space around, empty ones left out. */
    List<String> all(String property) {
        return properties.getOrDefault(property, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The first value of a property. */
    Optional<String> text(String property) {
        return all(property).stream().findFirst();
    }

    /** A value as it stands, white space and all: where it may be meant. */
    String asItStands(String property) {
        return properties.getOrDefault(property, List.of("")).getFirst();
    }

    /**
     * A whole number.
     *
     * @param absent what NPS takes where there is none
     * @throws StrangeValue if it is something else
     */
    long number(String property, long absent) {
        return text(property).map(value -> number(property, value)).orElse(absent);
    }

    /** All numbers of a property. */
    List<Long> numbers(String property) {
        return all(property).stream().map(value -> number(property, value)).toList();
    }

    private static long number(String property, String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw new StrangeValue(property + " is no number");
        }
        return Long.parseLong(value);
    }

    /** {@code 1} or {@code 0}. */
    boolean flag(String property, boolean absent) {
        return switch (text(property).orElse(absent ? "1" : "0")) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new StrangeValue(property + " is neither 0 nor 1");
        };
    }

    /** The first child of a tag. */
    Optional<NpsObject> child(String wanted) {
        return children.stream().filter(child -> child.tag().equals(wanted)).findFirst();
    }

    /** The children of the child at the end of a path; none if there is no such path. */
    List<NpsObject> below(String... path) {
        Optional<NpsObject> at = Optional.of(this);
        for (String tag : path) {
            at = at.flatMap(object -> object.child(tag));
        }
        return at.map(NpsObject::children).orElse(List.of());
    }

    /** Its name alone: properties hold shared secrets. */
    @Override
    public String toString() {
        return "NpsObject[" + name + "]";
    }

    /** A value that NPS does not write. */
    static final class StrangeValue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StrangeValue(String what) {
            super(what);
        }
    }
}
