package io.countersign.policy.document;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.Located;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Reads {@code mfa:}. */
final class SecondFactorReader {
    private SecondFactorReader() {}

    static SecondFactor secondFactor(YamlValue value) {
        if (value.isMapping()) {
            return value.mapping().map(SecondFactorReader::anyOf).orElseThrow();
        }
        if (value.isList()) {
            value.problem("\"mfa\" is a list", "write a mapping: mfa: {any-of: [" + listed(value) + "]}");
            return new SecondFactor.None();
        }
        value.text()
                .filter(text -> !text.equals("none"))
                .ifPresent(text -> value.problem(
                        "\"mfa\" is \"" + text + "\", which is not known",
                        "write none, or a mapping with any-of: [PROVIDER]"));
        return new SecondFactor.None();
    }

    private static String listed(YamlValue list) {
        return list.items().stream().flatMap(item -> item.text().stream()).collect(joining(", "));
    }

    private static SecondFactor anyOf(YamlMapping mfa) {
        List<Located<String>> providers =
                PolicyKeys.ANY_OF.requiredIn(mfa).map(YamlValue::locatedTexts).orElse(List.of());
        if (providers.isEmpty() && mfa.has("any-of")) {
            mfa.problem("any-of", "\"any-of\" names no provider", "name one, or write mfa: none");
        }
        SecondFactor factor = new SecondFactor.AnyOf(
                providers, wayRound(mfa, PolicyKeys.NOT_ENROLLED), wayRound(mfa, PolicyKeys.UNAVAILABLE));
        mfa.finish();
        return factor;
    }

    private static WayRound wayRound(YamlMapping mfa, YamlKey<YamlValue> key) {
        Optional<YamlValue> value = key.in(mfa);
        if (value.isEmpty()) {
            return new WayRound.Reject();
        }
        if (value.get().isMapping()) {
            return value.get().mapping().flatMap(SecondFactorReader::allow).orElseGet(WayRound.Reject::new);
        }
        value.get()
                .text()
                .filter(text -> !text.equals("reject"))
                .ifPresent(text -> value.get()
                        .problem(
                                "\"" + key + "\" is \"" + text + "\", which is not known",
                                "write reject, or a mapping allow: {group: 'local\\GROUP', until: 2027-01-31}"));
        return new WayRound.Reject();
    }

    private static Optional<WayRound> allow(YamlMapping wayRound) {
        YamlMapping allow = wayRound.requiredMapping("allow");
        wayRound.finish();
        Optional<Located<String>> group = allow.required("group").flatMap(YamlValue::locatedText);
        Optional<Instant> until = allow.required("until").flatMap(value -> value.parsed(SecondFactorReader::until));
        allow.finish();
        return group.flatMap(name -> until.map(end -> new WayRound.Allow(name, end)));
    }

    /** A date means the end of that day in UTC. */
    private static Instant until(String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a date; write one such as 2027-01-31, the end of that day in UTC, or"
                            + " 2027-01-31T18:00:00+01:00",
                    e);
        }
    }
}
