package dev.airlock.executor.shell;

import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Makes dead letters of records that nobody can believe. */
final class Letters {
    private Letters() {}

    static Outbound of(Inbound record, String reason, Instant now) {
        String source = record.topic().topicName();
        DeadLetter letter = new DeadLetter(
                source,
                record.partition(),
                record.offset(),
                Bytes.of(record.key()),
                Bytes.of(record.value()),
                reason,
                Station.EXECUTOR.name(),
                now);
        return Outbound.byKey(
                Topic.DEADLETTERS, source.getBytes(StandardCharsets.UTF_8), Codecs.DEAD_LETTER.encode(letter));
    }
}
