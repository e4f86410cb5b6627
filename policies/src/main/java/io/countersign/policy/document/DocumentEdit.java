package io.countersign.policy.document;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.Nearest;
import io.countersign.policy.document.Assignment.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A policy document that is changed item by item and key by key. Knows lists, names and keys, but not what they mean: {@link PolicyReader}
 * has the last word on {@link #text}. What was done before an {@link EditRefused} stays done. For one thread.
 */
public final class DocumentEdit {
    private static final String NAME = "name";

    /** The lists within an item whose items have names. */
    private static final Set<String> LISTS_OF_NAMED = Set.of("servers");

    private static final LoadSettings READING =
            LoadSettings.builder().setSchema(new CoreSchema()).build();
    private static final DumpSettings WRITING = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setSplitLines(false)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();

    private final MappingNode root;

    private DocumentEdit(MappingNode root) {
        this.root = root;
    }

    /** Of a text that {@link PolicyWriter} wrote. */
    public static DocumentEdit of(String text) {
        return new Compose(READING)
                .composeString(text)
                .filter(node -> node instanceof MappingNode)
                .map(node -> new DocumentEdit((MappingNode) node))
                .orElseThrow(() -> new IllegalArgumentException("no document"));
    }

    /** The changed document. */
    public String text() {
        return written(root);
    }

    private static String written(Node node) {
        return new Present(WRITING)
                .emitToString(new Serialize(WRITING).serializeOne(node).iterator());
    }

    /** Whether there is an item of this name, whatever the case. */
    public boolean has(ItemKind kind, String name) {
        return index(list(kind), name) >= 0;
    }

    /** The names of a list's items, in its order. */
    public List<String> names(ItemKind kind) {
        return list(kind).getValue().stream().map(DocumentEdit::nameOf).toList();
    }

    /**
     * A new item.
     *
     * @throws EditRefused if there is one of this name
     */
    public void add(ItemKind kind, String name, List<Assignment> assignments, Place place) {
        refuseSecond(kind, name);
        MappingNode item = named(name);
        assignments.forEach(assignment -> assign(item, assignment));
        put(kind, item, place);
    }

    /** Other values of an item's keys. */
    public void set(ItemKind kind, String name, List<Assignment> assignments) {
        if (list(kind).getValue().get(require(kind, name)) instanceof MappingNode item) {
            assignments.forEach(assignment -> assign(item, assignment));
        }
    }

    /** One item less. */
    public void remove(ItemKind kind, String name) {
        list(kind).getValue().remove(require(kind, name));
    }

    /** The same items in another order. */
    public void move(ItemKind kind, String name, Place place) {
        Node item = list(kind).getValue().remove(require(kind, name));
        put(kind, item, place);
    }

    /** One more that differs in its name alone. */
    public void copy(ItemKind kind, String name, String copy, Place place) {
        refuseSecond(kind, copy);
        Node item = list(kind).getValue().get(require(kind, name));
        MappingNode again = of(written(item)).root;
        assign(again, new Assignment(List.of(NAME), Way.SET, quoted(copy)));
        put(kind, again, place);
    }

    private void refuseSecond(ItemKind kind, String name) {
        if (has(kind, name)) {
            throw new EditRefused("there is a " + kind.noun() + " \"" + name + "\" already");
        }
    }

    private int require(ItemKind kind, String name) {
        int index = index(list(kind), name);
        if (index < 0) {
            throw new EditRefused("there is no " + kind.noun() + " \"" + name + "\""
                    + Nearest.to(name, names(kind))
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse(""));
        }
        return index;
    }

    private void put(ItemKind kind, Node item, Place place) {
        SequenceNode list = list(kind);
        int index = switch (place) {
            case Place.First() -> 0;
            case Place.Last() -> list.getValue().size();
            case Place.Before(String other) -> require(kind, other);
            case Place.After(String other) -> require(kind, other) + 1;
        };
        list.getValue().add(index, item);
    }

    private SequenceNode list(ItemKind kind) {
        return value(root, kind.list())
                .filter(node -> node instanceof SequenceNode)
                .map(list -> blockStyle((SequenceNode) list))
                .orElseGet(() -> {
                    SequenceNode list = sequence(FlowStyle.BLOCK);
                    put(root, kind.list(), list);
                    return list;
                });
    }

    /** An empty list is written in brackets, and could take no items in lines of their own. */
    private static SequenceNode blockStyle(SequenceNode list) {
        list.setFlowStyle(FlowStyle.BLOCK);
        return list;
    }

    private static int index(SequenceNode list, String name) {
        for (int i = 0; i < list.getValue().size(); i++) {
            if (CaseFolding.same(nameOf(list.getValue().get(i)), name)) {
                return i;
            }
        }
        return -1;
    }

    private static String nameOf(Node item) {
        return item instanceof MappingNode mapping
                ? value(mapping, NAME)
                        .filter(node -> node instanceof ScalarNode)
                        .map(node -> ((ScalarNode) node).getValue())
                        .orElse("")
                : "";
    }

    private static void assign(MappingNode item, Assignment assignment) {
        assign(item, assignment.path(), assignment);
    }

    private static void assign(MappingNode mapping, List<String> path, Assignment assignment) {
        String key = path.getFirst();
        if (path.size() == 1) {
            last(mapping, key, assignment);
            return;
        }
        Node inner = value(mapping, key)
                .filter(node -> !(node instanceof ScalarNode)) // "mfa: none" gives way to "mfa: {any-of: …}"
                .orElseGet(() -> {
                    if (assignment.value().isEmpty()) {
                        throw absent(assignment);
                    }
                    Node made = LISTS_OF_NAMED.contains(key)
                            ? sequence(FlowStyle.BLOCK)
                            : new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
                    put(mapping, key, made);
                    return made;
                });
        switch (inner) {
            case MappingNode below -> assign(below, rest(path), assignment);
            case SequenceNode list -> assignInList(list, rest(path), assignment);
            default -> throw new IllegalStateException("neither");
        }
        if (inner instanceof MappingNode below && below.getValue().isEmpty()) {
            remove(mapping, key); // "reply: {}" says no more than nothing
        }
    }

    private static void assignInList(SequenceNode list, List<String> path, Assignment assignment) {
        String name = path.getFirst();
        int index = index(list, name);
        if (path.size() == 1) {
            if (assignment.way() != Way.SET || !assignment.value().isEmpty() || index < 0) {
                throw new EditRefused(
                        "\"" + assignment.key() + "\" is an item of a list; write one of its keys behind it, or \""
                                + assignment.key() + "=\" to take away one that is there");
            }
            list.getValue().remove(index);
            return;
        }
        if (index < 0) {
            MappingNode item = named(name);
            blockStyle(list).getValue().add(item);
            index = list.getValue().size() - 1;
        }
        if (list.getValue().get(index) instanceof MappingNode item) {
            assign(item, rest(path), assignment);
        }
    }

    private static void last(MappingNode mapping, String key, Assignment assignment) {
        switch (assignment.way()) {
            case SET -> {
                if (!assignment.value().isEmpty()) {
                    put(mapping, key, parsed(assignment));
                } else if (!remove(mapping, key)) {
                    throw absent(assignment);
                }
            }
            case ADD -> {
                SequenceNode list = listOf(mapping, key, assignment);
                Node added = parsed(assignment);
                if (indexOf(list, added) < 0) {
                    list.getValue().add(added);
                }
                put(mapping, key, list);
            }
            case TAKE -> {
                SequenceNode list = listOf(mapping, key, assignment);
                int index = indexOf(list, parsed(assignment));
                if (index < 0) {
                    throw new EditRefused("\"" + assignment.value() + "\" is none of " + assignment.key());
                }
                list.getValue().remove(index);
                if (list.getValue().isEmpty()) {
                    remove(mapping, key);
                } else {
                    put(mapping, key, list);
                }
            }
        }
    }

    /** What is there as a list: a single value is one of one. */
    private static SequenceNode listOf(MappingNode mapping, String key, Assignment assignment) {
        Optional<Node> there = value(mapping, key);
        if (there.orElse(null) instanceof SequenceNode list) {
            return list;
        }
        if (there.orElse(null) instanceof MappingNode) {
            throw new EditRefused("\"" + assignment.key() + "\" is no list; write one of the keys below it");
        }
        SequenceNode list = sequence(FlowStyle.FLOW);
        there.ifPresent(list.getValue()::add);
        return list;
    }

    private static int indexOf(SequenceNode list, Node wanted) {
        for (int i = 0; i < list.getValue().size(); i++) {
            if (list.getValue().get(i) instanceof ScalarNode there
                    && wanted instanceof ScalarNode scalar
                    && CaseFolding.same(there.getValue(), scalar.getValue())) {
                return i;
            }
        }
        return -1;
    }

    /** Lists, mappings and what is quoted are YAML; all else is one text, whatever signs it holds. */
    private static Node parsed(Assignment assignment) {
        String value = assignment.value();
        if ("[{'\"".indexOf(value.charAt(0)) < 0) {
            return new ScalarNode(new CoreSchema().getScalarResolver().resolve(value, true), value, ScalarStyle.PLAIN);
        }
        try {
            return new Compose(READING).composeString(value).orElseThrow();
        } catch (YamlEngineException wrong) {
            throw new EditRefused(
                    "the value of \"" + assignment.key()
                            + "\" is not valid: close each bracket and quote, and write a text with a backslash in single quotes");
        }
    }

    private static EditRefused absent(Assignment assignment) {
        return new EditRefused("\"" + assignment.key() + "\" is not set, so that it cannot be taken away");
    }

    private static MappingNode named(String name) {
        MappingNode item = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
        put(item, NAME, new ScalarNode(Tag.STR, name, ScalarStyle.PLAIN));
        return item;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static SequenceNode sequence(FlowStyle style) {
        return new SequenceNode(Tag.SEQ, new ArrayList<>(), style);
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }

    private static Optional<Node> value(MappingNode mapping, String key) {
        int index = index(mapping, key);
        return index < 0
                ? Optional.empty()
                : Optional.of(mapping.getValue().get(index).getValueNode());
    }

    private static void put(MappingNode mapping, String key, Node value) {
        NodeTuple tuple = new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN), value);
        int index = index(mapping, key);
        if (index < 0) {
            mapping.getValue().add(tuple);
        } else {
            mapping.getValue().set(index, tuple);
        }
    }

    private static boolean remove(MappingNode mapping, String key) {
        int index = index(mapping, key);
        return index >= 0 && mapping.getValue().remove(index) != null;
    }

    private static int index(MappingNode mapping, String key) {
        for (int i = 0; i < mapping.getValue().size(); i++) {
            if (mapping.getValue().get(i).getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
