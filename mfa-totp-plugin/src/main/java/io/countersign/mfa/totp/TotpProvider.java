package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Asks for the code of an authenticator app and checks it. */
final class TotpProvider implements MfaProvider {
    private static final String PROMPT = "Enter the code from your authenticator app";
    private static final int MOST_TRIES_TO_WRITE = 20;

    private final TotpSettings settings;
    private final KeptTokens tokens;
    private final InstantSource clock;

    TotpProvider(TotpSettings settings, MfaHost host) {
        this.settings = settings;
        this.tokens = new KeptTokens(host.records());
        this.clock = host.clock();
    }

    @Override
    public Set<Interaction> interactions() {
        return Set.of(Interaction.CODE);
    }

    @Override
    public MfaOutcome begin(MfaRequest request) {
        if (!request.usable().contains(Interaction.CODE)) {
            return MfaOutcome.Denied.notShown("the client " + request.clientName() + " cannot ask for a code");
        }
        var kept = tokens.of(request.user().id());
        if (kept.tokens().isEmpty()) {
            return new MfaOutcome.NotEnrolled("no authenticator app; enrol one with: countersign mfa enroll "
                    + request.user().loginName() + " --provider totp");
        }
        return kept.usable().isEmpty()
                ? locked(kept)
                : new MfaOutcome.AnswerNeeded(Interaction.CODE, PROMPT, handleOf(request));
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        return event instanceof MfaEvent.Answer answer && handle.equals(handleOf(request))
                ? check(request.user().id(), answer.code())
                : MfaOutcome.Denied.notShown("no such challenge");
    }

    @Override
    public Optional<Enrolling> enrolling() {
        return Optional.of(new TotpEnrolling(settings, tokens, clock));
    }

    /**
     * Judges an answer and writes the judgement before it is said. Whoever loses a race reads again and judges anew: of two logins with
     * the same code the second finds it used, and of many guesses at once each is counted.
     */
    private MfaOutcome check(String userId, Optional<String> code) {
        for (int i = 0; i < MOST_TRIES_TO_WRITE; i++) {
            var kept = tokens.of(userId);
            if (kept.usable().isEmpty()) {
                return locked(kept);
            }
            var judgement = Judgement.of(code, kept.tokens(), clock.instant(), settings);
            if (judgement.next().equals(kept.tokens()) || tokens.replace(kept, judgement.next())) {
                return outcome(judgement.word());
            }
        }
        return MfaOutcome.Denied.notShown("too many logins of this user at once");
    }

    private static MfaOutcome outcome(Judgement.Word word) {
        return switch (word) {
            case RIGHT -> new MfaOutcome.Approved();
            case USED -> MfaOutcome.Denied.notShown("the code, or a later one, was used already; it is not counted");
            case WRONG -> MfaOutcome.Denied.notShown("wrong code");
            case NO_CODE -> MfaOutcome.Denied.notShown("what was typed cannot be a code; it is not counted");
        };
    }

    private static MfaOutcome locked(KeptTokens.Kept kept) {
        int wrong = kept.tokens().stream()
                .mapToInt(token -> token.guesses().wrong())
                .max()
                .orElse(0);
        return kept.tokens().isEmpty()
                ? MfaOutcome.Denied.notShown("the authenticator app was revoked")
                : MfaOutcome.Denied.notShown("locked after " + wrong
                        + " wrong codes; an administrator unlocks it with: countersign mfa unlock");
    }

    private static MfaHandle handleOf(MfaRequest request) {
        return new MfaHandle(request.user().id());
    }
}
