package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A record that could not be read, on its way to the dead letters: whole, or without its value if not even they take it. */
public final class DeadLetters {
    private DeadLetters() {}

    /**
     * The letter of a record. One that is read again after a restart gets another; topic, partition and offset tell that it is the same.
     *
     * @param station who could not read it
     * @param reason why; made one line, and cut where it is too long
     */
    public static Outbound of(Station station, Inbound record, String reason, Instant now) {
        Outbound whole = letter(station, record, record.value(), reason, now);
        return whole.fits() ? whole : letter(station, record, new byte[0], "too large to keep; " + reason, now);
    }

    private static Outbound letter(Station station, Inbound record, byte[] value, String reason, Instant now) {
        String source = record.topic().topicName();
        var letter = new DeadLetter(
                source,
                record.partition(),
                record.offset(),
                Bytes.of(record.key()),
                Bytes.of(value),
                reason.isBlank() ? "it cannot be read" : reason,
                station.name(),
                now);
        return Outbound.byKey(
                Topic.DEADLETTERS, source.getBytes(StandardCharsets.UTF_8), Codecs.DEAD_LETTER.encode(letter));
    }
}
