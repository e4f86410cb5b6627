package io.countersign.radius.exchange;

import io.countersign.radius.exchange.Deliberation.Ending;
import io.countersign.radius.exchange.Verdict.SilenceReason;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.waiting.Waiting;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A request between its first sighting and its end. Whoever ends it first, by its verdict, at its deadline or when the server stops, settles
 * its ticket, sends its reply and tells of it; all others find it ended and do nothing.
 */
final class OpenRequest {
    private static final Verdict NONE = new Verdict.Silence(SilenceReason.UNANSWERABLE);

    private final Authentic request;
    private final DuplicateCache.Ticket ticket;
    private final Consumer<Octets> reply;
    private final Discards discards;
    private final Deliberation deliberation;

    /** How its client waits, if it does; set before another thread gets this. */
    private Optional<ClientTraffic.Wait> wait = Optional.empty();

    /** How it ended; written and read by the thread that settled the ticket. */
    private Ending ending = Ending.MISTAKE;

    private Verdict sent = NONE;

    OpenRequest(
            Authentic request,
            DuplicateCache.Ticket ticket,
            Consumer<Octets> reply,
            Discards discards,
            Deliberation deliberation) {
        this.request = request;
        this.ticket = ticket;
        this.reply = reply;
        this.discards = discards;
        this.deliberation = deliberation;
    }

    Authentic request() {
        return request;
    }

    /** What is to be told of it now. */
    Optional<OpenLogin> login() {
        return deliberation.open();
    }

    /** It takes its time. Called before anything of it goes on elsewhere. */
    void isWaitedFor(ClientTraffic.Wait client) {
        wait = Optional.of(client);
    }

    /** Decides, sends and tells. The edge: what the handler throws is our own mistake. */
    void decide(BooleanSupplier late) {
        try {
            Verdict verdict = deliberation.decide();
            if (late.getAsBoolean() ? end(Ending.LATE) : settle(Ending.DECIDED, verdict)) {
                tell();
            }
        } catch (Waiting.Needed later) {
            throw later;
        } catch (RuntimeException | Error mistake) {
            if (fail(mistake)) {
                tell();
            }
        }
    }

    /** Sends what is sent without a verdict; false if the request has ended already. If true, {@link #tell} has to follow. */
    boolean end(Ending why) {
        try {
            return settle(why, deliberation.undecided(why));
        } catch (RuntimeException | Error mistake) { // or others would not be ended
            return fail(mistake);
        }
    }

    private boolean fail(Throwable mistake) {
        boolean mine = settle(Ending.MISTAKE, NONE);
        if (mine) {
            discards.countError(request.client(), mistake);
        }
        return mine;
    }

    /** There is no room for it: a repetition is served anew. */
    void refuse() {
        ticket.forget();
        wait.ifPresent(client -> client.ended(false));
    }

    /** Tells the handler. Only for who has ended the request; its reply stands, whatever goes wrong here. */
    void tell() {
        try {
            deliberation.ended(ending, sent);
        } catch (RuntimeException | Error mistake) {
            discards.failed("telling of a request of " + request.client().name(), mistake);
        }
    }

    private boolean settle(Ending how, Verdict verdict) {
        return switch (Wire.seal(verdict, request)) {
            case Sealed.Reply(var octets) -> answer(how, verdict, octets);
            case Sealed.Shortened(var instead, var octets) -> answer(tooLong(how), instead, octets);
            case Sealed.TooLong() -> {
                boolean mine = ignore(tooLong(how), NONE);
                if (mine) {
                    discards.count(request.client(), DiscardReason.REPLY_TOO_LONG);
                }
                yield mine;
            }
            case Sealed.Silence(var reason) ->
                switch (reason) {
                    case SUPERSEDED, NOTHING_TO_BELIEVE, UNANSWERABLE -> ignore(how, verdict);
                    case FAULT -> ticket.forget() && unanswered(how, verdict);
                    case OVERLOAD -> {
                        boolean mine = ticket.forget();
                        if (mine) {
                            discards.count(request.client(), DiscardReason.CLIENT_BUSY);
                        }
                        yield mine && unanswered(how, verdict);
                    }
                };
        };
    }

    private static Ending tooLong(Ending how) {
        return how == Ending.DECIDED ? Ending.TOO_LONG : how;
    }

    private boolean answer(Ending how, Verdict verdict, Octets octets) {
        if (!ticket.answer(octets)) {
            return false;
        }
        try {
            reply.accept(octets);
        } catch (RuntimeException closed) { // settled it is all the same
            discards.failed("sending a reply to " + request.client().name(), closed);
        }
        wait.ifPresent(client -> client.ended(true));
        return ended(how, verdict);
    }

    private boolean ignore(Ending how, Verdict verdict) {
        return ticket.ignore() && unanswered(how, verdict);
    }

    private boolean unanswered(Ending how, Verdict verdict) {
        wait.ifPresent(client -> client.ended(false));
        return ended(how, verdict);
    }

    private boolean ended(Ending how, Verdict verdict) {
        ending = how;
        sent = verdict;
        return true;
    }
}
