package dev.airlock.ledger.audit.model;

import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an audit looks at in a token whose signature holds.
 *
 * @param place its record
 * @param appended when the broker took the record
 * @param token its id
 * @param hash {@code sha256:} of its signed bytes
 * @param due what it is the one token of, as {@code ChainVerifier.due} says
 * @param intent the intent's name
 * @param agent who asked, in the caller's own words
 * @param reason the outcome in one sentence
 * @param calls the calls, rules or patterns of its violations
 * @param times when what happened
 * @param link where it stands in its chain
 * @param ground what bound it
 * @param attached what it hangs on
 */
public record TokenFacts(
        RecordPlace place,
        Instant appended,
        String token,
        String hash,
        String due,
        IntentKey key,
        String intent,
        String agent,
        Ending ending,
        Optional<RefusalKind> refusal,
        String reason,
        List<String> calls,
        Times times,
        Link link,
        Ground ground,
        Attached attached) {
    public TokenFacts {
        calls = List.copyOf(calls);
    }

    /** Whether it is a gateway's refusal of what came by the bus. */
    public boolean gatewayRefuses() {
        return refusal.isPresent() && attached.grantId().isEmpty() && link.sealedByGateway() && link.lane() == Lane.BUS;
    }

    /**
     * When.
     *
     * @param made when the token was sealed
     * @param admitted when the gateway decided; empty from before it came there
     * @param started when the program began; empty if none ran
     * @param ended when it ended
     */
    public record Times(
            Instant made,
            Instant asked,
            Optional<Instant> admitted,
            Optional<Instant> started,
            Optional<Instant> ended) {}

    /**
     * The place in the chain.
     *
     * @param sealer the key id
     * @param sealedByGateway whether that key is a gateway's
     * @param parent the hash of the token before; empty at the very first
     * @param parentId its id; empty at the beginning of an epoch
     */
    public record Link(
            String sealer,
            boolean sealedByGateway,
            Lane lane,
            int partition,
            long epoch,
            long sequence,
            Optional<String> parent,
            Optional<String> parentId) {
        /** {@code 3/0#17}, on the fast lane with {@code fast} before it: partition, epoch, sequence. */
        public String text() {
            return (lane == Lane.FAST ? "fast " : "") + partition + "/" + epoch + "#" + sequence;
        }
    }

    /**
     * What bound it.
     *
     * @param postureId the recorded posture, or {@code fail-closed}; empty if the token names none
     * @param principal the caller as authenticated
     * @param interrupted whether it was sealed after a restart, so long after it was decided
     */
    public record Ground(
            PostureLevel posture,
            Cause cause,
            RuntimeMode runtimeMode,
            Optional<String> postureId,
            Optional<String> verdictId,
            Optional<String> principal,
            boolean interrupted) {}

    /**
     * What it hangs on.
     *
     * @param intentHash of the intent's record
     */
    public record Attached(
            String intentHash,
            Optional<String> payloadHash,
            Optional<String> grantId,
            Optional<String> image,
            Optional<String> snapshot,
            Optional<String> vm) {}
}
