package dev.airlock.redteam;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.util.List;

/**
 * Where a road is weak on purpose. What is attacked in earnest has none; tests plant one for each category, and see that its attackers find it. Nothing
 * of it is asked by whoever judges.
 */
interface Gap {
    /** No weakness. */
    Gap NONE = new Gap() {};

    /**
     * A record for the bus.
     *
     * @param key of the record; a session, a scope, an identity
     */
    record Written(Topic topic, String key, Bytes value) {}

    /** What reaches the services of a record that somebody writes; just that, where nothing is weak. */
    default List<Written> written(Written record, Field field) throws ControlFailed, InterruptedException {
        return List.of(record);
    }

    /** Where frames are taken. */
    default int muxPort(int honest) {
        return honest;
    }

    /** How tokens are verified. */
    default Token read(TokenReader reader, TokenRecord record) throws TokenRejected {
        return reader.read(record);
    }
}
