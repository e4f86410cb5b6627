package io.countersign.policy;

import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Condition.TextAttribute;
import java.net.InetAddress;
import java.time.temporal.ChronoField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request while its policies are evaluated: what many conditions ask for is looked up once. For one thread. */
final class Evaluation {
    private static final int UNASKED = -1;

    private final Facts facts;
    private final Map<TextAttribute, Searched> searched = new EnumMap<>(TextAttribute.class);
    private final Map<EnumeratedAttribute, Facts.Values> folded = new EnumMap<>(EnumeratedAttribute.class);
    private Optional<NetworkAccessServerType> serverType = Optional.empty();
    private boolean serverTypeAsked;
    private @Nullable List<InetAddress> callingAddresses;
    private @Nullable Set<String> machineGroups;
    private int day = UNASKED;
    private int minute = UNASKED;

    Evaluation(Facts facts) {
        this.facts = facts;
    }

    Facts facts() {
        return facts;
    }

    /**
     * What patterns are searched in.
     *
     * @param values unreadable if more than four of them are IPv6 addresses
     * @param addresses the texts among the values that are IPv6 addresses
     */
    record Searched(Facts.Values values, List<Spellings> addresses) {
        /** No client says more of them in one attribute, and each has many spellings, in which every pattern is searched. */
        private static final int MOST_ADDRESSES = 4;

        static Searched of(Facts.Values values) {
            List<Spellings> addresses = List.of();
            for (String text : values.texts()) {
                Optional<Spellings> address = Spellings.of(text);
                if (address.isPresent()) {
                    if (addresses.size() == MOST_ADDRESSES) {
                        return new Searched(new Facts.Values(List.of(), false), List.of());
                    }
                    addresses =
                            Stream.concat(addresses.stream(), address.stream()).toList();
                }
            }
            return new Searched(values, addresses);
        }
    }

    Searched searched(TextAttribute attribute) {
        Searched known = searched.get(attribute);
        if (known == null) {
            known = Searched.of(facts.attributes().values(attribute.attributeName()));
            searched.put(attribute, known);
        }
        return known;
    }

    /** The values, as names are compared. */
    Facts.Values folded(EnumeratedAttribute attribute) {
        Facts.Values known = folded.get(attribute);
        if (known == null) {
            Facts.Values values = facts.attributes().values(attribute.attributeName());
            known = new Facts.Values(
                    values.texts().stream().map(CaseFolding::folded).toList(), values.readable());
            folded.put(attribute, known);
        }
        return known;
    }

    /** The account's groups, as names are compared; none if nobody has been looked up. */
    Set<String> groups() {
        return facts.account().map(Facts.Account::groups).orElse(Groups.NONE).folded();
    }

    /** The same of the client computer; none if it is not known. */
    Set<String> machineGroups() {
        if (machineGroups == null) {
            machineGroups = facts.machineGroups().get().folded();
        }
        return machineGroups;
    }

    /** The kind of server that the request is from; empty if it cannot be told. */
    Optional<NetworkAccessServerType> serverType() {
        if (!serverTypeAsked) {
            serverType = NetworkAccessServerType.of(facts);
            serverTypeAsked = true;
        }
        return serverType;
    }

    /** Those of the Calling-Station-Ids that are addresses. */
    List<InetAddress> callingAddresses() {
        if (callingAddresses == null) {
            callingAddresses = searched(TextAttribute.CALLING_STATION_ID).values().texts().stream()
                    .flatMap(text -> AddressRange.literal(text.strip()).stream())
                    .toList();
        }
        return callingAddresses;
    }

    boolean isIn(DayAndTime times) {
        if (day == UNASKED) {
            day = facts.at().getDayOfWeek().getValue();
            minute = facts.at().get(ChronoField.MINUTE_OF_DAY);
        }
        return times.contains(day, minute);
    }
}
