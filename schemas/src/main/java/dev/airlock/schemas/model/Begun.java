package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;

/**
 * That a run is about to begin on the fast lane; only ever in a node's journal. If its end is not there too, this is what its token is
 * made from.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param intent what is wanted
 * @param fromAint who asks, in the caller's words
 * @param intentHash {@code sha256:} of the signed body
 * @param payloadHash {@code sha256:} of the payload
 * @param origin the effective origin
 * @param principal the name of the key's holder
 * @param grantId the leave to run it
 * @param postureId the posture under which it was given
 * @param verdictId the verdict behind that posture
 * @param posture the rung at that time
 * @param cause what caused that posture
 * @param runtimeMode the runtime's mode in it
 * @param createdAt when the caller made the intent
 * @param screenedAt when it was screened
 * @param grantedAt when it was admitted
 * @param onBehalfOf whose rights it uses, by the names of those who delegated them, the first one first; none if it uses its own
 */
public record Begun(
        String session,
        String intentId,
        String intent,
        String fromAint,
        String intentHash,
        String payloadHash,
        Origin origin,
        String principal,
        String grantId,
        String postureId,
        String verdictId,
        PostureLevel posture,
        Cause cause,
        RuntimeMode runtimeMode,
        Instant createdAt,
        Instant screenedAt,
        Instant grantedAt,
        List<String> onBehalfOf) {
    public Begun {
        new IntentKey(session, intentId);
        Check.id("intent", intent);
        Check.printable("from_aint", fromAint, 256);
        Check.sha256("intent_hash", intentHash);
        Check.sha256("payload_hash", payloadHash);
        Check.printable("principal", principal, Check.ID_LENGTH_MAX);
        Check.id("grant_id", grantId);
        Check.id("posture_id", postureId);
        Check.id("verdict_id", verdictId);
        Check.time("created_at", createdAt);
        Check.time("screened_at", screenedAt);
        Check.time("granted_at", grantedAt);
        onBehalfOf = OnBehalf.checked(onBehalfOf);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
