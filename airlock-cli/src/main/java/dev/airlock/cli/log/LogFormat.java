package dev.airlock.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Map;

/** In which of two forms log lines are written, which the environment variable {@value #VARIABLE} says. */
public enum LogFormat {
    /** For people; the default. */
    TEXT,
    /** One JSON object per line, for a collector. */
    JSON;

    /** The environment variable. */
    public static final String VARIABLE = "AIRLOCK_LOG_FORMAT";

    /**
     * What the environment asks for; {@link #TEXT} where it says nothing.
     *
     * @throws IllegalArgumentException if it is neither, with what would be right
     */
    public static LogFormat in(Map<String, String> environment) {
        return switch (environment.getOrDefault(VARIABLE, "")) {
            case "", "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException(VARIABLE + " must be text or json");
        };
    }

    /** What writes the lines of {@code service}; to be given its context and started. */
    public Encoder<ILoggingEvent> encoder(String service) {
        return switch (this) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines(service);
        };
    }
}
