package io.countersign.radius.administration;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.Conditions;
import io.countersign.policy.KnownClients;
import io.countersign.policy.RequestSet;
import io.countersign.policy.RequestSet.Excess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says what a list of policies, the first of which that matches decides, lets in that an earlier list did not. What certainly lets in no more
 * (fewer hours, one group fewer) is not told, and what cannot be decided is told as what may.
 *
 * <p>A policy that admits lets in no more than before if the earlier list had one that matched all that it matches and asked for no less, and if
 * whatever stood before that one and was stricter (a deny, or one that asks for more) still stands before it and matches no less.
 */
final class FirstMatch<P> {
    /** How many policies a line names. */
    private static final int MOST_NAMES = 3;

    /** So many times policies are compared; each with each of very many takes too long. */
    private static final int MOST_COMPARED = 1_000_000;

    private final Kind<P> kind;
    private final KnownClients clients;
    private final List<Listed<P>> before;
    private final List<Listed<P>> after;
    private final Map<String, Listed<P>> afterByName;
    private final List<String> found = new ArrayList<>();

    /** What policies ask for, each with a number: many ask for the same. */
    private final Map<Object, Integer> demands = new HashMap<>();

    private final Map<Pair, Boolean> laxer = new HashMap<>();

    private int compared;

    /**
     * What policies of one kind are.
     *
     * @param admits whether one may end in letting somebody in
     * @param demands what is asked of whoever matches, equal where the same is
     * @param laxer how the second asks for less than the first, whatever they match
     * @param alone what is said of one that is new, or admits only now, whatever stood there
     */
    record Kind<P>(
            String noun,
            Function<P, String> name,
            Predicate<P> enabled,
            Function<P, Conditions> when,
            Predicate<P> admits,
            Function<P, Object> demands,
            BiFunction<P, P, List<String>> laxer,
            Function<P, List<String>> alone) {}

    private record Listed<P>(P policy, String name, int place, boolean admits, int demands, RequestSet requests) {}

    private record Pair(int demands, int others) {}

    private FirstMatch(Kind<P> kind, List<P> before, List<P> after, KnownClients clients) {
        this.kind = kind;
        this.clients = clients;
        this.before = enabled(before);
        this.after = enabled(after);
        this.afterByName = byName(this.after);
    }

    /** One line for each thing; nothing but what policies say by themselves where there were none before. */
    static <P> List<String> weaker(Kind<P> kind, List<P> before, List<P> after, KnownClients clients) {
        var comparison = new FirstMatch<>(kind, before, after, clients);
        if (before.isEmpty()) {
            comparison.after.stream()
                    .filter(Listed::admits)
                    .forEach(policy -> comparison.tell(policy, kind.alone().apply(policy.policy())));
        } else {
            comparison.compare(
                    before.stream().map(kind.name()).map(CaseFolding::folded).collect(Collectors.toSet())::contains);
        }
        return comparison.found;
    }

    private List<Listed<P>> enabled(List<P> policies) {
        var listed = new ArrayList<Listed<P>>();
        for (var policy : policies) {
            if (kind.enabled().test(policy)) {
                listed.add(new Listed<>(
                        policy,
                        kind.name().apply(policy),
                        listed.size(),
                        kind.admits().test(policy),
                        demands.computeIfAbsent(kind.demands().apply(policy), _ -> demands.size()),
                        RequestSet.of(kind.when().apply(policy), clients)));
            }
        }
        return listed;
    }

    private static <P> Map<String, Listed<P>> byName(List<Listed<P>> policies) {
        var byName = new LinkedHashMap<String, Listed<P>>();
        policies.forEach(policy -> byName.put(CaseFolding.folded(policy.name()), policy));
        return byName;
    }

    private void compare(Predicate<String> wasThere) {
        var beforeByName = byName(before);
        var admitted = new LinkedHashMap<Listed<P>, Listed<P>>();
        for (var policy : after) {
            if (policy.admits()) {
                var namesake = Optional.ofNullable(beforeByName.get(CaseFolding.folded(policy.name())));
                var same = namesake.filter(Listed::admits);
                var admittedBefore = namesake.isPresent() ? same : covering(policy);
                admittedBefore.ifPresent(old -> admitted.put(policy, old));
                if (same.isPresent()) {
                    changed(same.get(), policy);
                } else if (!admitted.containsKey(policy)) {
                    admitsNow(policy, wasThere.test(CaseFolding.folded(policy.name())));
                }
            }
        }
        before.forEach(stricter -> gaveWay(stricter, admitted));
        if (compared > MOST_COMPARED) {
            found.add(
                    "so many policies stand elsewhere that not each was compared with each: the first that matches decides");
        }
    }

    /** One of before under another name that matched all of it and asked for no less. */
    private Optional<Listed<P>> covering(Listed<P> policy) {
        return before.stream()
                .filter(old -> old.admits() && policy.requests().isWithin(old.requests()) && !isStricter(old, policy))
                .findFirst();
    }

    private boolean isStricter(Listed<P> one, Listed<P> other) {
        return !one.admits()
                || laxer.computeIfAbsent(new Pair(one.demands(), other.demands()), _ -> isLaxer(one, other));
    }

    private boolean isLaxer(Listed<P> one, Listed<P> other) {
        compared++;
        return !kind.laxer().apply(one.policy(), other.policy()).isEmpty();
    }

    private void changed(Listed<P> old, Listed<P> policy) {
        tell(policy, kind.laxer().apply(old.policy(), policy.policy()));
        policy.requests().beyond(old.requests()).forEach(excess -> tell(policy, List.of(said(excess))));
    }

    private static String said(Excess excess) {
        return (excess.certain() ? "matches more by " : "may match more by ") + excess.path();
    }

    private void admitsNow(Listed<P> policy, boolean wasThere) {
        var behind = before.stream()
                .filter(old -> isBehind(old, policy)
                        && !old.requests().isApartFrom(policy.requests())
                        && isStricter(old, policy))
                .map(Listed::name)
                .toList();
        tell(
                policy,
                List.of((wasThere ? "lets in now" : "is new and lets in")
                        + (behind.isEmpty() ? "" : ", before what is stricter: " + some(behind))));
        tell(policy, kind.alone().apply(policy.policy()));
    }

    private boolean isBehind(Listed<P> old, Listed<P> policy) {
        return Optional.ofNullable(afterByName.get(CaseFolding.folded(old.name())))
                .filter(now -> now.place() > policy.place())
                .isPresent();
    }

    /** What one no longer keeps from those behind it that are less strict. The first of these is told. */
    private void gaveWay(Listed<P> stricter, Map<Listed<P>, Listed<P>> admitted) {
        var now = Optional.ofNullable(afterByName.get(CaseFolding.folded(stricter.name())))
                .or(() -> successor(stricter));
        for (var each : admitted.entrySet()) {
            var policy = each.getKey();
            boolean overtakes =
                    now.filter(kept -> kept.place() > policy.place()).isPresent();
            if (each.getValue().place() > stricter.place()
                    && isStricter(stricter, policy)
                    && reaches(stricter, now, overtakes, policy)) {
                tell(stricter, List.of(said(stricter, now.isPresent(), overtakes) + policy.name()));
                return;
            }
        }
    }

    /** One under another name that matches all of what one matched, and asks for no less. */
    private Optional<Listed<P>> successor(Listed<P> old) {
        return after.stream()
                .filter(policy -> old.requests().isWithin(policy.requests()))
                .filter(policy -> !policy.admits() || (old.admits() && !isStricter(old, policy)))
                .findFirst();
    }

    /** Whether what one matched may come to another behind it. */
    private boolean reaches(Listed<P> stricter, Optional<Listed<P>> now, boolean overtakes, Listed<P> policy) {
        compared++;
        return compared <= MOST_COMPARED
                && !stricter.requests().isApartFrom(policy.requests())
                && (overtakes
                        || now.filter(kept -> policy.requests().isWithin(kept.requests(), stricter.requests()))
                                .isEmpty());
    }

    private static String said(Listed<?> stricter, boolean isThere, boolean overtaken) {
        var does = stricter.admits() ? "asked for more" : "denied access";
        if (!isThere) {
            return does + " and does so no more: what it matched may come to ";
        }
        return does + (overtaken ? " and stands now behind " : " and matches less: what it leaves may come to ");
    }

    private void tell(Listed<P> policy, List<String> what) {
        what.forEach(line -> found.add(kind.noun() + " " + policy.name() + ": " + line));
    }

    private static String some(List<String> names) {
        var named = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? named : named + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
