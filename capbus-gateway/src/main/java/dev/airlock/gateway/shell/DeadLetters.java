package dev.airlock.gateway.shell;

import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** A record that could not be read, on its way to the dead letters: whole, or without its value if not even they take it. */
final class DeadLetters {
    private static final int REASON_MAX = 2000;

    private DeadLetters() {}

    static Outbound of(Inbound record, String reason, Instant now) {
        Outbound whole = letter(record, record.value(), reason, now);
        return whole.fits() ? whole : letter(record, new byte[0], "too large to keep; " + reason, now);
    }

    private static Outbound letter(Inbound record, byte[] value, String reason, Instant now) {
        var letter = new DeadLetter(
                record.topic().topicName(),
                record.partition(),
                record.offset(),
                Bytes.of(record.key()),
                Bytes.of(value),
                fit(reason),
                Station.GATEWAY.name().toLowerCase(Locale.ROOT),
                now);
        return Outbound.byKey(
                Topic.DEADLETTERS, letter.topic().getBytes(StandardCharsets.UTF_8), Codecs.DEAD_LETTER.encode(letter));
    }

    private static String fit(String reason) {
        String cut = reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
        return cut.isBlank() ? "it cannot be read" : cut;
    }
}
