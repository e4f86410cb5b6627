package io.countersign.policy;

import io.countersign.policy.PolicyEngine.Held;
import java.util.List;
import java.util.Set;

/** Whether a condition holds for a request, and what the request had to say to it. */
final class ConditionEvaluation {
    private ConditionEvaluation() {}

    static Held evaluate(Condition condition, Facts facts) {
        return switch (condition) {
            case Condition.OfClientType(var type) -> held(facts.clientType() == type);
            case Condition.ClientFriendlyName(var pattern) -> held(pattern, facts.clientName());
            case Condition.ClientAddress(var range) -> held(range.contains(facts.clientAddress()));
            case Condition.ClientVendor(var vendors) -> held(isAnyOf(vendors, facts.clientVendor()));
            case Condition.UserGroups(var groups) -> held(isMember(groups, facts));
            case Condition.At(var times) -> held(times.contains(facts.at()));
            case Condition.OfMethod(var methods) -> held(methods.contains(facts.method()));
            case Condition.AttributeHolds(var attribute, var pattern) ->
                held(pattern, facts.attributes().texts(attribute.attributeName()));
            case Condition.AttributeIs(var attribute, var anyOf) ->
                held(isAnyOf(anyOf, facts.attributes().texts(attribute.attributeName())));
        };
    }

    static String because(Condition condition, Facts facts) {
        return switch (condition) {
            case Condition.OfClientType _ -> Words.of(facts.clientType());
            case Condition.ClientFriendlyName _ -> facts.clientName();
            case Condition.ClientAddress _ -> facts.clientAddress().getHostAddress();
            case Condition.ClientVendor _ -> facts.clientVendor();
            case Condition.UserGroups(var groups) -> membership(groups, facts);
            case Condition.At _ ->
                DayAndTime.word(facts.at().getDayOfWeek()) + " "
                        + facts.at().toLocalTime().withNano(0).withSecond(0);
            case Condition.OfMethod _ -> Words.of(facts.method());
            case Condition.AttributeHolds(var attribute, var _) -> said(facts, attribute.attributeName());
            case Condition.AttributeIs(var attribute, var _) -> said(facts, attribute.attributeName());
        };
    }

    private static Held held(boolean held) {
        return held ? Held.YES : Held.NO;
    }

    private static Held held(NpsPattern pattern, String text) {
        return switch (pattern.search(text)) {
            case FOUND -> Held.YES;
            case NOT_FOUND -> Held.NO;
            case GAVE_UP -> Held.UNKNOWN;
        };
    }

    /** Any value; one that cannot be searched makes it unknown unless another holds the pattern. */
    private static Held held(NpsPattern pattern, List<String> texts) {
        Held all = Held.NO;
        for (String text : texts) {
            switch (held(pattern, text)) {
                case YES -> {
                    return Held.YES;
                }
                case UNKNOWN -> all = Held.UNKNOWN;
                case NO -> {}
            }
        }
        return all;
    }

    private static boolean isAnyOf(List<Located<String>> anyOf, List<String> texts) {
        for (String text : texts) {
            if (isAnyOf(anyOf, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyOf(List<Located<String>> anyOf, String text) {
        for (Located<String> one : anyOf) {
            if (one.value().equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMember(List<Located<String>> groups, Facts facts) {
        Set<String> held = facts.account().map(Facts.Account::groups).orElse(Set.of());
        for (String group : held) {
            if (isAnyOf(groups, group)) {
                return true;
            }
        }
        return false;
    }

    private static String membership(List<Located<String>> groups, Facts facts) {
        if (facts.account().isEmpty()) {
            return "nobody has been looked up";
        }
        String name = facts.account().get().name();
        return name + (isMember(groups, facts) ? " is a member" : " is not a member");
    }

    private static String said(Facts facts, String attributeName) {
        List<String> texts = facts.attributes().texts(attributeName);
        return texts.isEmpty() ? "the request has no " + attributeName : String.join(", ", texts);
    }
}
