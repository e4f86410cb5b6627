package io.countersign.cli.terminal;

import io.countersign.radius.administration.Installation;
import io.countersign.radius.app.LogSetup;
import io.countersign.radius.control.ControlClient;
import io.countersign.radius.event.Author;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What each command has: {@code --config}, the streams, and what it knows of its process. */
public final class NodeOption {
    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The settings of this node. Default: ./countersign.yaml where there is one, else that of"
                    + " /etc/countersign or, on Windows, C:\\ProgramData\\Countersign.")
    private @Nullable Path config;

    private boolean logLevelSaid;

    /** Made by Picocli. */
    public NodeOption() {}

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description =
                    "error, warn, info, debug or trace, on standard error. Default: $$COUNTERSIGN_LOG_LEVEL, else error; for"
                            + " serve info.")
    void logLevel(String word) {
        if (!LogSetup.level(word)) {
            throw new ParameterException(
                    spec().commandLine(), "--log-level is error, warn, info, debug or trace, not \"" + word + "\"");
        }
        logLevelSaid = true;
    }

    /** Logs at INFO unless another level was asked for. */
    public void logAtInfo() {
        if (!logLevelSaid && !LogSetup.saidByEnvironment()) {
            LogSetup.level("info");
        }
    }

    /** Whether the command line says how much is logged. */
    public boolean saysLogLevel() {
        return logLevelSaid;
    }

    /** What is known of the process. */
    public Surroundings surroundings() {
        return ((Surroundings.Holder) spec().root().userObject()).surroundings();
    }

    /** Standard output. */
    public PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** Standard error. */
    public PrintWriter err() {
        return spec().commandLine().getErr();
    }

    /** The settings file, whether it is there or not. */
    public Path settingsFile() {
        if (config != null) {
            return surroundings().directory().resolve(config);
        }
        return Files.exists(settingsHere())
                ? settingsHere()
                : SystemSettings.in(
                        FileSystems.getDefault(), surroundings().environment().variables());
    }

    /** The settings file of the folder of this command, which needs not be named. */
    public Path settingsHere() {
        return surroundings().directory().resolve(SystemSettings.FILE);
    }

    /** Whether the command line names the settings file. */
    public boolean namesSettings() {
        return config != null;
    }

    /** Opens settings, store and plugins. The caller closes them. */
    public Installation open() {
        return Installation.open(settingsFile(), surroundings().environment(), author(""));
    }

    /** The same for a command that changes something and says why. */
    public Installation open(CommentOption comment) {
        return Installation.open(settingsFile(), surroundings().environment(), author(comment.text()));
    }

    /** The same after the whole store was checked. */
    public Installation openWhole() {
        return Installation.openWhole(settingsFile(), surroundings().environment(), author(""));
    }

    private Author author(String comment) {
        var command = spec().qualifiedName(" ").replaceFirst("^countersign ", "");
        return new Author(surroundings().account(), command, comment);
    }

    /** The server that runs with these settings, if there is one. */
    public ControlClient server() {
        return Installation.server(settingsFile(), surroundings().environment());
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not yet parsed");
        }
        return spec;
    }
}
