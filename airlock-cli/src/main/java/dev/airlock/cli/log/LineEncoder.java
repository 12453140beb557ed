package dev.airlock.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.airlock.road.LogTrace;
import dev.airlock.schemas.model.Line;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes an event down in UTF-8. Control characters and halves of surrogate pairs become U+FFFD, and what is too long is cut. */
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    /** More than any line of ours has without what others sent. */
    static final int MESSAGE_LENGTH_MAX = 16 << 10;

    private static final int STACK_LINES_MAX = 200;
    private static final int STACK_LINE_LENGTH_MAX = 1 << 10;

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return text(event).getBytes(StandardCharsets.UTF_8);
    }

    /** With the end of its last line. */
    abstract String text(ILoggingEvent event);

    static String message(ILoggingEvent event) {
        return Line.fit(String.valueOf(event.getFormattedMessage()), MESSAGE_LENGTH_MAX);
    }

    /** Each line behind a tabulator, so that none can pass for the beginning of an event. */
    static Optional<String> stack(ILoggingEvent event) {
        return Optional.ofNullable(event.getThrowableProxy()).map(thrown -> ThrowableProxyUtil.asString(thrown)
                .lines()
                .limit(STACK_LINES_MAX)
                .map(line -> "\t" + Line.fit(line.strip(), STACK_LINE_LENGTH_MAX))
                .collect(Collectors.joining("\n")));
    }

    static Optional<String> trace(ILoggingEvent event) {
        return Optional.ofNullable(event.getMDCPropertyMap().get(LogTrace.FIELD));
    }

    static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
