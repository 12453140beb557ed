package dev.airlock.provenance;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The one form of a time in a token: RFC 3339, UTC, six digits of the second. */
final class Rfc3339 {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    /** {@code 2026-01-01T00:00:00.000000Z}; years 2000 to 9999, which the token's values guarantee. */
    static String write(Instant time) {
        return FORMAT.format(time);
    }

    /** @throws IllegalArgumentException if the text is anything but what {@link #write} gives */
    static Instant read(String text) {
        try {
            Instant time = Instant.parse(text);
            if (write(time).equals(text)) {
                return time;
            }
        } catch (DateTimeException _) {
            // falls through: it is as wrong as a time in another form
        }
        throw new IllegalArgumentException("a time must look like 2026-01-01T00:00:00.000000Z");
    }
}
