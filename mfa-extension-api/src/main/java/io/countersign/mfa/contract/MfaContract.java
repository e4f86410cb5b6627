package io.countersign.mfa.contract;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRecordsUnavailable;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The rules. Each makes a provider of its own, so that none depends on another. */
public final class MfaContract {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOGIN = Duration.ofMinutes(1);
    private static final Duration WHILE = Duration.ofSeconds(50);
    private static final String MARKER = "marker-7d0e41";

    private final Function<MfaHost, MfaProvider> plugin;

    private MfaContract(Function<MfaHost, MfaProvider> plugin) {
        this.plugin = plugin;
    }

    /** One rule. */
    public record Rule(String name, Check check) {
        /** Throws {@link AssertionError} if the plugin does not keep the rule. */
        public void run() throws Exception {
            check.run();
        }
    }

    /** The check of a rule. */
    @FunctionalInterface
    public interface Check {
        /** Throws {@link AssertionError} if the rule is not kept. */
        void run() throws Exception;
    }

    /**
     * All rules.
     *
     * @param plugin makes the provider; if users must be enrolled before they can be asked, it enrols {@link #user()} first
     */
    public static List<Rule> rules(Function<MfaHost, MfaProvider> plugin) {
        var contract = new MfaContract(plugin);
        return List.of(
                new Rule("says how it asks, and always the same", contract::interactionsAreConstant),
                new Rule("always answers something", contract::beginAnswers),
                new Rule("never asks for what the client cannot carry", contract::asksOnlyWhatIsUsable),
                new Rule("asks for answers only in ways that it names", contract::answersAreAskedForAsNamed),
                new Rule("denies a handle that it never gave out", contract::foreignHandlesAreDenied),
                new Rule("denies another user with the handle of a prompt", contract::handlesOfOthersAreDenied),
                new Rule("denies after the prompt was taken back", contract::cancelledPromptsAreDenied),
                new Rule("hears of challenges that expired", contract::expiredChallengesAreHeard),
                new Rule("hears of approvals that came too late", contract::lateApprovalsAreHeard),
                new Rule("approves nobody while its records fail", contract::failingRecordsApproveNobody),
                new Rule("ends soon after an interrupt", contract::interruptsEndCalls),
                new Rule("logs no answer of a user", contract::answersAreNotLogged),
                new Rule("closes twice without harm", contract::closesTwice));
    }

    /** The user of all rules. */
    public static MfaUser user() {
        return user("contract");
    }

    private static MfaUser user(String name) {
        return new MfaUser(
                "local:" + name,
                name,
                Optional.of("CONTOSO"),
                Optional.of("contoso.example"),
                Optional.of(name + "@contoso.example"),
                Optional.empty(),
                Map.of());
    }

    private void interactionsAreConstant() {
        var provider = plugin.apply(new TestHost());
        var first = provider.interactions();
        require(!first.isEmpty(), "interactions() is empty: nobody could ever be asked");
        require(first.equals(provider.interactions()), "interactions() changed from " + first);
    }

    private void beginAnswers() throws Exception {
        var host = new TestHost();
        require(begin(host, EnumSet.allOf(Interaction.class)) != null, "begin answered null");
    }

    private void asksOnlyWhatIsUsable() throws Exception {
        var outcome = begin(new TestHost(), EnumSet.of(Interaction.OUT_OF_BAND));
        require(!(outcome instanceof MfaOutcome.AnswerNeeded), "asked for an answer that the client cannot carry");
    }

    private void answersAreAskedForAsNamed() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        for (var usable : List.of(
                EnumSet.allOf(Interaction.class),
                EnumSet.of(Interaction.CODE),
                EnumSet.of(Interaction.SENT_CODE),
                EnumSet.of(Interaction.OUT_OF_BAND, Interaction.CODE))) {
            if (provider.begin(request(host, usable)) instanceof MfaOutcome.AnswerNeeded(var by, var _, var _)) {
                require(usable.contains(by), "asked by " + by + " where only " + usable + " could be used");
                require(
                        provider.interactions().contains(by),
                        "asked by " + by + ", which interactions() does not name");
            }
        }
    }

    private void foreignHandlesAreDenied() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        for (var text : List.of("", "invented", "local:mallory", "0".repeat(2_000))) {
            for (var event : List.of(new MfaEvent.Answer("123456"), new MfaEvent.Poll())) {
                var outcome =
                        provider.resume(request(host, EnumSet.allOf(Interaction.class)), new MfaHandle(text), event);
                require(outcome instanceof MfaOutcome.Denied, "an invented handle led to " + outcome);
            }
        }
    }

    private void handlesOfOthersAreDenied() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var handle = handle(provider.begin(request(host, EnumSet.allOf(Interaction.class))));
        if (handle.isPresent()) {
            host.forward(WHILE);
            for (var event : List.of(new MfaEvent.Answer("123456"), new MfaEvent.Poll())) {
                var outcome = provider.resume(strangersRequest(host), handle.get(), event);
                require(outcome instanceof MfaOutcome.Denied, "another user's handle led to " + outcome);
            }
        }
    }

    private void cancelledPromptsAreDenied() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var request = request(host, EnumSet.allOf(Interaction.class));
        if (provider.begin(request) instanceof MfaOutcome.Waiting(var handle, var _)) {
            provider.cancel(request, handle);
            host.forward(WHILE);
            var outcome = provider.resume(request, handle, new MfaEvent.Poll());
            require(outcome instanceof MfaOutcome.Denied, "a prompt that was taken back led to " + outcome);
        }
    }

    private void expiredChallengesAreHeard() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var request = request(host, EnumSet.allOf(Interaction.class));
        provider.cancel(request, new MfaHandle("invented"));
        if (provider.begin(request) instanceof MfaOutcome.AnswerNeeded(var _, var _, var handle)) {
            host.forward(WHILE);
            provider.cancel(request, handle);
            provider.cancel(request, handle);
            var outcome = provider.resume(request, handle, new MfaEvent.Answer(MARKER));
            require(outcome instanceof MfaOutcome.Denied, "a challenge that had expired led to " + outcome);
        }
    }

    private void lateApprovalsAreHeard() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var request = request(host, EnumSet.allOf(Interaction.class));
        provider.approvedTooLate(request);
        provider.begin(request);
        provider.approvedTooLate(request);
    }

    private void failingRecordsApproveNobody() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        host.records().fail();
        try {
            var outcome = provider.begin(request(host, EnumSet.allOf(Interaction.class)));
            require(
                    !(outcome instanceof MfaOutcome.Approved && host.records().hasFailed()),
                    "approved although its records fail");
        } catch (MfaRecordsUnavailable allowed) {
            // The server makes a denial of it.
        }
    }

    private void interruptsEndCalls() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var outcome = new AtomicReference<Optional<MfaOutcome>>(Optional.empty());
        var call = Thread.ofVirtual().name("contract").start(() -> {
            try {
                outcome.set(Optional.ofNullable(provider.begin(request(host, EnumSet.allOf(Interaction.class)))));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        call.interrupt();
        require(call.join(SOON), "begin went on for more than a second after an interrupt");
        require(outcome.get().filter(MfaOutcome.Approved.class::isInstance).isEmpty(), "an interrupted begin approved");
    }

    private void answersAreNotLogged() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var request = request(host, EnumSet.allOf(Interaction.class));
        if (provider.begin(request) instanceof MfaOutcome.AnswerNeeded(var _, var _, var handle)) {
            var outcome = provider.resume(request, handle, new MfaEvent.Answer(MARKER));
            require(!(outcome instanceof MfaOutcome.Approved), "approved an answer that nobody could know");
            require(!outcome.toString().contains(MARKER), "the outcome repeats the answer: " + outcome);
        }
        require(host.logged().stream().noneMatch(line -> line.contains(MARKER)), "the log has the user's answer");
    }

    private void closesTwice() {
        var provider = plugin.apply(new TestHost());
        provider.close();
        provider.close();
    }

    private MfaOutcome begin(TestHost host, EnumSet<Interaction> usable) throws InterruptedException {
        return plugin.apply(host).begin(request(host, usable));
    }

    private static Optional<MfaHandle> handle(MfaOutcome outcome) {
        return switch (outcome) {
            case MfaOutcome.AnswerNeeded(var _, var _, var handle) -> Optional.of(handle);
            case MfaOutcome.Waiting(var handle, var _) -> Optional.of(handle);
            case MfaOutcome.Approved _, MfaOutcome.Denied _, MfaOutcome.NotEnrolled _, MfaOutcome.Unavailable _ ->
                Optional.empty();
        };
    }

    private static MfaRequest request(TestHost host, EnumSet<Interaction> usable) {
        return request(host, "7F3K9QRS", user(), usable);
    }

    private static MfaRequest strangersRequest(TestHost host) {
        return request(host, "8G4M2TWX", user("stranger"), EnumSet.allOf(Interaction.class));
    }

    private static MfaRequest request(TestHost host, String loginId, MfaUser user, EnumSet<Interaction> usable) {
        return new MfaRequest(
                loginId,
                user,
                usable,
                "client-01",
                Optional.of("203.0.113.7"),
                host.clock().instant().plus(LOGIN));
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new AssertionError(what);
        }
    }
}
