package io.countersign.radius.audit;

import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One packet, as a row of NPS's log files.
 *
 * @param at when it came or went, in the time zone of the machine
 */
record NpsRow(ZonedDateTime at, Map<NpsField, List<NpsValue>> values) {
    NpsRow(ZonedDateTime at) {
        this(at, new EnumMap<>(NpsField.class));
    }

    NpsRow with(NpsField field, List<NpsValue> some) {
        if (!some.isEmpty()) {
            values.put(field, some);
        }
        return this;
    }

    NpsRow with(NpsField field, NpsValue value) {
        return with(field, List.of(value));
    }

    NpsRow with(NpsField field, long number) {
        return with(field, new NpsValue.Numeral(number));
    }

    NpsRow with(NpsField field, String text) {
        return text.isEmpty() ? this : with(field, NpsValue.text(text));
    }

    NpsRow with(NpsField field, Optional<String> text) {
        return text.isEmpty() ? this : with(field, text.get());
    }

    List<NpsValue> of(NpsField field) {
        return values.getOrDefault(field, List.of());
    }
}
