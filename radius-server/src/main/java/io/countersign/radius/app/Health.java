package io.countersign.radius.app;

import io.countersign.mfa.MfaCertificate;
import io.countersign.radius.audit.Metrics;
import io.countersign.radius.audit.Telemetry;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.forwarding.ServerHealth;
import io.countersign.radius.plugins.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Shows in the metrics how others are on whom logins rest: remote servers, and certificates until they end. */
final class Health {
    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    private Health() {}

    /** Each that was asked lately. */
    static void ofRemoteServers(Metrics metrics, Forwarding forwarding) {
        metrics.gauges(
                "countersign.remote.server.up",
                "1 while a remote RADIUS server is asked, 0 while it is passed over",
                () -> byServer(forwarding, health -> Optional.of(health.up() ? 1.0 : 0.0)));
        metrics.gauges(
                "countersign.remote.server.requests.in.work",
                "Requests that wait for a remote RADIUS server's answer",
                () -> byServer(forwarding, health -> Optional.of((double) health.inWork())));
        metrics.gauges(
                "countersign.remote.server.last.answer.timestamp.seconds",
                "When a remote RADIUS server answered last",
                () -> byServer(forwarding, health -> health.lastAnswer().map(at -> at.toEpochMilli() / 1000.0)));
    }

    /** Those of the syslog server and of the second factors in force. */
    static void ofCertificates(Metrics metrics, Telemetry telemetry, InForce inForce, InstantSource clock) {
        metrics.gauges(
                "countersign.certificate.days",
                "Days until a certificate ends; negative once it has ended",
                () -> certificateDays(telemetry, inForce, clock.instant()));
    }

    private static Map<Map<String, String>, Double> byServer(
            Forwarding forwarding, Function<ServerHealth, Optional<Double>> number) {
        var numbers = new HashMap<Map<String, String>, Double>();
        forwarding
                .health()
                .forEach(health -> number.apply(health).ifPresent(known -> numbers.put(labels(health), known)));
        return numbers;
    }

    private static Map<String, String> labels(ServerHealth health) {
        return Map.of(
                "server", health.server(),
                "address", health.address(),
                "service", health.service().name().toLowerCase(Locale.ROOT));
    }

    private static Map<Map<String, String>, Double> certificateDays(Telemetry telemetry, InForce inForce, Instant now) {
        var days = new HashMap<Map<String, String>, Double>();
        telemetry
                .certificates()
                .forEach(known -> days.put(labels("audit.syslog", known.name()), days(now, known.until())));
        inForce.live()
                .loaded()
                .plugins()
                .byName()
                .values()
                .forEach(provider -> certificates(provider)
                        .forEach(known -> days.put(labels(provider.name(), known.name()), days(now, known.until()))));
        return days;
    }

    /** A plugin that fails to say has none. */
    private static List<MfaCertificate> certificates(Provider provider) {
        try {
            return List.copyOf(provider.plugin().certificates());
        } catch (RuntimeException | LinkageError failed) {
            return List.of();
        }
    }

    private static Map<String, String> labels(String of, String certificate) {
        return Map.of("of", of, "certificate", certificate);
    }

    private static double days(Instant now, Instant until) {
        return Duration.between(now, until).toSeconds() / SECONDS_OF_A_DAY;
    }
}
