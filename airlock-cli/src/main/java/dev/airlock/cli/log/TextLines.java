package dev.airlock.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Time with its zone, level, thread, logger and message; a stack behind it, each line of it behind a tabulator. Any thread. */
final class TextLines extends LineEncoder {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    @Override
    String text(ILoggingEvent event) {
        var text = new StringBuilder()
                .append(TIME.format(event.getInstant().atZone(ZoneId.systemDefault())))
                .append(' ')
                .append(String.format("%-5s", event.getLevel()))
                .append(" [")
                .append(event.getThreadName())
                .append("] ")
                .append(simpleName(event.getLoggerName()))
                .append(": ")
                .append(message(event));
        trace(event).ifPresent(id -> text.append(" trace=").append(id));
        stack(event).ifPresent(stack -> text.append('\n').append(stack));
        return text.append('\n').toString();
    }
}
