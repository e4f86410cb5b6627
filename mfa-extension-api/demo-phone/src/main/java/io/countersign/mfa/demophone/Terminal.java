package io.countersign.mfa.demophone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The person at the terminal. Several prompts can be open at once: each has a number, and an answer is {@code NUMBER y} or {@code NUMBER
 * n}; with a single one open the number can be left out. Anything but yes is no. Standard input is first read when somebody is first
 * asked.
 */
final class Terminal {
    private final BufferedReader in;
    private final PrintStream out;

    /** Guards all that follows. */
    private final ReentrantLock questions = new ReentrantLock();

    private final Map<Integer, CompletableFuture<Answer>> open = new TreeMap<>();
    private int asked;
    private boolean reading;
    private boolean ended;

    /** What the person said. */
    enum Answer {
        /** Let them in. */
        YES,
        /** Do not. */
        NO,
        /** Standard input is at its end: there is nobody to ask. */
        NOBODY
    }

    Terminal(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    CompletableFuture<Answer> ask(String question) {
        questions.lock();
        try {
            var answer = new CompletableFuture<Answer>();
            if (ended) {
                answer.complete(Answer.NOBODY);
                return answer;
            }
            int number = ++asked;
            open.put(number, answer);
            var hint = open.size() > 1 ? " (type: " + number + " y)" : "";
            out.println("[phone " + number + "] " + question + " Approve? [y/N]" + hint);
            if (!reading) {
                reading = true;
                Thread.ofPlatform().daemon().name("demo-phone-terminal").start(this::read);
            }
            return answer;
        } finally {
            questions.unlock();
        }
    }

    void tell(String news) {
        out.println("[phone] " + news);
    }

    private void read() {
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                hear(line.strip());
            }
        } catch (IOException closed) {
            // The same as its end: nobody answers any more.
        }
        questions.lock();
        try {
            ended = true;
            open.values().forEach(answer -> answer.complete(Answer.NOBODY));
            open.clear();
        } finally {
            questions.unlock();
        }
    }

    private void hear(String line) {
        questions.lock();
        try {
            open.values().removeIf(CompletableFuture::isDone);
            var words = line.split("\\s+", 2);
            boolean numbered = words[0].matches("\\d{1,9}");
            if (open.isEmpty() || (!numbered && open.size() > 1)) {
                out.println(
                        open.isEmpty()
                                ? "[phone] nobody is asking"
                                : "[phone] which one? Type its number first: " + open.keySet());
                return;
            }
            int number = numbered
                    ? Integer.parseInt(words[0])
                    : open.keySet().iterator().next();
            var word = numbered ? (words.length > 1 ? words[1] : "") : line;
            var answer = open.remove(number);
            if (answer == null) {
                out.println("[phone] there is no prompt " + number);
                return;
            }
            answer.complete(word.matches("(?i)y|yes") ? Answer.YES : Answer.NO);
        } finally {
            questions.unlock();
        }
    }
}
