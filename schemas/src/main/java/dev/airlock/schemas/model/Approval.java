package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's word that one intent may run once although only the rescuers' programs are run, or that it may not after all. Who signs the
 * same word with another operator's key co-signs it.
 *
 * @param approvalId its name, unique; 1 to {@value #ID_LENGTH_MAX} visible ASCII characters
 * @param word whether it is approved or rejected
 * @param operator the name of the operator's key that said this first
 * @param intent what may be run
 * @param principal whose intent it is, as screenings name the holder of its key
 * @param origin the effective origin that the intent has to have
 * @param lane by which lane it has to come
 * @param node on the fast lane the only node that may take it; empty on the bus
 * @param session the intent's session
 * @param payloadHash {@code sha256:} of the payload
 * @param intentHash {@code sha256:} of the envelope's body, where no other intent is meant
 * @param verdictId the verdict behind the posture under which this was said
 * @param level what it weighs
 * @param reason why; one line of 256 characters at most
 * @param createdAt when this was said
 * @param expiresAt from when on it does not count; after {@code createdAt}
 */
public record Approval(
        String approvalId,
        ApprovalWord word,
        String operator,
        String intent,
        String principal,
        Origin origin,
        Lane lane,
        String node,
        String session,
        String payloadHash,
        Optional<String> intentHash,
        String verdictId,
        ApprovalLevel level,
        String reason,
        Instant createdAt,
        Instant expiresAt) {
    /** The longest id: a grant's id is made of it. */
    public static final int ID_LENGTH_MAX = 64;

    private static final int REASON_LENGTH_MAX = 256;

    /** @throws IllegalArgumentException that names the first field that is unfit */
    public Approval {
        Check.id("approval_id", approvalId);
        Check.atMost("approval_id", approvalId, ID_LENGTH_MAX);
        Check.printable("operator", operator, Check.ID_LENGTH_MAX);
        Check.id("intent", intent);
        Check.printable("principal", principal, Check.ID_LENGTH_MAX);
        if (!node.isEmpty()) {
            Check.printable("node", node, Check.ID_LENGTH_MAX);
        }
        Check.id("session", session);
        Check.sha256("payload_hash", payloadHash);
        intentHash.ifPresent(hash -> Check.sha256("intent_hash", hash));
        Check.id("verdict_id", verdictId);
        Check.printable("reason", reason, REASON_LENGTH_MAX);
        Check.time("created_at", createdAt);
        Check.time("expires_at", expiresAt);
        if (!expiresAt.isAfter(createdAt)) {
            throw new IllegalArgumentException(
                    "expires_at is " + expiresAt + "; it must be after created_at, " + createdAt);
        }
    }

    /** The same approval taken back by somebody, for a reason. */
    public Approval rejected(String by, String why, Instant now, Instant until) {
        return new Approval(
                approvalId,
                ApprovalWord.REJECT,
                by,
                intent,
                principal,
                origin,
                lane,
                node,
                session,
                payloadHash,
                intentHash,
                verdictId,
                level,
                why,
                now,
                until);
    }
}
