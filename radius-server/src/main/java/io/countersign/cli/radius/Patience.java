package io.countersign.cli.radius;

import io.countersign.policy.yaml.YamlValue;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long to wait: a duration as documents write it, or a plain number of seconds. */
final class Patience implements ITypeConverter<Duration> {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);

    @Override
    public Duration convert(String text) {
        return YamlValue.duration(text.matches("[0-9]+") ? text + "s" : text)
                .filter(duration -> duration.compareTo(LEAST) >= 0 && duration.compareTo(MOST) <= 0)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no duration from 1s to 5m; write it as a number with ms, s or m"));
    }
}
