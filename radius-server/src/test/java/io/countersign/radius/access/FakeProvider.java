package io.countersign.radius.access;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.plugins.Provider;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A second factor that says what a test tells it to say, and accepts the code 123456. */
final class FakeProvider implements MfaProvider {
    private final Interaction interaction;
    private volatile Callable<MfaOutcome> word = MfaOutcome.Approved::new;
    private volatile Runnable whenAnswered = () -> {};
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    FakeProvider(Interaction interaction) {
        this.interaction = interaction;
    }

    Provider named(String name) {
        return new Provider(name, this, interactions());
    }

    /** Before it tells of an answer. */
    void whenAnswered(Runnable happens) {
        whenAnswered = happens;
    }

    void says(Callable<MfaOutcome> next) {
        word = next;
    }

    int asked() {
        return asked.get();
    }

    int answered() {
        return answered.get();
    }

    @Override
    public Set<Interaction> interactions() {
        return Set.of(interaction);
    }

    @Override
    public MfaOutcome begin(MfaRequest request) {
        asked.incrementAndGet();
        try {
            return interaction == Interaction.OUT_OF_BAND
                    ? word.call()
                    : new MfaOutcome.AnswerNeeded(interaction, "Code?", new MfaHandle("h"));
        } catch (Exception thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        answered.incrementAndGet();
        whenAnswered.run();
        boolean right = event instanceof MfaEvent.Answer(var text)
                && text.equals("123456")
                && handle.text().equals("h");
        return right ? new MfaOutcome.Approved() : MfaOutcome.Denied.notShown("wrong code");
    }
}
