package io.countersign.radius.administration;

import static io.countersign.mfa.MfaFinding.Level.FAULT;
import static io.countersign.mfa.MfaFinding.Level.GOOD;
import static io.countersign.mfa.MfaFinding.Level.WARNING;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaUser;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.InvalidDocument;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Author;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.AmbiguousUser;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a login needs, checked one after the other: what {@code countersign doctor} does. A fault ends only what rests on it.
 * Prompts nobody and writes nothing.
 */
public record Examination(Path settingsFile, Environment environment) {
    /** A provider that has not said what it found by then is at fault itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_TOLD = 10;

    /** Why a login is refused that may be let in at another time, or with other attributes. All else is the account's. */
    private static final Set<ReasonCode> OF_THE_REQUEST = EnumSet.of(
            ReasonCode.NO_NETWORK_POLICY_MATCHED,
            ReasonCode.NO_CONNECTION_REQUEST_POLICY_MATCHED,
            ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED,
            ReasonCode.CALLING_STATION_ID,
            ReasonCode.DAY_AND_TIME,
            ReasonCode.CALLED_STATION_ID,
            ReasonCode.NAS_PORT_TYPE);

    /**
     * Checks everything.
     *
     * @param userName a user to look up too
     */
    public List<MfaFinding> run(Optional<String> userName) {
        var findings = new ArrayList<MfaFinding>();
        try {
            var settings = Wiring.settings(settingsFile, environment);
            findings.add(new MfaFinding(GOOD, "settings", settings.file().toString()));
            settings.warnings()
                    .forEach(warning -> findings.add(new MfaFinding(WARNING, "settings", warning.toString())));
        } catch (InvalidDocument invalid) {
            findings.addAll(faults("settings", invalid));
            return findings;
        }
        try (var installation = Installation.openWhole(settingsFile, environment, Author.PROGRAM)) {
            findings.add(new MfaFinding(GOOD, "store", "opens with its key"));
            installation.damage().forEach(damage -> findings.add(new MfaFinding(FAULT, "store", damage)));
            findings.addAll(installation.surroundings());
            var hindrances = hindrances(installation, findings);
            hindrances.ifPresent(known -> findings.addAll(server(installation, known)));
            findings.addAll(directories(installation, hindrances));
            findings.addAll(decisions(installation, hindrances, userName));
        } catch (StoreException | NodeRefused refused) {
            findings.add(new MfaFinding(FAULT, "store", Faults.message(refused)));
        }
        return findings;
    }

    /** The server is asked once; empty, and told, if it does not answer. */
    private static Optional<Hindrances> hindrances(Installation installation, List<MfaFinding> findings) {
        try {
            return Optional.of(installation.hindrances());
        } catch (NodeRefused silent) {
            findings.add(new MfaFinding(FAULT, "server", Faults.message(silent)));
            return Optional.empty();
        }
    }

    private List<MfaFinding> server(Installation installation, Hindrances hindrances) {
        var hindered = hindrances.server();
        if (hindered.isPresent()) {
            var findings = new ArrayList<>(List.of(new MfaFinding(FAULT, "server", hindered.get())));
            installation
                    .addressFaults(hindrances.status())
                    .forEach(fault -> findings.add(new MfaFinding(FAULT, "listen", fault)));
            return findings;
        }
        var status = hindrances.status().orElseThrow();
        return Stream.of(
                        running(status, installation.policies().revision()),
                        PatienceFindings.of(installation.clients(), status),
                        DiscardFindings.of(status),
                        SigningFindings.of(
                                installation.clients(),
                                status,
                                environment.clock().instant()),
                        RefusedReplies.of(status))
                .flatMap(List::stream)
                .toList();
    }

    private static List<MfaFinding> running(ServerStatus status, long newest) {
        var findings = new ArrayList<MfaFinding>();
        findings.add(new MfaFinding(
                GOOD, "server", "runs since " + status.since() + " on " + String.join(", ", status.listening())));
        if (!status.version().equals(ProductVersion.text())) {
            findings.add(new MfaFinding(
                    WARNING,
                    "server",
                    "is version " + status.version() + ", and this command " + ProductVersion.text()
                            + "; restart the server"));
        }
        if (status.policyRevision() != newest) {
            findings.add(new MfaFinding(
                    FAULT,
                    "server",
                    "decides by policy revision " + status.policyRevision() + ", not by the newest, " + newest
                            + "; its log says why"));
        }
        if (status.auditEventsLost() > 0) {
            findings.add(new MfaFinding(
                    WARNING,
                    "audit",
                    status.auditEventsLost() + " decisions could not be kept; look at the disk and the log"));
        }
        return findings;
    }

    private List<MfaFinding> decisions(
            Installation installation, Optional<Hindrances> hindrances, Optional<String> userName) {
        var findings = new ArrayList<MfaFinding>();
        try {
            var providers = new TreeMap<>(installation.providers());
            findings.add(
                    providers.isEmpty()
                            ? new MfaFinding(WARNING, "second factors", "none")
                            : new MfaFinding(GOOD, "second factors", String.join(", ", providers.keySet())));
            findings.addAll(policies(installation, hindrances));
            var user = userName.flatMap(name -> user(installation, name, findings));
            if (user.isPresent()) {
                findings.addAll(admission(installation, userName.orElseThrow()));
            }
            providers.values().forEach(provider -> findings.addAll(examined(provider, user)));
        } catch (PluginRefused refused) {
            findings.add(new MfaFinding(FAULT, "second factors", Faults.message(refused)));
        } catch (InvalidDocument invalid) {
            findings.addAll(faults("second factors", invalid));
        } catch (DirectoryUnavailable | AmbiguousUser unavailable) {
            findings.add(new MfaFinding(FAULT, "users", Faults.message(unavailable)));
        }
        return findings;
    }

    /** A controller that fails is a warning while another one answers. */
    private static List<MfaFinding> directories(Installation installation, Optional<Hindrances> hindrances) {
        boolean besideServer = hindrances.isEmpty() || hindrances.get().status().isPresent();
        return installation.domains().stream()
                .flatMap(name -> installation.examined(name, Optional.empty(), besideServer).stream()
                        .map(step -> new MfaFinding(
                                step.isGood() ? GOOD : WARNING, "directory " + name, step.what() + ": " + step.said())))
                .toList();
    }

    private static List<MfaFinding> policies(Installation installation, Optional<Hindrances> hindrances) {
        PolicyAdministration.InForce now;
        try {
            now = installation.policies().inForce();
        } catch (InvalidDocument invalid) {
            return faults("policies", invalid);
        }
        long revision = now.policies().revision();
        var findings = new ArrayList<MfaFinding>();
        findings.add(
                revision == 0
                        ? new MfaFinding(
                                FAULT,
                                "policies",
                                "none, so every login is refused; see countersign policy apply --help")
                        : new MfaFinding(GOOD, "policies", "revision " + revision));
        findings.add(
                now.clients().isEmpty()
                        ? new MfaFinding(FAULT, "clients", "none, so nobody is answered; a policy document names them")
                        : new MfaFinding(
                                GOOD, "clients", String.valueOf(now.clients().size())));
        installation.policies().dead().stream()
                .limit(MOST_TOLD)
                .forEach(dead -> findings.add(new MfaFinding(WARNING, "policies", dead.toString())));
        hindrances.ifPresent(known -> {
            findings.addAll(arrivals(known, now.clients()));
            findings.addAll(
                    remoteServers(known, installation.policies().current().remoteServerGroups()));
        });
        findings.addAll(RemoteServerFindings.of(now.policies().serverGroups()));
        return findings;
    }

    /** Clients whose requests cannot arrive: all of them is a fault, some may be on purpose. */
    private static List<MfaFinding> arrivals(Hindrances hindrances, List<RadiusClient> clients) {
        var hindered = clients.stream()
                .flatMap(client -> hindrances.arrival(client.definition()).stream())
                .toList();
        var level = hindered.size() == clients.size() ? FAULT : WARNING;
        var findings = hindered.stream()
                .limit(MOST_TOLD)
                .map(fault -> new MfaFinding(level, "clients", fault))
                .collect(Collectors.toCollection(ArrayList::new));
        if (hindered.size() > MOST_TOLD) {
            findings.add(new MfaFinding(
                    level, "clients", "the same holds for " + (hindered.size() - MOST_TOLD) + " other clients"));
        }
        return findings;
    }

    /** As far as the running server has found out. */
    private static List<MfaFinding> remoteServers(Hindrances hindrances, List<RemoteServerGroup> groups) {
        return groups.stream()
                .flatMap(group -> hindrances
                        .remote(group)
                        .map(fault -> Stream.of(new MfaFinding(FAULT, "remote servers", fault)))
                        .orElseGet(() -> hindrances.passedOver(group).stream()
                                .map(fault -> new MfaFinding(WARNING, "remote servers", fault))))
                .toList();
    }

    /**
     * Whether a user gets in, through each of the first clients, with a request that has no attributes beyond name and credential. What
     * depends on other attributes or on the time may be refused on purpose.
     */
    private List<MfaFinding> admission(Installation installation, String name) {
        var trial = installation.trial();
        var now = environment.clock().instant().atZone(ZoneId.systemDefault());
        var admitted = new ArrayList<String>();
        var refusals = new TreeMap<String, PolicyTrial.Answer>();
        installation.clients().stream().limit(MOST_TOLD).forEach(client -> {
            var answer = bestAnswer(trial, client, name, now);
            if (answer.isGranted()) {
                admitted.add(client.name());
            } else {
                refusals.put(client.name(), answer);
            }
        });
        var findings = new ArrayList<MfaFinding>();
        if (!admitted.isEmpty()) {
            findings.add(new MfaFinding(
                    GOOD, "user", "the policies let " + name + " in through " + String.join(", ", admitted)));
        }
        refusals.forEach((client, answer) -> {
            boolean ofTheAccount = !OF_THE_REQUEST.contains(answer.event().reason());
            if (ofTheAccount || admitted.isEmpty()) {
                findings.add(new MfaFinding(
                        ofTheAccount && admitted.isEmpty() ? FAULT : WARNING,
                        "user",
                        name + " is refused through " + client + ": "
                                + answer.event().reason().number() + " "
                                + answer.event().detail()));
            }
        });
        return findings;
    }

    /** With the credential that clients of this kind send, or the one that needs another form of password. */
    private static PolicyTrial.Answer bestAnswer(
            PolicyTrial trial, RadiusClient client, String user, ZonedDateTime now) {
        var methods = client.definition().type() == ClientType.RD_GATEWAY
                ? List.of(AuthenticationMethod.UNAUTHENTICATED)
                : List.of(AuthenticationMethod.PAP, AuthenticationMethod.MS_CHAP_V2);
        var answers = methods.stream()
                .map(method -> trial.ask(
                        new PolicyTrial.Question(client.name(), user, Set.of(), method, List.of(), now), false))
                .toList();
        return answers.stream()
                .filter(PolicyTrial.Answer::isGranted)
                .findFirst()
                .orElse(answers.getFirst());
    }

    private static Optional<User> user(Installation installation, String name, List<MfaFinding> findings) {
        try {
            var user = installation.factors().user(name);
            findings.add(user.map(Examination::account)
                    .orElseGet(() -> new MfaFinding(FAULT, "user", "no directory knows " + name)));
            return user;
        } catch (DirectoryUnavailable | AmbiguousUser unavailable) {
            findings.add(new MfaFinding(FAULT, "user", Faults.message(unavailable)));
            return Optional.empty();
        }
    }

    private static MfaFinding account(User user) {
        var who = user.name() + " in " + user.directory();
        return user.state() == AccountState.ACTIVE
                ? new MfaFinding(GOOD, "user", who)
                : new MfaFinding(FAULT, "user", who + " " + user.state().words());
    }

    /** On a thread of its own: a plugin that hangs must not hang the command. */
    private static List<MfaFinding> examined(Provider provider, Optional<User> user) {
        var examination = new FutureTask<>(() -> said(provider, user.map(Login::mfaUser)));
        var thread = Thread.ofVirtual().name("examine-" + provider.name()).unstarted(examination);
        thread.setContextClassLoader(provider.plugin().getClass().getClassLoader());
        thread.start();
        try {
            return examination.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            return List.of(new MfaFinding(
                    FAULT, provider.name(), "did not say within " + PATIENCE.toSeconds() + " s how it is"));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException givenUp) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return List.of(new MfaFinding(FAULT, provider.name(), "the check was given up"));
        }
    }

    private static List<MfaFinding> said(Provider provider, Optional<MfaUser> user) {
        try {
            return provider.plugin().examine(user).stream()
                    .map(finding ->
                            new MfaFinding(finding.level(), provider.name() + ": " + finding.subject(), finding.text()))
                    .toList();
        } catch (RuntimeException | LinkageError thrown) {
            return List.of(new MfaFinding(
                    FAULT,
                    provider.name(),
                    "failed to examine itself: " + thrown.getClass().getName()));
        }
    }

    private static List<MfaFinding> faults(String subject, InvalidDocument invalid) {
        return invalid.problems().stream()
                .map(problem -> new MfaFinding(FAULT, subject, problem.toString()))
                .toList();
    }
}
