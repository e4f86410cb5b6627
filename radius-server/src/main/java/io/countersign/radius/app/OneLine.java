package io.countersign.radius.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import io.countersign.radius.event.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log event on one line, whatever its message holds: time with offset, level, where it comes from, message, causes. */
final class OneLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    private static final int MAX_CAUSES = 8;

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(200);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(shortName(event.getLoggerName()))
                .append(": ");
        line.append(Printable.whole(String.valueOf(event.getFormattedMessage())));
        appendCauses(line, event);
        return line.append(System.lineSeparator()).toString();
    }

    private static void appendCauses(StringBuilder line, ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            line.append(depth == 0 ? " | " : " < ").append(cause.getClassName());
            if (cause.getMessage() != null) {
                line.append(": ").append(Printable.whole(cause.getMessage()));
            }
            if (cause.getStackTraceElementProxyArray().length > 0) {
                line.append(' ').append(cause.getStackTraceElementProxyArray()[0].getSTEAsString());
            }
            cause = cause.getCause();
        }
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
