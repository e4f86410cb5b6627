package io.countersign.mfa;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks users for one kind of second factor.
 *
 * <p>Every method may be called from many virtual threads at once, may block, and must end soon after its thread is interrupted. The
 * server interrupts a call at its deadline and counts it as a denial, whatever it would have returned.
 */
public interface MfaProvider extends AutoCloseable {
    /** The ways in which this provider can ask. Constant for the provider's life; asked when policies are applied. */
    Set<Interaction> interactions();

    /**
     * Starts to ask the user, or answers at once. May block until the user has answered, or return {@link MfaOutcome.Waiting} so that
     * no call is open meanwhile.
     *
     * @throws InterruptedException when the deadline has passed or the login was given up; counts as a denial
     */
    MfaOutcome begin(MfaRequest request) throws InterruptedException;

    /**
     * Goes on with what {@link #begin} or an earlier {@code resume} left open. Each handle is resumed by one call at a time.
     *
     * @throws InterruptedException as for {@link #begin}
     */
    MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) throws InterruptedException;

    /**
     * Nobody waits for the outcome any more: take the prompt back if that is possible. Called when a login was given up, and when a
     * challenge expired that the user has not answered. May come late, twice, or for a prompt that is over; must not throw.
     */
    default void cancel(MfaRequest request, MfaHandle handle) {}

    /**
     * The user approved, but the login had been answered before: the approval admits nobody. Tell the user, if that can be done
     * without asking anything. Called once at most for each approval; must not throw.
     *
     * @param request as it was begun, with some seconds more until its deadline
     */
    default void approvedTooLate(MfaRequest request) {}

    /** The provider for a user's credentials, where this factor can be enrolled through Countersign. */
    default Optional<Enrolling> enrolling() {
        return Optional.empty();
    }

    /**
     * Checks everything that a login needs, in the order in which it needs it. Prompts nobody. Called by {@code countersign doctor};
     * may take as long as its time-outs.
     *
     * @param user one to try the checks with that need a user; nobody if empty
     */
    default List<MfaFinding> examine(Optional<MfaUser> user) {
        return List.of();
    }

    /**
     * What whoever lets policies ask this provider should know of its settings, one line each without full stop, such as that something
     * will end. Told when policies are applied that name it. Asks nobody and does not block.
     */
    default List<String> cautions() {
        return List.of();
    }

    /**
     * The certificates that every login rests on, so that whoever watches the server sees how long they are good. Asked whenever its
     * metrics are read; asks nobody and does not block.
     */
    default List<MfaCertificate> certificates() {
        return List.of();
    }

    /** Called once, when the server stops or has replaced this provider after a reload. */
    @Override
    default void close() {}
}
