package dev.airlock.ledger.audit.model;

import dev.airlock.schemas.model.IntentKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token of the bus tells of an intent that had come by a gateway: that it ran, or why it did not.
 *
 * @param token the token's id
 * @param appended when the broker took the token
 * @param intentHash of the intent that it is about
 * @param admitted when the gateway had decided, in this token's words; empty if it names no time
 * @param grantId what it redeemed; empty if it names none
 * @param refused whether it did not run
 */
public record PastRun(
        RecordPlace place,
        String token,
        IntentKey key,
        Instant appended,
        String intentHash,
        Optional<Instant> admitted,
        Optional<String> grantId,
        boolean refused) {}
