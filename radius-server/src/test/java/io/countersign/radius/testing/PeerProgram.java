package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of others, with what it says in a file. Closed, it ends with all that it has started. */
public final class PeerProgram implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 240;

    private final Path said;
    private final Process process;

    private PeerProgram(Path said, Process process) {
        this.said = said;
        this.process = process;
    }

    public static PeerProgram start(Path folder, Map<String, String> environment, String... command)
            throws IOException {
        var said = Files.createTempFile(folder, Path.of(command[0]).getFileName() + "-", ".said");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        return new PeerProgram(said, builder.start());
    }

    /** Runs a program to its end, with this on its standard input. */
    public static Output run(Path folder, Map<String, String> environment, String input, String... command)
            throws IOException, InterruptedException {
        try (var program = start(folder, environment, command)) {
            program.type(input);
            program.process.getOutputStream().close();
            assertThat(program.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(() -> command[0] + " ends: " + program.said())
                    .isTrue();
            return new Output(program.process.exitValue(), program.said());
        }
    }

    public void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until it has said this. */
    public PeerProgram awaitText(String text) throws Exception {
        return awaitAny(List.of(text));
    }

    /** Waits until it has said one of these; what does not say so is ended. */
    public PeerProgram awaitAny(List<String> texts) throws Exception {
        try {
            Awaited.until(() -> hasSaid(texts) || !process.isAlive());
            assertThat(hasSaid(texts)).as("it says one of %s", texts).isTrue();
            return this;
        } catch (AssertionError silent) {
            close();
            throw new AssertionError(said(), silent);
        }
    }

    private boolean hasSaid(List<String> texts) {
        return texts.stream().anyMatch(said()::contains);
    }

    public String said() {
        try {
            return Files.readString(said, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        var children = process.descendants().toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    public record Output(int exitCode, String text) {}
}
