package io.countersign.policy;

import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Condition.TextAttribute;
import java.time.temporal.ChronoField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One request while its policies are evaluated: what many conditions ask for is looked up once. For one thread. */
final class Evaluation {
    private static final int UNASKED = -1;

    private final Facts facts;
    private final Map<TextAttribute, List<String>> texts = new EnumMap<>(TextAttribute.class);
    private final Map<EnumeratedAttribute, List<String>> folded = new EnumMap<>(EnumeratedAttribute.class);
    private int day = UNASKED;
    private int minute = UNASKED;

    Evaluation(Facts facts) {
        this.facts = facts;
    }

    Facts facts() {
        return facts;
    }

    List<String> texts(TextAttribute attribute) {
        List<String> known = texts.get(attribute);
        if (known == null) {
            known = facts.attributes().texts(attribute.attributeName());
            texts.put(attribute, known);
        }
        return known;
    }

    /** The values, as names are compared. */
    List<String> folded(EnumeratedAttribute attribute) {
        List<String> known = folded.get(attribute);
        if (known == null) {
            known = facts.attributes().texts(attribute.attributeName()).stream()
                    .map(CaseFolding::folded)
                    .toList();
            folded.put(attribute, known);
        }
        return known;
    }

    /** The account's groups, as names are compared; none if nobody has been looked up. */
    Set<String> groups() {
        return facts.account().map(Facts.Account::groups).orElse(Groups.NONE).folded();
    }

    boolean isIn(DayAndTime times) {
        if (day == UNASKED) {
            day = facts.at().getDayOfWeek().getValue();
            minute = facts.at().get(ChronoField.MINUTE_OF_DAY);
        }
        return times.contains(day, minute);
    }
}
