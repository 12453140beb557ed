package dev.airlock.provenance;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The one form of a time in a token: RFC 3339, UTC, six digits of the second. */
final class Rfc3339 {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LENGTH = "2026-01-01T00:00:00.000000Z".length();

    private Rfc3339() {}

    /** {@code 2026-01-01T00:00:00.000000Z}; years 2000 to 9999, which the token's values guarantee. */
    static String write(Instant time) {
        var utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        return utc.getYear() < 0 || utc.getYear() > 9999 ? FORMAT.format(time) : digits(utc);
    }

    /** What the format gives for a year of four digits, in a twentieth of its time: a token has six of them. */
    private static String digits(LocalDateTime utc) {
        byte[] text = new byte[LENGTH];
        put(text, 0, 4, utc.getYear(), '-');
        put(text, 5, 2, utc.getMonthValue(), '-');
        put(text, 8, 2, utc.getDayOfMonth(), 'T');
        put(text, 11, 2, utc.getHour(), ':');
        put(text, 14, 2, utc.getMinute(), ':');
        put(text, 17, 2, utc.getSecond(), '.');
        put(text, 20, 6, utc.getNano() / 1_000, 'Z');
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void put(byte[] text, int at, int width, int value, char behind) {
        int left = value;
        for (int i = at + width - 1; i >= at; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        text[at + width] = (byte) behind;
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
