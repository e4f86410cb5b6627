package io.countersign.cli;

import io.countersign.cli.terminal.Complaints;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.Surroundings;
import io.countersign.radius.administration.Environment;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program. What it reads and writes is UTF-8 whatever the locale, but for a terminal, which has its own. */
public final class Main {
    /** What the JVM puts where octets are no text in the locale's characters. */
    private static final String LOST = "\uFFFD";

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var out = writer(FileDescriptor.out, "stdout.encoding");
        var err = writer(FileDescriptor.err, "stderr.encoding");
        System.exit(run(ofThisProcess(), out, err, arguments));
    }

    /** Runs one command within a process that goes on. Answers the exit code. */
    static int run(Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
        return run(new Countersign(surroundings), out, err, arguments);
    }

    /** The same with a top command that the caller can stop. */
    static int run(Countersign top, PrintWriter out, PrintWriter err, String... arguments) {
        for (var argument : arguments) {
            if (argument.contains(LOST)) {
                err.println(
                        "countersign: the argument \"" + argument
                                + "\" is no UTF-8 text; type it in a terminal that is set to"
                                + " UTF-8, and let LC_ALL be C.UTF-8 where something else than the launcher starts the program");
                return ExitCode.INVALID;
            }
        }
        var line = new CommandLine(top);
        var arranged = Typed.arranged(line, arguments);
        return line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler(new Complaints())
                .execute(arranged);
    }

    static Surroundings ofThisProcess() {
        var home = Optional.ofNullable(System.getProperty("countersign.home")).map(Path::of);
        var environment = new Environment(
                home.map(folder -> List.of(folder.resolve("plugins"))).orElse(List.of()),
                System.getenv(),
                InstantSource.system());
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                environment,
                account(System.getProperties(), System.getenv()),
                // Refuses what is no text: a password with octets replaced would be another one.
                new BufferedReader(new InputStreamReader(
                        System.in, charset("stdin.encoding").newDecoder())),
                hiddenPrompt());
    }

    /**
     * Who runs the command: the launcher says so where it has changed to the service's own user. With the person behind sudo, if there is
     * one.
     */
    static String account(Properties properties, Map<String, String> variables) {
        var name = properties.getProperty("countersign.account", properties.getProperty("user.name", "unknown"));
        return Optional.ofNullable(variables.get("SUDO_USER"))
                .filter(behind -> !behind.isBlank() && !behind.equals(name))
                .map(behind -> name + " (sudo " + behind + ")")
                .orElse(name);
    }

    static PrintWriter writer(FileDescriptor descriptor, String charsetProperty) {
        return new PrintWriter(
                new OutputStreamWriter(
                        new BufferedOutputStream(new FileOutputStream(descriptor)), charset(charsetProperty)),
                true);
    }

    private static Charset charset(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .filter(_ -> isTerminal())
                .map(Charset::forName)
                .filter(known -> !known.equals(StandardCharsets.US_ASCII))
                .orElse(StandardCharsets.UTF_8);
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static Optional<UnaryOperator<String>> hiddenPrompt() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(console -> prompt -> {
            char[] typed = console.readPassword("%s", prompt);
            return typed == null ? "" : new String(typed);
        });
    }
}
