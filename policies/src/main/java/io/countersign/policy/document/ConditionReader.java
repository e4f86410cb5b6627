package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.Condition;
import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Condition.TextAttribute;
import io.countersign.policy.Conditions;
import io.countersign.policy.DayAndTime;
import io.countersign.policy.Located;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code when:}. */
final class ConditionReader {
    private final YamlMapping when;
    private final List<Condition> found = new ArrayList<>();

    private ConditionReader(YamlMapping when) {
        this.when = when;
    }

    /** The conditions in the order of the document; at least one is asked for. */
    static Conditions conditions(YamlMapping when, boolean userKnown) {
        return new ConditionReader(when).all(userKnown);
    }

    private Conditions all(boolean userKnown) {
        one(PolicyKeys.CLIENT_TYPE, value -> value.word(ClientType.class).map(Condition.OfClientType::new));
        one(
                PolicyKeys.CLIENT_FRIENDLY_NAME,
                value -> value.parsed(NpsPattern::of).map(Condition.ClientFriendlyName::new));
        one(PolicyKeys.CLIENT_ADDRESS, value -> value.addressRange().map(Condition.ClientAddress::new));
        one(PolicyKeys.CLIENT_NETWORK, value -> ranges(value).map(Condition.ClientNetwork::new));
        one(PolicyKeys.CLIENT_VENDOR, value -> anyOf(value).map(Condition.ClientVendor::new));
        groups(PolicyKeys.USER_GROUPS, userKnown, Condition.UserGroups::new);
        groups(PolicyKeys.MACHINE_GROUPS, userKnown, Condition.MachineGroups::new);
        one(PolicyKeys.DAY_AND_TIME, value -> dayAndTime(value).map(Condition.At::new));
        one(PolicyKeys.AUTHENTICATION_METHOD, value -> methods(value).map(Condition.OfMethod::new));
        for (TextAttribute attribute : TextAttribute.values()) {
            one(
                    PolicyKeys.of(attribute),
                    value -> value.parsed(NpsPattern::of)
                            .map(pattern -> new Condition.AttributeHolds(attribute, pattern)));
        }
        for (EnumeratedAttribute attribute : EnumeratedAttribute.values()) {
            one(
                    PolicyKeys.of(attribute),
                    value -> anyOf(value).map(names -> new Condition.AttributeIs(attribute, names)));
        }
        when.finish();
        List<String> order = List.copyOf(when.keys());
        if (order.isEmpty()) {
            when.problem(
                    "when",
                    "\"when\" has no condition",
                    "write at least one; day-and-time: Sun-Sat 00:00-24:00 always holds");
        }
        found.sort(Comparator.comparingInt(condition -> order.indexOf(condition.key())));
        return new Conditions(found);
    }

    private void one(YamlKey<YamlValue> key, Function<YamlValue, Optional<? extends Condition>> reader) {
        key.in(when).flatMap(reader).ifPresent(found::add);
    }

    private void groups(
            YamlKey<YamlValue> key, boolean userKnown, Function<List<Located<String>>, Condition> condition) {
        one(key, value -> {
            if (!userKnown) {
                value.problem(
                        "\"" + key + "\" cannot be asked for before the user is looked up",
                        "move it to the network policies");
            }
            return anyOf(value).map(condition);
        });
    }

    private static Optional<List<AddressRange>> ranges(YamlValue value) {
        return notEmpty(
                value,
                value.items().stream()
                        .flatMap(item -> item.addressRange().stream())
                        .toList());
    }

    /** At least one text. */
    static Optional<List<Located<String>>> anyOf(YamlValue value) {
        return notEmpty(value, value.locatedTexts());
    }

    /** At least one method. */
    static Optional<Set<AuthenticationMethod>> methods(YamlValue value) {
        return words(value, AuthenticationMethod.class);
    }

    /** At least one word. */
    static <E extends Enum<E>> Optional<Set<E>> words(YamlValue value, Class<E> words) {
        return notEmpty(value, value.words(words)).map(EnumSet::copyOf);
    }

    /** One text with ranges, or a list of such texts. */
    static Optional<DayAndTime> dayAndTime(YamlValue value) {
        List<DayAndTime.Range> ranges = value.items().stream()
                .flatMap(item -> item.parsed(DayAndTime::parse).stream())
                .flatMap(times -> times.ranges().stream())
                .toList();
        return notEmpty(value, ranges).map(DayAndTime::new);
    }

    private static <T> Optional<List<T>> notEmpty(YamlValue value, List<T> items) {
        if (value.isList() && value.items().isEmpty()) {
            value.problem("an empty list never holds", "name at least one, or remove the line");
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }
}
