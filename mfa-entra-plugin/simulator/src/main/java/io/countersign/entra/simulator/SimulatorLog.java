package io.countersign.entra.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What happened, for tests to read: {@code prompts.log}, a line {@code SEQ UPN METHOD CONTEXTID} for each prompt that a phone really
 * got, and {@code requests.log}, a line for each request. Neither holds a token or a body.
 */
final class SimulatorLog implements AutoCloseable {
    private final ReentrantLock lines = new ReentrantLock();
    private final Writer prompts;
    private final Writer requests;
    private long prompted;

    SimulatorLog(Path folder) throws IOException {
        this.prompts = append(folder.resolve("prompts.log"));
        this.requests = append(folder.resolve("requests.log"));
    }

    void prompt(String upn, String method, String contextId) {
        lines.lock();
        try {
            write(prompts, ++prompted + " " + upn + " " + method + " " + contextId);
        } finally {
            lines.unlock();
        }
    }

    void request(String service, String method, String path, int status) {
        lines.lock();
        try {
            write(requests, service + " " + method + " " + path + " " + status);
        } finally {
            lines.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lines.lock();
        try {
            prompts.close();
            requests.close();
        } finally {
            lines.unlock();
        }
    }

    private static Writer append(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void write(Writer file, String line) {
        try {
            file.write(line + "\n");
            file.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
