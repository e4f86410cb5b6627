package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server as a service of Windows. Commons Daemon's procrun, in its mode {@code jvm}, calls {@link #start} on a thread of its own, which
 * stays there until the service has ended, and {@link #stop} on another one when Windows wants it to end; once in the life of a process.
 */
public final class WindowsService {
    private static final WindowsService OF_THIS_PROCESS = new WindowsService();
    private static final int MOST_SECONDS = 30; // as long as systemd waits

    private final Countersign top = new Countersign(Main.ofThisProcess());
    private final CountDownLatch ended = new CountDownLatch(1);

    WindowsService() {}

    /**
     * Runs a command, {@code serve}, until {@link #stop} is called or it ends by itself.
     *
     * @param arguments the program's, as on a command line
     * @throws IllegalStateException if it ends with another exit code than 0; what is wrong was printed
     */
    public static void start(String[] arguments) {
        OF_THIS_PROCESS.run(
                Main.writer(FileDescriptor.out, "stdout.encoding"),
                Main.writer(FileDescriptor.err, "stderr.encoding"),
                arguments);
    }

    /**
     * Lets the server answer what is in work, and returns when it has ended, after {@value #MOST_SECONDS} s at most.
     *
     * @param arguments none
     */
    public static void stop(String[] arguments) throws InterruptedException {
        OF_THIS_PROCESS.end();
    }

    void run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            int exitCode = Main.run(top, out, err, arguments);
            if (exitCode != ExitCode.DONE) {
                throw new IllegalStateException(
                        "countersign " + String.join(" ", arguments) + " ended with exit code " + exitCode);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Answers whether it has ended. */
    boolean end() throws InterruptedException {
        top.stop();
        return ended.await(MOST_SECONDS, TimeUnit.SECONDS);
    }
}
