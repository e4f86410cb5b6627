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
                new Rule("denies a handle that it never gave out", contract::foreignHandlesAreDenied),
                new Rule("denies after the prompt was taken back", contract::cancelledPromptsAreDenied),
                new Rule("approves nobody while its records fail", contract::failingRecordsApproveNobody),
                new Rule("ends soon after an interrupt", contract::interruptsEndCalls),
                new Rule("logs no answer of a user", contract::answersAreNotLogged),
                new Rule("closes twice without harm", contract::closesTwice));
    }

    /** The user of all rules. */
    public static MfaUser user() {
        return new MfaUser(
                "local:contract",
                "contract",
                Optional.of("CONTOSO"),
                Optional.of("contoso.example"),
                Optional.of("contract@contoso.example"),
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

    private void cancelledPromptsAreDenied() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        var request = request(host, EnumSet.allOf(Interaction.class));
        if (provider.begin(request) instanceof MfaOutcome.Waiting(var handle, var _)) {
            provider.cancel(request, handle);
            host.forward(Duration.ofMinutes(10));
            var outcome = provider.resume(request, handle, new MfaEvent.Poll());
            require(outcome instanceof MfaOutcome.Denied, "a prompt that was taken back led to " + outcome);
        }
    }

    private void failingRecordsApproveNobody() throws Exception {
        var host = new TestHost();
        var provider = plugin.apply(host);
        host.records().fail();
        try {
            var outcome = provider.begin(request(host, EnumSet.allOf(Interaction.class)));
            require(!(outcome instanceof MfaOutcome.Approved), "approved although its records fail");
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
        if (provider.begin(request) instanceof MfaOutcome.AnswerNeeded(var _, var handle)) {
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

    private static MfaRequest request(TestHost host, EnumSet<Interaction> usable) {
        return new MfaRequest(
                "7F3K9QRS",
                user(),
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
