package io.countersign.radius.audit;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.AuthEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts decisions for Prometheus. Labels are names that an administrator chose or words of a closed set, never a user's name, so their
 * number is bounded.
 *
 * <ul>
 *   <li>{@code countersign_logins_total{client,policy,method,answer,reason}}
 *   <li>{@code countersign_login_seconds{client,factor,answer}}: from arrival to decision
 *   <li>{@code countersign_factors_total{factor,outcome,answer}}
 *   <li>{@code countersign_bypasses_total{client}}: logins that went round the second factor
 *   <li>{@code countersign_discards_total{client,reason}}: datagrams that were met with silence; client {@code unknown} is nobody's
 *   <li>{@code countersign_audit_lost_total}: decisions that the audit file could not keep
 *   <li>{@code countersign_audit_waiting}: events that wait to be written to the audit file
 *   <li>{@code countersign_prompts_open}: prompts that wait for their users
 *   <li>{@code countersign_requests_in_work{service}}: requests that are not answered yet
 *   <li>{@code countersign_store_answers}: 1 while the store can be read, else 0
 *   <li>{@code countersign_logins_repeated_total}: requests that were an earlier login sent again as a new request
 *   <li>{@code countersign_replies_dropped_total}: replies that were dropped because too many waited to be sent
 *   <li>{@code countersign_accounting_kept_total}, {@code countersign_accounting_repeated_total}, {@code
 *       countersign_accounting_failed_total}: accounting records
 *   <li>{@code countersign_remote_servers_unavailable}: remote RADIUS servers that are passed over
 *   <li>{@code countersign_remote_server_up{server,address,service}}, {@code countersign_remote_server_requests_in_work{…}}, {@code
 *       countersign_remote_server_last_answer_timestamp_seconds{…}}: each that was asked within the last ten minutes
 *   <li>{@code countersign_certificate_days{of,certificate}}: how long certificates are good; negative once they have ended
 * </ul>
 */
public final class Metrics implements AuthEvents {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Of more combinations no time is kept by client: each is a dozen lines at every reading. */
    private static final int MOST_TIMES = 2_000;

    private static final String OTHERS = "others";

    private record Login(String client, String policy, String method, AuthEvent.Answer answer, ReasonCode reason) {}

    private record Took(String client, String factor, AuthEvent.Answer answer) {}

    private record Asked(String factor, String outcome, AuthEvent.Answer answer) {}

    /** Each meter as it was registered: to find one by its name and labels costs more than all the rest of counting. */
    private final ConcurrentMap<Login, Counter> logins = new ConcurrentHashMap<>();

    private final ConcurrentMap<Took, Timer> times = new ConcurrentHashMap<>();
    private final ConcurrentMap<Asked, Counter> factors = new ConcurrentHashMap<>();

    /** Each brings its gauges up to date. */
    private final List<Runnable> changing = new CopyOnWriteArrayList<>();

    @Override
    public void happened(AuthEvent event) {
        var login = new Login(
                event.client(), event.networkPolicy().orElse(""), event.method(), event.answer(), event.reason());
        logins.computeIfAbsent(login, this::counter).increment();
        timer(event).record(event.took());
        event.factor()
                .map(factor -> new Asked(factor, event.factorOutcome().orElse(""), event.answer()))
                .ifPresent(
                        asked -> factors.computeIfAbsent(asked, this::counter).increment());
        event.bypass().ifPresent(_ -> count("countersign.bypasses", Map.of("client", event.client())));
    }

    private Counter counter(Login login) {
        return Counter.builder("countersign.logins")
                .tag("client", login.client())
                .tag("policy", login.policy())
                .tag("method", login.method())
                .tag("answer", login.answer().name())
                .tag("reason", login.reason().name())
                .register(registry);
    }

    private Counter counter(Asked asked) {
        return Counter.builder("countersign.factors")
                .tag("factor", asked.factor())
                .tag("outcome", asked.outcome())
                .tag("answer", asked.answer().name())
                .register(registry);
    }

    private Timer timer(AuthEvent event) {
        String factor = event.factor().orElse("");
        var took = new Took(event.client(), factor, event.answer());
        Timer known = times.get(took);
        return known != null
                ? known
                : times.computeIfAbsent(
                        times.size() < MOST_TIMES ? took : new Took(OTHERS, factor, event.answer()), this::timer);
    }

    private Timer timer(Took took) {
        return Timer.builder("countersign.login")
                .description("From a request's arrival to its decision")
                .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(55))
                .tag("client", took.client())
                .tag("factor", took.factor())
                .tag("answer", took.answer().name())
                .register(registry);
    }

    /** Shows a number that rises, such as {@code countersign.audit.lost}. The source is asked at every reading. */
    public void counter(String name, String description, LongSupplier source) {
        counter(name, description, Map.of(), source);
    }

    /** The same with labels, such as a reason. Each name always comes with the same labels. */
    public void counter(String name, String description, Map<String, String> labels, LongSupplier source) {
        // The registry holds what it is given to ask only weakly, but the question itself for good.
        var counter =
                FunctionCounter.builder(name, this, _ -> source.getAsLong()).description(description);
        labels.forEach(counter::tag);
        counter.register(registry);
    }

    /** Shows a number that rises and falls, such as {@code countersign.prompts.pending}. The source is asked at every reading. */
    public void gauge(String name, String description, DoubleSupplier source) {
        gauge(name, description, Map.of(), source);
    }

    /** The same with labels. Each name always comes with the same labels. */
    public void gauge(String name, String description, Map<String, String> labels, DoubleSupplier source) {
        var gauge = Gauge.builder(name, source, DoubleSupplier::getAsDouble)
                .description(description)
                .strongReference(true);
        labels.forEach(gauge::tag);
        gauge.register(registry);
    }

    /**
     * Shows numbers of things that come and go, such as remote servers.
     *
     * @param source the labels of each with its number, always of the same names; asked at every reading
     */
    public void gauges(String name, String description, Supplier<Map<Map<String, String>, Double>> source) {
        var gauges = MultiGauge.builder(name).description(description).register(registry);
        changing.add(() -> gauges.register(
                source.get().entrySet().stream()
                        .<MultiGauge.Row<?>>map(one -> MultiGauge.Row.of(tags(one.getKey()), one.getValue()))
                        .toList(),
                true));
    }

    private static Tags tags(Map<String, String> labels) {
        return Tags.of(labels.entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList());
    }

    /** Everything counted, in Prometheus' text format. */
    public String text() {
        changing.forEach(Runnable::run);
        return registry.scrape();
    }

    private void count(String name, Map<String, String> labels) {
        var counter = Counter.builder(name);
        labels.forEach(counter::tag);
        counter.register(registry).increment();
    }
}
