package io.countersign.policy;

import io.countersign.policy.Trace.Step;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One condition or constraint, made ready once for many requests: whether it holds, and what the request had to say to it. */
final class Rule {
    private final Condition condition;
    private final String written;

    /** Those that the condition names, as names are compared; empty for a condition that names none. */
    private final Set<String> names;

    /** Finds addresses in any spelling; absent if the condition has no pattern for an attribute. */
    private final Optional<AddressPattern> addresses;

    Rule(Condition condition, String written) {
        this.condition = condition;
        this.written = written;
        this.names = switch (condition) {
            case Condition.UserGroups(var groups) -> folded(groups);
            case Condition.MachineGroups(var groups) -> folded(groups);
            case Condition.ClientVendor(var vendors) -> folded(vendors);
            case Condition.AttributeIs(var _, var anyOf) -> folded(anyOf);
            case Condition.OfServerType _,
                    Condition.OfClientType _,
                    Condition.ClientFriendlyName _,
                    Condition.ClientAddress _,
                    Condition.ClientNetwork _,
                    Condition.At _,
                    Condition.OfMethod _,
                    Condition.AttributeHolds _ -> Set.of();
        };
        this.addresses = condition instanceof Condition.AttributeHolds(var _, var pattern)
                ? Optional.of(new AddressPattern(pattern))
                : Optional.empty();
    }

    Rule(Condition condition) {
        this(condition, condition.written());
    }

    /** Whether something holds. */
    enum Held {
        /** It does. */
        YES,
        /** It does not. */
        NO,
        /** It could not be evaluated. */
        UNKNOWN
    }

    Held evaluate(Evaluation request) {
        Facts facts = request.facts();
        return switch (condition) {
            case Condition.OfServerType(var type) -> isOfType(type, request.serverType());
            case Condition.OfClientType(var type) -> held(facts.clientType() == type);
            case Condition.ClientFriendlyName(var pattern) -> held(pattern, facts.clientName());
            case Condition.ClientAddress(var range) -> held(range.contains(facts.clientAddress()));
            case Condition.ClientNetwork(var ranges) -> isIn(ranges, request);
            case Condition.ClientVendor _ -> held(names.contains(CaseFolding.folded(facts.clientVendor())));
            case Condition.UserGroups _ -> held(!Collections.disjoint(names, request.groups()));
            case Condition.MachineGroups _ -> held(!Collections.disjoint(names, request.machineGroups()));
            case Condition.At(var times) -> held(request.isIn(times));
            case Condition.OfMethod(var methods) -> held(methods.contains(facts.method()));
            case Condition.AttributeHolds(var attribute, var pattern) -> held(pattern, request.searched(attribute));
            case Condition.AttributeIs(var attribute, var _) -> isOneOfNames(request.folded(attribute));
        };
    }

    /** What a trace tells of it. */
    Step step(String policy, Evaluation request) {
        Held held = evaluate(request);
        String because = because(request);
        boolean isTooLong = held == Held.UNKNOWN && isReadable(request);
        return new Step(
                policy,
                written,
                held == Held.YES,
                isTooLong ? "a text is too long to be searched: " + because : because);
    }

    private boolean isReadable(Evaluation request) {
        return switch (condition) {
            case Condition.AttributeHolds(var attribute, var _) ->
                request.searched(attribute).values().readable();
            case Condition.AttributeIs(var attribute, var _) ->
                request.folded(attribute).readable();
            case Condition.ClientNetwork _ ->
                request.searched(Condition.TextAttribute.CALLING_STATION_ID)
                        .values()
                        .readable();
            case Condition.OfServerType _ -> request.serverType().isPresent();
            case Condition.OfClientType _,
                    Condition.ClientFriendlyName _,
                    Condition.ClientAddress _,
                    Condition.ClientVendor _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.At _,
                    Condition.OfMethod _ -> true;
        };
    }

    private String because(Evaluation request) {
        Facts facts = request.facts();
        return switch (condition) {
            case Condition.OfServerType _ -> ofType(request);
            case Condition.OfClientType _ -> Words.of(facts.clientType());
            case Condition.ClientFriendlyName _ -> facts.clientName();
            case Condition.ClientAddress _ -> AddressText.of(facts.clientAddress());
            case Condition.ClientNetwork _ ->
                said("Calling-Station-Id", facts.attributes().values("Calling-Station-Id"));
            case Condition.ClientVendor _ -> facts.clientVendor();
            case Condition.UserGroups _ -> membership(facts);
            case Condition.MachineGroups _ ->
                Collections.disjoint(names, request.machineGroups())
                        ? "the client computer is not a member, or not known"
                        : "the client computer is a member";
            case Condition.At _ ->
                DayAndTime.word(facts.at().getDayOfWeek()) + " "
                        + facts.at().toLocalTime().withNano(0).withSecond(0);
            case Condition.OfMethod _ -> Words.of(facts.method());
            case Condition.AttributeHolds(var attribute, var _) ->
                said(attribute.attributeName(), request.searched(attribute).values());
            case Condition.AttributeIs(var attribute, var _) ->
                said(attribute.attributeName(), facts.attributes().values(attribute.attributeName()));
        };
    }

    private static String ofType(Evaluation request) {
        Facts.Values said = request.facts().attributes().values(NetworkAccessServerType.ATTRIBUTE);
        return said.readable() && said.texts().isEmpty()
                ? request.serverType().map(Words::of).orElse("") + ", by the client's type"
                : said(NetworkAccessServerType.ATTRIBUTE, said);
    }

    private String membership(Facts facts) {
        if (facts.account().isEmpty()) {
            return "nobody has been looked up";
        }
        Facts.Account account = facts.account().get();
        boolean isMember = !Collections.disjoint(names, account.groups().folded());
        return account.name() + (isMember ? " is a member" : " is not a member");
    }

    private static String said(String attributeName, Facts.Values values) {
        if (!values.readable()) {
            return attributeName + " is not what its type says and cannot be read";
        }
        return values.texts().isEmpty() ? "the request has no " + attributeName : String.join(", ", values.texts());
    }

    private static Held isOfType(NetworkAccessServerType asked, Optional<NetworkAccessServerType> type) {
        return type.isPresent() ? held(type.get() == asked) : Held.UNKNOWN;
    }

    /** A Calling-Station-Id that is no address is in no network. */
    private static Held isIn(List<AddressRange> ranges, Evaluation request) {
        if (!request.searched(Condition.TextAttribute.CALLING_STATION_ID)
                .values()
                .readable()) {
            return Held.UNKNOWN;
        }
        for (InetAddress address : request.callingAddresses()) {
            for (AddressRange range : ranges) {
                if (range.contains(address)) {
                    return Held.YES;
                }
            }
        }
        return Held.NO;
    }

    private static Held held(boolean held) {
        return held ? Held.YES : Held.NO;
    }

    private static Held held(NpsPattern pattern, String text) {
        return switch (pattern.search(text)) {
            case FOUND -> Held.YES;
            case NOT_FOUND -> Held.NO;
            case TOO_LONG -> Held.UNKNOWN;
        };
    }

    /** Any value, an address in any spelling; one that cannot be searched makes it unknown unless another holds the pattern. */
    private Held held(NpsPattern pattern, Evaluation.Searched searched) {
        if (!searched.values().readable()) {
            return Held.UNKNOWN;
        }
        Held all = Held.NO;
        for (String text : searched.values().texts()) {
            switch (held(pattern, text)) {
                case YES -> {
                    return Held.YES;
                }
                case UNKNOWN -> all = Held.UNKNOWN;
                case NO -> {}
            }
        }
        for (Spellings address : searched.addresses()) {
            if (addresses.orElseThrow().finds(address)) {
                return Held.YES;
            }
        }
        return all;
    }

    private Held isOneOfNames(Facts.Values values) {
        return values.readable() ? held(!Collections.disjoint(names, values.texts())) : Held.UNKNOWN;
    }

    private static Set<String> folded(List<Located<String>> names) {
        return CaseFolding.folded(names.stream().map(Located::value).toList());
    }
}
