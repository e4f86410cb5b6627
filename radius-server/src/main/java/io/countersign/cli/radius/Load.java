package io.countersign.cli.radius;

import io.countersign.radius.forwarding.Asked;
import io.countersign.radius.forwarding.Requester;
import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many requests, so many at a time, and how long each took.
 *
 * @param answers how often each code came
 * @param unanswered how many requests got no answer
 * @param refused of those, how many the network brought back because nobody listens there
 * @param nanos of the answered ones, the shortest first
 */
record Load(Map<Code, Integer> answers, int unanswered, int refused, List<Long> nanos, Duration elapsed) {
    private record One(Optional<Code> answer, boolean refused, long nanos) {}

    /** Sends them. Throws what the first request throws that cannot be sent. */
    static Load run(
            Requester requester,
            ClientRequest request,
            boolean mustBeSigned,
            Duration patience,
            int count,
            int parallel)
            throws IOException, InterruptedException {
        var left = new AtomicInteger(count);
        long begun = System.nanoTime();
        List<One> all = new ArrayList<>();
        try (var senders = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sender-", 0).factory())) {
            Callable<List<One>> sender = () -> send(requester, request, mustBeSigned, patience, left);
            List<Future<List<One>>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(parallel, count); i++) {
                running.add(senders.submit(sender));
            }
            for (var one : running) {
                all.addAll(one.get());
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        }
        return of(all, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static List<One> send(
            Requester requester, ClientRequest request, boolean mustBeSigned, Duration patience, AtomicInteger left)
            throws IOException, InterruptedException {
        List<One> sent = new ArrayList<>();
        while (left.getAndDecrement() > 0) {
            sent.add(send(requester, request, mustBeSigned, patience));
        }
        return sent;
    }

    private static One send(Requester requester, ClientRequest request, boolean mustBeSigned, Duration patience)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var asked = requester.ask(request::under, request.code(), mustBeSigned, patience);
        long took = System.nanoTime() - begun;
        return switch (asked) {
            case Asked.Answered(var packet, var _) -> new One(Optional.of(packet.code()), false, took);
            case Asked.Unanswered _ -> new One(Optional.empty(), false, took);
            case Asked.Refused _ -> new One(Optional.empty(), true, took);
            case Asked.TooLong _ -> throw new IOException("it has more octets than a packet may have");
            case Asked.NotSent(var why) -> throw new IOException(why);
        };
    }

    private static Load of(List<One> all, Duration elapsed) {
        Map<Code, Integer> answers = new EnumMap<>(Code.class);
        all.forEach(one -> one.answer().ifPresent(code -> answers.merge(code, 1, Integer::sum)));
        long[] nanos = all.stream()
                .filter(one -> one.answer().isPresent())
                .mapToLong(One::nanos)
                .sorted()
                .toArray();
        return new Load(
                answers,
                all.size() - nanos.length,
                (int) all.stream().filter(One::refused).count(),
                Arrays.stream(nanos).boxed().toList(),
                elapsed);
    }

    /** How long the given share of the answered requests took at most; zero if there are none. */
    Duration percentile(double share) {
        return nanos.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(nanos.get((int) Math.min(nanos.size() - 1L, (long) (nanos.size() * share))));
    }

    /** Whether each was answered by what its sender hoped for. */
    boolean isAllGood() {
        return unanswered == 0 && answers.keySet().stream().allMatch(Load::isGood);
    }

    static boolean isGood(Code answer) {
        return switch (answer) {
            case ACCESS_ACCEPT, ACCOUNTING_RESPONSE -> true;
            case ACCESS_REJECT, ACCESS_CHALLENGE, ACCESS_REQUEST, ACCOUNTING_REQUEST, STATUS_SERVER -> false;
        };
    }

    /** Answers a second. */
    double rate() {
        return nanos.size() / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }
}
