package io.countersign.entra.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The person at the terminal, for phones that ask: one question after the other; anything but yes is no. */
final class Person {
    private final BufferedReader in;
    private final PrintStream out;
    private final ReentrantLock turn = new ReentrantLock();

    Person(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    boolean approves(String upn, String method) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            out.println("[" + method + " for " + upn + "] Approve sign-in? [y/N]");
            var line = in.readLine();
            return line != null && line.strip().matches("(?i)y|yes");
        } catch (IOException closed) {
            return false;
        } finally {
            turn.unlock();
        }
    }
}
