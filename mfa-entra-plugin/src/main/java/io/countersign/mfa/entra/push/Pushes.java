package io.countersign.mfa.entra.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.entra.token.AccessTokens;
import io.countersign.mfa.web.Web;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Prompts users through the push service, and judges what it answers. Safe for use by many threads; blocks.
 *
 * <p>Approves on one answer alone: Result.Value is {@code Success} and AuthenticationResult exactly {@code true}, from a synchronous
 * begin or from an end, about the user who was asked.
 */
public final class Pushes {
    /*
     * What counts as what.
     *
     * Success alone means nothing: the service says it of a prompt that it has only started. That is why an answer approves only with
     * true, and why an asynchronous begin never approves, whatever it says.
     *
     * Unavailable and NotEnrolled may open a way round in a policy. Unavailable is said only if the request never left, or was refused
     * for its token before anybody looked at it; NotEnrolled only for the codes that say so, and only of a begin. Everything later or
     * less clear is a denial: 5xx, broken XML, a connection that ends, codes that nobody knows.
     *
     * A question how a prompt stands may fail and be asked again: the prompt is open, and the deadline ends the asking.
     */
    private static final Duration SESSION = Duration.ofMinutes(3);

    private static final Duration AFTER_THROTTLING = Duration.ofSeconds(5);
    private static final long CANCELLED = 100_000;

    private final PushSettings settings;
    private final PushService service;
    private final MfaHost host;
    private final Cache<String, Boolean> cancelled;

    /** Prompts through a service. */
    public Pushes(PushSettings settings, Web web, AccessTokens tokens, MfaHost host) {
        this.settings = settings;
        this.service = new PushService(settings, web, tokens);
        this.host = host;
        this.cancelled = Caffeine.newBuilder()
                .maximumSize(CANCELLED)
                .expireAfterWrite(SESSION)
                .ticker(host::nanoTime)
                .build();
    }

    /** How users are asked. */
    public Set<Interaction> interactions() {
        var interactions = EnumSet.noneOf(Interaction.class);
        settings.methods().forEach(method -> interactions.add(method.interaction()));
        return interactions;
    }

    /**
     * Asks a user by the first method that the client can carry and the user has.
     *
     * @param upn the user in Entra's words
     */
    public MfaOutcome begin(MfaRequest request, String upn) throws InterruptedException {
        var lacking = new ArrayList<String>();
        for (var method : settings.methods()) {
            if (request.usable().contains(method.interaction())) {
                var outcome = begin(request, upn, method);
                if (!(outcome instanceof MfaOutcome.NotEnrolled(var hint))) {
                    return outcome;
                }
                lacking.add(method.word() + ": " + hint);
            }
        }
        return lacking.isEmpty()
                ? MfaOutcome.Denied.notShown("the client can carry none of the methods " + words())
                : new MfaOutcome.NotEnrolled(String.join("; ", lacking));
    }

    /** Goes on with a prompt. */
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) throws InterruptedException {
        var prompt = Prompt.of(handle).filter(open -> isOf(request, open));
        if (prompt.isEmpty() || cancelled.getIfPresent(prompt.get().contextId()) != null) {
            return MfaOutcome.Denied.notShown("no such prompt is open for this login");
        }
        if (host.clock().instant().isAfter(prompt.get().since().plus(SESSION))) {
            return MfaOutcome.Denied.notShown("the prompt is older than the service keeps one");
        }
        return switch (event) {
            case MfaEvent.Poll() ->
                prompt.get().waitsForCode()
                        ? MfaOutcome.Denied.notShown("the prompt waits for a code")
                        : poll(request, prompt.get());
            case MfaEvent.Answer answer ->
                prompt.get().waitsForCode()
                        ? answer(request, prompt.get(), answer.code())
                        : MfaOutcome.Denied.notShown("the prompt waits for no code");
        };
    }

    /**
     * Forgets a prompt. The service has no operation to take one back, so the phone goes on asking; what it is answered lets nobody in.
     */
    public void cancel(MfaHandle handle) {
        Prompt.of(handle).ifPresent(prompt -> cancelled.put(prompt.contextId(), true));
    }

    /** What the service says of a user's methods, in words. For a check; prompts nobody. */
    public String methods(String upn, Duration patience) throws InterruptedException {
        return switch (service.methods(upn, UUID.randomUUID().toString(), patience)) {
            case Said.Answered(var answer) -> told(answer);
            case Said.NotAsked(var why) -> why;
            case Said.Late(var why) -> why;
            case Said.Throttled(var why) -> why;
            case Said.Unclear(var why) -> why;
        };
    }

    private MfaOutcome begin(MfaRequest request, String upn, PushMethod method) throws InterruptedException {
        var contextId = UUID.randomUUID().toString();
        boolean synchronous = settings.waiting() == PushSettings.Waiting.SYNCHRONOUS
                || method.interaction() != Interaction.OUT_OF_BAND;
        var said = service.begin(upn, method, contextId, synchronous, method == PushMethod.CODE, patience(request));
        return switch (said) {
            case Said.Answered(var answer) -> {
                tell(request, method.word(), contextId, answer);
                yield judged(request, upn, method, contextId, synchronous, answer);
            }
            case Said.NotAsked(var why) -> new MfaOutcome.Unavailable(why);
            case Said.Late(var why) ->
                synchronous && method.interaction() == Interaction.OUT_OF_BAND
                        ? MfaOutcome.Denied.notShown(why)
                        : MfaOutcome.Denied.fault(why);
            case Said.Throttled(var why) -> MfaOutcome.Denied.fault(why);
            case Said.Unclear(var why) -> MfaOutcome.Denied.fault(why);
        };
    }

    private MfaOutcome judged(
            MfaRequest request, String upn, PushMethod method, String contextId, boolean synchronous, Answer answer) {
        if (!answer.isAbout(upn)) {
            return MfaOutcome.Denied.fault("the push service answered about another user");
        }
        if (answer.approves()) {
            return synchronous
                    ? new MfaOutcome.Approved()
                    : MfaOutcome.Denied.fault("the push service approved before anybody could be asked");
        }
        if (answer.challenges()) {
            return challenge(request, upn, method, contextId, answer);
        }
        return switch (answer.code().meaning()) {
            case SUCCESS -> synchronous ? denied(request, answer) : waiting(request, upn, contextId, answer);
            case PENDING -> waiting(request, upn, contextId, answer);
            case NOT_ENROLLED -> new MfaOutcome.NotEnrolled(told(answer));
            case CODE_WANTED, CODE_SENT, CODE_WRONG, FRAUD, REFUSED, FAULT, NOT_SHOWN -> denied(request, answer);
        };
    }

    private MfaOutcome challenge(MfaRequest request, String upn, PushMethod method, String contextId, Answer answer) {
        var by = isSent(method, answer) ? Interaction.SENT_CODE : Interaction.CODE;
        if (!request.usable().contains(by)) {
            return MfaOutcome.Denied.notShown(
                    "Entra wants a code, which " + request.clientName() + " cannot carry: " + told(answer));
        }
        return handle(request, upn, contextId, true, answer)
                .<MfaOutcome>map(handle -> new MfaOutcome.AnswerNeeded(
                        by,
                        by == Interaction.SENT_CODE
                                ? "Enter the code that was sent to your phone"
                                : "Enter the code of your app",
                        handle))
                .orElseGet(Pushes::noSession);
    }

    /** Whether the service has sent the code that it wants. Only an app's own code is known not to be. */
    private static boolean isSent(PushMethod method, Answer answer) {
        return answer.code().meaning() == Meaning.CODE_SENT || (method != PushMethod.CODE && method != PushMethod.PUSH);
    }

    private MfaOutcome waiting(MfaRequest request, String upn, String contextId, Answer answer) {
        return handle(request, upn, contextId, false, answer)
                .<MfaOutcome>map(handle -> new MfaOutcome.Waiting(handle, settings.pollInterval()))
                .orElseGet(Pushes::noSession);
    }

    private Optional<MfaHandle> handle(
            MfaRequest request, String upn, String contextId, boolean waitsForCode, Answer answer) {
        return answer.sessionId()
                .flatMap(session -> new Prompt(
                                request.loginId(),
                                request.user().id(),
                                waitsForCode,
                                upn,
                                session,
                                contextId,
                                host.clock().instant(),
                                answer.affinityUrl())
                        .handle());
    }

    private MfaOutcome poll(MfaRequest request, Prompt prompt) throws InterruptedException {
        var again = new MfaOutcome.Waiting(prompt.handle().orElseThrow(), settings.pollInterval());
        return switch (end(request, prompt, Optional.empty())) {
            case Said.Answered(var answer) ->
                answer.code().meaning() == Meaning.PENDING && answer.isAbout(prompt.upn())
                        ? again
                        : ended(request, prompt, answer);
            case Said.Throttled _ -> new MfaOutcome.Waiting(again.handle(), AFTER_THROTTLING);
            case Said.NotAsked _, Said.Late _, Said.Unclear _ -> again;
        };
    }

    /** What cannot be a code is not sent to the service, which would count it. */
    private MfaOutcome answer(MfaRequest request, Prompt prompt, Optional<String> code) throws InterruptedException {
        if (code.isEmpty()) {
            return MfaOutcome.Denied.notShown("what was typed cannot be a code");
        }
        return switch (end(request, prompt, code)) {
            case Said.Answered(var answer) ->
                answer.code().meaning() == Meaning.CODE_WRONG && answer.retry() && answer.isAbout(prompt.upn())
                        ? new MfaOutcome.AnswerNeeded(
                                Interaction.CODE,
                                "The code is not right. Enter the next one",
                                prompt.handle().orElseThrow())
                        : ended(request, prompt, answer);
            case Said.NotAsked(var why) -> MfaOutcome.Denied.fault(why);
            case Said.Late(var why) -> MfaOutcome.Denied.fault(why);
            case Said.Throttled(var why) -> MfaOutcome.Denied.fault(why);
            case Said.Unclear(var why) -> MfaOutcome.Denied.fault(why);
        };
    }

    private Said end(MfaRequest request, Prompt prompt, Optional<String> code) throws InterruptedException {
        return service.end(
                prompt.sessionId(), prompt.contextId(), code, prompt.upn(), prompt.affinity(), patience(request));
    }

    private MfaOutcome ended(MfaRequest request, Prompt prompt, Answer answer) {
        tell(request, "the prompt", prompt.contextId(), answer);
        if (!answer.isAbout(prompt.upn())) {
            return MfaOutcome.Denied.fault("the push service answered about another user");
        }
        return answer.approves() ? new MfaOutcome.Approved() : denied(request, answer);
    }

    private MfaOutcome denied(MfaRequest request, Answer answer) {
        if (answer.code().meaning() == Meaning.FRAUD) {
            host.log().log(
                    System.Logger.Level.WARNING,
                    "login {0} of {1}: the user reported fraud; somebody may know the password",
                    request.loginId(),
                    request.user().loginName());
        }
        return new MfaOutcome.Denied(answer.code().meaning().kind(), told(answer));
    }

    private static MfaOutcome noSession() {
        return MfaOutcome.Denied.fault("the push service named no session that could be asked after");
    }

    private static String told(Answer answer) {
        return "Entra says " + answer.code().value() + ": " + answer.code().words();
    }

    private void tell(MfaRequest request, String what, String contextId, Answer answer) {
        host.log().log(
                System.Logger.Level.DEBUG,
                "login {0}: {1} was answered with {2}, AuthenticationResult {3}, ContextId {4}",
                request.loginId(),
                what,
                answer.code().value(),
                answer.authenticationResult().filter(Pushes::isPlain).orElse("none"),
                contextId);
    }

    private static boolean isPlain(String text) {
        return List.of("true", "false", "challenge").contains(text);
    }

    private String words() {
        return settings.methods().stream().map(PushMethod::word).toList().toString();
    }

    private Duration patience(MfaRequest request) {
        return Duration.between(host.clock().instant(), request.deadline());
    }

    private static boolean isOf(MfaRequest request, Prompt prompt) {
        return prompt.login().equals(request.loginId())
                && prompt.userId().equals(request.user().id());
    }
}
