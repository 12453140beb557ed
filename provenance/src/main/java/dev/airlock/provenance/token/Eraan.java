package dev.airlock.provenance.token;

import dev.airlock.schemas.model.IntentKey;
import java.util.Optional;

/**
 * What is attached: everything that this token hangs on. The hash of the token before it is in the JSON too, but
 * comes from {@link ChainLink}.
 *
 * @param key the intent's session and id
 * @param intentHash of the exact body (or, if it could not be read, of the bytes received)
 * @param payloadHash of the payload's bytes; empty if none could be read
 * @param verdictId the runtime verdict behind the posture
 * @param postureId the posture under which it was decided
 * @param grantId the grant that was redeemed
 * @param image what the guest's files came from
 * @param snapshotDigest what the guest's memory came from
 * @param vmId the guest
 * @param measuredDigest computed from the guest's own memory and registers right before the run, and the same as the snapshot's; empty if
 *     that guest was not measured since it was reset
 */
public record Eraan(
        IntentKey key,
        Sha256 intentHash,
        Optional<Sha256> payloadHash,
        Optional<String> verdictId,
        Optional<String> postureId,
        Optional<String> grantId,
        Optional<Image> image,
        Optional<Sha256> snapshotDigest,
        Optional<String> vmId,
        Optional<Sha256> measuredDigest) {
    private static final int ID_MAX = 128;

    /** An image by name (1 to 256 characters) and content. */
    public record Image(String name, Sha256 digest) {
        /** @throws IllegalArgumentException if the name is unfit */
        public Image {
            Checks.text("eraan.image.name", name, 256);
        }
    }

    /** Of a guest that was not measured, or of none. */
    public Eraan(
            IntentKey key,
            Sha256 intentHash,
            Optional<Sha256> payloadHash,
            Optional<String> verdictId,
            Optional<String> postureId,
            Optional<String> grantId,
            Optional<Image> image,
            Optional<Sha256> snapshotDigest,
            Optional<String> vmId) {
        this(
                key,
                intentHash,
                payloadHash,
                verdictId,
                postureId,
                grantId,
                image,
                snapshotDigest,
                vmId,
                Optional.empty());
    }

    /**
     * @throws IllegalArgumentException if an id is blank, longer than 128 or holds control characters, or if a measured guest is not its
     *     snapshot: nothing may run in such a one
     */
    public Eraan {
        verdictId.ifPresent(id -> Checks.text("eraan.verdict_id", id, ID_MAX));
        postureId.ifPresent(id -> Checks.text("eraan.posture_id", id, ID_MAX));
        grantId.ifPresent(id -> Checks.text("eraan.grant_id", id, ID_MAX));
        if (measuredDigest.isPresent() && !measuredDigest.equals(snapshotDigest)) {
            throw new IllegalArgumentException("eraan.measured_digest is not eraan.snapshot_digest");
        }
        vmId.ifPresent(id -> Checks.text("eraan.vm_id", id, ID_MAX));
    }
}
