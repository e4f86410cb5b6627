package io.countersign.radius.app;

import io.countersign.radius.access.AccessService;
import io.countersign.radius.access.Pace;
import io.countersign.radius.access.Traced;
import io.countersign.radius.accounting.AccountingLedger;
import io.countersign.radius.accounting.AccountingRetention;
import io.countersign.radius.accounting.AccountingService;
import io.countersign.radius.accounting.AccountingSettings;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.Metrics;
import io.countersign.radius.audit.Telemetry;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.Exchange;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.store.Store;
import io.countersign.radius.transport.UdpListener;
import io.countersign.radius.transport.UdpSettings;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Brings together what receives requests and what decides them, and opens it as parts of a server. For one start, by one thread. */
final class Services {
    /** Records of the server itself; no plugin can have this name. */
    private static final String OWN_RECORDS = "_server";

    private final Lifecycle lifecycle;
    private final NodeSettings settings;
    private final Store store;
    private final InForce inForce;
    private final Clients clients;
    private final Telemetry telemetry;
    private final StoreWatch storeWatch;
    private final InstantSource clock;
    private final Forwarding forwarding;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<UdpListener> listeners = new CopyOnWriteArrayList<>();

    Services(
            Lifecycle lifecycle,
            NodeSettings settings,
            Store store,
            InForce inForce,
            Clients clients,
            Telemetry telemetry,
            StoreWatch storeWatch,
            InstantSource clock) {
        this.lifecycle = lifecycle;
        this.settings = settings;
        this.store = store;
        this.inForce = inForce;
        this.clients = clients;
        this.telemetry = telemetry;
        this.storeWatch = storeWatch;
        this.clock = clock;
        this.forwarding = lifecycle.with(new Forwarding(clock));
        telemetry
                .metrics()
                .gauge(
                        "countersign.store.answers",
                        "1 while the store can be read, else 0",
                        () -> storeWatch.answers() ? 1 : 0);
        for (var service : Service.values()) {
            telemetry
                    .metrics()
                    .gauge(
                            "countersign.requests.in.work",
                            "Requests that are not answered yet",
                            Map.of("service", service.name().toLowerCase(Locale.ROOT)),
                            () -> inWork(service));
        }
        telemetry
                .metrics()
                .gauge(
                        "countersign.remote.servers.unavailable",
                        "Remote RADIUS servers that are passed over",
                        () -> forwarding.unavailable().size());
        Health.ofRemoteServers(telemetry.metrics(), forwarding);
        Health.ofCertificates(telemetry.metrics(), telemetry, inForce, clock);
        telemetry
                .metrics()
                .counter(
                        "countersign.replies.dropped",
                        "Replies that were dropped because too many waited to be sent",
                        () -> listeners.stream().mapToLong(UdpListener::dropped).sum());
    }

    /** The remote servers. */
    Forwarding forwarding() {
        return forwarding;
    }

    /** The logins that are not answered yet, oldest first. */
    List<OpenLogin> openLogins() {
        return exchanges.stream()
                .flatMap(exchange -> exchange.openLogins().stream())
                .sorted(Comparator.comparing(OpenLogin::since))
                .toList();
    }

    /** Begins to answer Access-Requests. Answers where, with the real ports. */
    List<InetSocketAddress> authentication() {
        return listen(settings.authentication(), Service.AUTHENTICATION, audited(access()));
    }

    /** Begins to answer Accounting-Requests, if the settings say where. Answers where, with the real ports. */
    List<InetSocketAddress> accounting() {
        return settings.accounting().isEmpty()
                ? List.of()
                : listen(settings.accounting(), Service.ACCOUNTING, accounting(settings.accountingRecords()));
    }

    private AccessService access() {
        var factors = new SecondFactors(new ProviderCalls(clock), settings.prompts(), clock);
        telemetry
                .metrics()
                .gauge("countersign.prompts.open", "Prompts that wait for their users", factors::openPrompts);
        telemetry
                .metrics()
                .counter(
                        "countersign.logins.repeated",
                        "Requests that were an earlier login sent again as a new request",
                        factors::repeatedLogins);
        var challenges = Challenges.open(store.challenges(), store.records().of(OWN_RECORDS), clock);
        return new AccessService(
                inForce,
                forwarding,
                factors,
                challenges,
                telemetry,
                settings.audit().trace() == AuditSettings.Trace.ALL ? Traced.ALL : Traced.REFUSED,
                storeWatch::answers,
                new Pace(clock),
                localClock());
    }

    private RequestHandler audited(AccessService access) {
        return switch (settings.audit().onFailure()) {
            case SERVE -> access;
            case DISCARD -> new OnlyWhileAudited(access, telemetry::isAuditFailing);
        };
    }

    private AccountingService accounting(AccountingSettings records) {
        var ledger = lifecycle.with(new AccountingLedger(store.accounting(), clock));
        lifecycle.with(new AccountingRetention(store.accounting(), records, clock));
        count(telemetry.metrics(), ledger);
        return new AccountingService(inForce, ledger, forwarding, telemetry.packets(), localClock());
    }

    private static void count(Metrics metrics, AccountingLedger ledger) {
        metrics.counter("countersign.accounting.kept", "Accounting records that were kept", ledger::kept);
        metrics.counter(
                "countersign.accounting.repeated", "Accounting records that had been kept before", ledger::repeated);
        metrics.counter(
                "countersign.accounting.failed",
                "Accounting records that could not be kept, so that nothing was answered",
                ledger::failed);
    }

    private List<InetSocketAddress> listen(List<UdpSettings> listeners, Service service, RequestHandler handler) {
        return listeners.stream()
                .map(listener -> listen(listener, service, handler))
                .toList();
    }

    private int inWork(Service service) {
        return exchanges.stream()
                .filter(exchange -> exchange.service() == service)
                .mapToInt(Exchange::inWork)
                .sum();
    }

    private InetSocketAddress listen(UdpSettings listener, Service service, RequestHandler handler) {
        var exchange = lifecycle.with(
                new Exchange(service, settings.limits(), clients, handler, telemetry.witnesses(), clock));
        exchanges.add(exchange);
        var started = lifecycle.with(Listening.start(listener, exchange));
        listeners.add(started);
        return started.address();
    }

    /** In the time zone of the machine, in which the policies' days and times are meant. */
    private Clock localClock() {
        return clock.withZone(ZoneId.systemDefault());
    }
}
