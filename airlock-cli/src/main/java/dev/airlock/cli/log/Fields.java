package dev.airlock.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.model.Line;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log line says field by field. The names come from the pattern that the code has, such as {@code intent={} token={}}, and the values
 * from its arguments: a value that looks like another field stays a value. A record that was read gives its topic, partition and offset as well.
 */
final class Fields {
    private static final Pattern NAMED = Pattern.compile("(?:\\b([a-z][a-z0-9_-]*)=\"?)?\\{}");

    /** What every line has of its own; a pattern that uses such a name adds no second one. */
    private static final Set<String> TAKEN =
            Set.of("time", "level", "logger", "service", "thread", "message", "trace", "stack");

    private static final int VALUE_LENGTH_MAX = 1 << 10;

    private Fields() {}

    /** In the order of the line. */
    static Map<String, String> of(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        Object[] arguments = event.getArgumentArray();
        if (arguments == null || event.getMessage() == null) {
            return fields;
        }
        Matcher named = NAMED.matcher(event.getMessage());
        for (int i = 0; i < arguments.length && named.find(); i++) {
            if (arguments[i] instanceof Inbound record) {
                put(fields, "topic", record.topic());
                put(fields, "partition", record.partition());
                put(fields, "offset", record.offset());
            }
            if (named.group(1) != null) {
                put(fields, named.group(1), arguments[i]);
            }
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, Object value) {
        if (!TAKEN.contains(name)) {
            var _ = fields.putIfAbsent(name, Line.fit(String.valueOf(value), VALUE_LENGTH_MAX));
        }
    }
}
