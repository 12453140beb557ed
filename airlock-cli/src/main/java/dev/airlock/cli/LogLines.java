package dev.airlock.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.airlock.cli.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go, in the form that {@link LogFormat} names. A command shows errors only; what stays running writes everything down, until it
 * ends.
 */
final class LogLines implements AutoCloseable {
    private static final int FILES_KEPT = 3;
    private static final FileSize FILE_SIZE_MAX = FileSize.valueOf("16MB");

    private final Appender<ILoggingEvent> appender;

    private LogLines(OutputStreamAppender<ILoggingEvent> appender, String service) throws Trouble {
        this.appender = attached(appender, format().encoder(service));
    }

    private static LogFormat format() throws Trouble {
        try {
            return LogFormat.in(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "unset it for text");
        }
    }

    /** What {@code service} says, to {@code file}, and to three older ones of at most 16 MB. */
    static LogLines toFile(Path file, String service) throws IOException, Trouble {
        Files.createDirectories(file.toAbsolutePath().getParent());
        LoggerContext context = context();
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMaxIndex(FILES_KEPT);
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FILE_SIZE_MAX);
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        rolling.start();
        trigger.start();
        return new LogLines(appender, service);
    }

    /** What {@code service} says, to standard error, as a service manager wants it. */
    static LogLines toStandardError(String service) throws Trouble {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        // What shows errors to people would show them twice.
        root(context()).detachAppender("err");
        return new LogLines(appender, service);
    }

    private static Appender<ILoggingEvent> attached(
            OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder) {
        LoggerContext context = context();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        root(context).addAppender(appender);
        return appender;
    }

    @Override
    public void close() {
        root(context()).detachAppender(appender);
        appender.stop();
    }

    private static ch.qos.logback.classic.Logger root(LoggerContext context) {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
