package dev.airlock.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.airlock.road.LogTrace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;

/**
 * One JSON object (RFC 8259) per line, in ASCII: {@code time} (RFC 3339, UTC, milliseconds), {@code level}, {@code logger}, {@code service},
 * {@code thread}, {@code message}, then the {@link Fields} of the message, {@code trace} and {@code stack} where there are any. Jackson escapes;
 * no field comes twice, and none from a text that is not ours. Any thread.
 */
final class JsonLines extends LineEncoder {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String service;

    JsonLines(String service) {
        this.service = service;
    }

    @Override
    String text(ILoggingEvent event) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", TIME.format(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", simpleName(event.getLoggerName()));
            json.writeStringField("service", service);
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("message", message(event));
            for (Map.Entry<String, String> field : Fields.of(event).entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            writeRest(json, event);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void writeRest(JsonGenerator json, ILoggingEvent event) throws IOException {
        var trace = trace(event);
        if (trace.isPresent()) {
            json.writeStringField(LogTrace.FIELD, trace.get());
        }
        var stack = stack(event);
        if (stack.isPresent()) {
            json.writeStringField("stack", stack.get());
        }
    }
}
