package io.countersign.radius.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Sets up Logback in code: one line per event on standard error, our own loggers at the level asked for, libraries at WARN. Logback
 * finds this class as a service, so no XML is read at start.
 *
 * <p>The level is what {@link #level} was given, else the environment's {@code COUNTERSIGN_LOG_LEVEL}, else {@code ERROR}: a command
 * tells its own results, and what only a server should warn of is left to it.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String ENVIRONMENT = "COUNTERSIGN_LOG_LEVEL";

    /** Called by Logback. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var layout = new OneLine();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        set(
                context,
                parse(Optional.ofNullable(System.getenv(ENVIRONMENT)).orElse(""))
                        .orElse(Level.ERROR));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Sets the level of our own loggers: {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}. Answers false, and
     * does nothing, for any other word.
     */
    public static boolean level(String word) {
        var level = parse(word);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            level.ifPresent(wanted -> set(context, wanted));
        }
        return level.isPresent();
    }

    /** Whether the environment says which level is wanted. */
    public static boolean saidByEnvironment() {
        return parse(Optional.ofNullable(System.getenv(ENVIRONMENT)).orElse("")).isPresent();
    }

    private static void set(LoggerContext context, Level level) {
        for (var own : new String[] {"io.countersign", "logins"}) {
            Logger logger = context.getLogger(own);
            logger.setLevel(level);
        }
    }

    private static Optional<Level> parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "error" -> Optional.of(Level.ERROR);
            case "warn" -> Optional.of(Level.WARN);
            case "info" -> Optional.of(Level.INFO);
            case "debug" -> Optional.of(Level.DEBUG);
            case "trace" -> Optional.of(Level.TRACE);
            default -> Optional.empty();
        };
    }
}
