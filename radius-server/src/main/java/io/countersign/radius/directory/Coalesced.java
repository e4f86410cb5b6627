package io.countersign.radius.directory;

import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One question at a time for each key: who asks meanwhile has the same answer. Safe for use by many threads. */
final class Coalesced<V> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ConcurrentMap<String, CompletableFuture<V>> asked = new ConcurrentHashMap<>();

    /** The answer, or the failure, of the question in work; else of this one. */
    V ask(String key, Supplier<V> question) {
        Waiting.begin();
        var mine = new CompletableFuture<V>();
        var others = asked.putIfAbsent(key, mine);
        if (others != null) {
            return await(others);
        }
        try {
            var answer = question.get();
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            asked.remove(key, mine);
        }
    }

    private static <V> V await(CompletableFuture<V> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException("a question failed", e);
            }
        } catch (TimeoutException e) {
            throw new DirectoryUnavailable("another login's question was not answered in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailable("interrupted while another login's question was in work", e);
        }
    }
}
