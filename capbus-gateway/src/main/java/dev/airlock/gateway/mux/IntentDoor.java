package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TraceContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where a wish, or the cancel of one, leaves for the road. */
interface IntentDoor {
    /**
     * Publishes a record.
     *
     * @param trace which trace it belongs to
     * @return why it may not have arrived; empty if it has
     */
    CompletionStage<Optional<String>> publish(IntentKey key, byte[] record, Optional<TraceContext> trace);
}
