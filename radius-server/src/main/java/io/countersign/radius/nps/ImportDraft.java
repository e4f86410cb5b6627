package io.countersign.radius.nps;

import io.countersign.policy.document.ItemKind;
import io.countersign.radius.nps.ReportLine.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One object on its way into the document: its keys, and what is to be said of it. */
final class ImportDraft {
    static final String TYPE = "type-of-network-access-server";

    private final ItemKind kind;
    private final String name;
    private final Map<String, Object> keys = new LinkedHashMap<>();
    private final Map<String, Object> when = new LinkedHashMap<>();
    private final Set<String> lacking = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private boolean enabledThere = true;
    private boolean enabledHere = true;

    ImportDraft(ItemKind kind, String name) {
        this.kind = kind;
        this.name = name;
        keys.put("name", name);
    }

    ItemKind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    void put(String key, Object value) {
        keys.put(key, value);
    }

    /** Adds a condition; false if there is another of this key already. */
    boolean require(String key, Object value) {
        return when.putIfAbsent(key, value) == null || value.equals(when.get(key));
    }

    boolean hasConditions() {
        return !when.isEmpty();
    }

    /** NPS has a further condition, which the document has not: whoever enables the policy is told. */
    void lacks(String expression, String why) {
        lacking.add(expression);
        put("description", "NPS also asks for " + String.join(" and ", lacking));
        disable(why);
    }

    /** It does something else than in NPS. */
    void note(String what) {
        notes.add(what);
    }

    /** Whether it is for all types of network access servers; NPS asks those for one first. */
    boolean isOfAnyType() {
        return !keys.containsKey(TYPE);
    }

    void disabledThere() {
        enabledThere = false;
    }

    /** It arrives disabled. */
    void disable(String why) {
        enabledHere = false;
        notes.add((enabledThere ? "arrives disabled: " : "") + why);
    }

    /** It does not arrive. */
    void drop(String why) {
        dropped.add(why);
    }

    boolean isDropped() {
        return !dropped.isEmpty();
    }

    boolean isEnabled() {
        return enabledThere && enabledHere && !isDropped();
    }

    /** Whether NPS asks it and the document does not: whatever it decided falls to those behind it. */
    boolean isGap() {
        return enabledThere && !isEnabled();
    }

    boolean isGranting() {
        return kind == ItemKind.CONNECTION_REQUEST_POLICY || "grant".equals(keys.get("access"));
    }

    /** As an item of its list. */
    Map<String, Object> item() {
        var item = new LinkedHashMap<>(keys);
        if (!isEnabled()) {
            item.put("enabled", false);
        }
        if (!when.isEmpty()) {
            item.put("when", when);
        }
        return item;
    }

    /** A network policy that matches the same and lets nobody in. */
    Map<String, Object> conditionsAlone() {
        var item = new LinkedHashMap<String, Object>();
        item.put("name", name);
        item.put("access", "deny");
        item.put("when", when);
        Optional.ofNullable(keys.get(TYPE)).ifPresent(word -> item.put(TYPE, word));
        return item;
    }

    ReportLine reported() {
        return isDropped()
                ? new ReportLine(kind.noun(), name, Outcome.NOT_IMPORTED, List.copyOf(dropped))
                : new ReportLine(
                        kind.noun(), name, notes.isEmpty() ? Outcome.IMPORTED : Outcome.CHANGED, List.copyOf(notes));
    }
}
