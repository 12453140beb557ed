package dev.airlock.ledger.audit.model;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Instant;
import java.util.Optional;

/**
 * What a gateway decided, as it stands recorded.
 *
 * @param place the order's record, or the token's of a refusal
 * @param token the refusal's token id; empty for an admission
 * @param intentHash of the intent that it is about
 * @param postureId under which posture
 * @param at when, in its signer's words
 * @param appended when the broker took the record
 */
public record PastDecision(
        RecordPlace place,
        Optional<String> token,
        IntentKey key,
        String intentHash,
        String postureId,
        Instant at,
        Instant appended,
        Word word) {
    /** Which way. */
    public sealed interface Word {
        /** Admitted on these terms; the order is without the intent's own record, which may be large. */
        record Admitted(Order terms) implements Word {}

        /** Refused, for this reason. */
        record Refused(RefusalKind kind, String reason) implements Word {}
    }
}
