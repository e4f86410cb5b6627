package io.countersign.radius.app;

import ch.qos.logback.classic.AsyncAppender;
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
    private static final String STDERR = "stderr";
    private static final int LINES_WAITING = 8192;

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
        appender.setName(STDERR);
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

    /** What waits for standard error; closed, it is written. */
    public interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on nobody waits until a line is written, for logins are told on the threads that receive: whoever reads standard error may be
     * slow, or stopped. What does not fit into {@value #LINES_WAITING} lines is lost.
     */
    public static Waiting withoutWaiting() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return () -> {};
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var stderr = root.getAppender(STDERR);
        var async = new AsyncAppender();
        async.setContext(context);
        async.setName("waiting");
        async.setQueueSize(LINES_WAITING);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(stderr);
        async.start();
        root.addAppender(async);
        root.detachAppender(STDERR);
        return () -> {
            root.detachAppender(async);
            async.stop(); // writes what waits, and stops the other with itself
            stderr.start();
            root.addAppender(stderr);
        };
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
