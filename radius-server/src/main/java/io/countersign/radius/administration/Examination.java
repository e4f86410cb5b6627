package io.countersign.radius.administration;

import static io.countersign.mfa.MfaFinding.Level.FAULT;
import static io.countersign.mfa.MfaFinding.Level.GOOD;
import static io.countersign.mfa.MfaFinding.Level.WARNING;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaUser;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Author;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Everything that a login needs, checked one after the other: what {@code countersign doctor} does. A fault ends only what rests on it.
 * Prompts nobody and writes nothing.
 */
public record Examination(Path settingsFile, Environment environment) {
    /** A provider that has not said what it found by then is at fault itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Checks everything.
     *
     * @param userName a user to look up too
     */
    public List<MfaFinding> run(Optional<String> userName) {
        var findings = new ArrayList<MfaFinding>();
        try {
            var settings = SettingsReader.read(settingsFile, environment.variables());
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
            findings.addAll(server(installation));
            findings.addAll(decisions(installation, userName));
        } catch (StoreException | NodeRefused refused) {
            findings.add(new MfaFinding(FAULT, "store", Faults.message(refused)));
        }
        return findings;
    }

    private static List<MfaFinding> server(Installation installation) {
        try {
            return installation
                    .server()
                    .status()
                    .map(status -> Stream.of(
                                    running(status, installation.policies().revision()),
                                    PatienceFindings.of(installation.clients(), status),
                                    RefusedReplies.of(status))
                            .flatMap(List::stream)
                            .toList())
                    .orElseGet(() -> List.of(new MfaFinding(
                            WARNING, "server", "none runs with these settings; start it with: countersign serve")));
        } catch (NodeRefused refused) {
            return List.of(new MfaFinding(FAULT, "server", Faults.message(refused)));
        }
    }

    private static List<MfaFinding> running(ServerStatus status, long newest) {
        if (status.state() == ServerStatus.State.STARTING) {
            return List.of(new MfaFinding(
                    WARNING,
                    "server",
                    "has been starting since " + status.since() + "; its log says what it waits for"));
        }
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

    private static List<MfaFinding> decisions(Installation installation, Optional<String> userName) {
        var findings = new ArrayList<MfaFinding>();
        try {
            var providers = new TreeMap<>(installation.providers());
            findings.add(
                    providers.isEmpty()
                            ? new MfaFinding(WARNING, "second factors", "none")
                            : new MfaFinding(GOOD, "second factors", String.join(", ", providers.keySet())));
            findings.addAll(policies(installation));
            var user = userName.flatMap(name -> user(installation, name, findings));
            providers.values().forEach(provider -> findings.addAll(examined(provider, user)));
        } catch (PluginRefused refused) {
            findings.add(new MfaFinding(FAULT, "second factors", Faults.message(refused)));
        } catch (InvalidDocument invalid) {
            findings.addAll(faults("second factors", invalid));
        } catch (DirectoryUnavailable unavailable) {
            findings.add(new MfaFinding(FAULT, "users", Faults.message(unavailable)));
        }
        return findings;
    }

    private static List<MfaFinding> policies(Installation installation) {
        PolicyAdministration.InForce now;
        try {
            now = installation.policies().inForce();
        } catch (InvalidDocument invalid) {
            return faults("policies", invalid);
        }
        int clients = now.clients().size();
        long revision = now.policies().revision();
        return List.of(
                revision == 0
                        ? new MfaFinding(
                                FAULT,
                                "policies",
                                "none, so every login is refused; see countersign policy apply --help")
                        : new MfaFinding(GOOD, "policies", "revision " + revision),
                clients == 0
                        ? new MfaFinding(FAULT, "clients", "none, so nobody is answered; a policy document names them")
                        : new MfaFinding(GOOD, "clients", String.valueOf(clients)));
    }

    private static Optional<User> user(Installation installation, String name, List<MfaFinding> findings) {
        try {
            var user = installation.factors().user(name);
            findings.add(user.map(Examination::account)
                    .orElseGet(() -> new MfaFinding(FAULT, "user", "no directory knows " + name)));
            return user;
        } catch (DirectoryUnavailable unavailable) {
            findings.add(new MfaFinding(FAULT, "user", Faults.message(unavailable)));
            return Optional.empty();
        }
    }

    private static MfaFinding account(User user) {
        var who = user.name() + " in " + user.directory();
        return user.state() == AccountState.ACTIVE
                ? new MfaFinding(GOOD, "user", who)
                : new MfaFinding(FAULT, "user", who + " is disabled or locked out");
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
