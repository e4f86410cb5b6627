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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks for the code of an authenticator app and checks it. */
final class TotpProvider implements MfaProvider {
    private static final String PROMPT = "Enter the code from your authenticator app";
    private static final int MOST_TRIES_TO_WRITE = 20;

    private final TotpSettings settings;
    private final Tokens tokens;
    private final InstantSource clock;

    TotpProvider(TotpSettings settings, MfaHost host) {
        this.settings = settings;
        this.tokens = new Tokens(host.records());
        this.clock = host.clock();
    }

    @Override
    public Set<Interaction> interactions() {
        return Set.of(Interaction.CODE);
    }

    @Override
    public MfaOutcome begin(MfaRequest request) {
        var kept = tokens.of(request.user().id());
        if (kept.isEmpty()) {
            return new MfaOutcome.NotEnrolled("no authenticator app; enrol one with: countersign mfa enroll "
                    + request.user().loginName() + " --provider totp");
        }
        return usable(kept).isEmpty() ? locked() : new MfaOutcome.AnswerNeeded(PROMPT, handleOf(request));
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        return event instanceof MfaEvent.Answer(var text) && handle.equals(handleOf(request))
                ? check(request.user().id(), text.strip())
                : new MfaOutcome.Denied("no such challenge");
    }

    @Override
    public Optional<Enrolling> enrolling() {
        return Optional.of(new TotpEnrolling(settings, tokens, clock));
    }

    /**
     * Checks an answer against every token that is not locked, and writes the result before it is said. Whoever loses a race reads
     * again and decides anew: of two logins with the same code the second finds it used, of many guesses at once each is counted.
     */
    private MfaOutcome check(String userId, String answer) {
        for (int i = 0; i < MOST_TRIES_TO_WRITE; i++) {
            var usable = usable(tokens.of(userId));
            if (usable.isEmpty()) {
                return locked();
            }
            var now = clock.instant();
            var match = usable.stream()
                    .filter(kept ->
                            kept.token().stepOf(answer, now, settings.window()).isPresent())
                    .findFirst();
            if (match.isEmpty()) {
                if (countWrong(usable, answer)) {
                    return new MfaOutcome.Denied("wrong code");
                }
                continue;
            }
            var token = match.get().token();
            long step = token.stepOf(answer, now, settings.window()).orElseThrow();
            if (tokens.replace(match.get(), token.accepted(step, now))) {
                return new MfaOutcome.Approved();
            }
        }
        return new MfaOutcome.Denied("too many logins of this user at once");
    }

    private boolean countWrong(List<Tokens.Kept> usable, String answer) {
        boolean written = true;
        for (var kept : usable) {
            var next = kept.token().refused(answer, clock.instant());
            written &= next.wrong() == kept.token().wrong() || tokens.replace(kept, next);
        }
        return written;
    }

    private List<Tokens.Kept> usable(List<Tokens.Kept> kept) {
        return kept.stream().filter(one -> !one.token().locked(settings)).toList();
    }

    private MfaOutcome locked() {
        return new MfaOutcome.Denied("locked after " + settings.lockAfter()
                + " wrong codes; an administrator unlocks it with: countersign mfa unlock");
    }

    private static MfaHandle handleOf(MfaRequest request) {
        return new MfaHandle(request.user().id());
    }
}
