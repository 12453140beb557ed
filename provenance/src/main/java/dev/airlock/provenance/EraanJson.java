package dev.airlock.provenance;

import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.IntentKey;

/**
 * The member {@code eraan}. Its {@code parent_hash} is the hash of the token before, across epochs; the chain says it
 * too, and both must agree.
 */
final class EraanJson {
    private EraanJson() {}

    static void write(CanonicalWriter json, Eraan eraan, Predecessor predecessor) {
        json.optionalText("grant_id", eraan.grantId());
        eraan.image()
                .ifPresent(image -> json.object("image", inner -> {
                    inner.text("digest", image.digest().value());
                    inner.text("name", image.name());
                }));
        json.text("intent_hash", eraan.intentHash().value());
        json.text("intent_id", eraan.key().id());
        json.optionalText("measured_digest", eraan.measuredDigest().map(Sha256::value));
        json.optionalText("parent_hash", predecessor.tokenHash().map(Sha256::value));
        json.optionalText("payload_hash", eraan.payloadHash().map(Sha256::value));
        json.optionalText("posture_id", eraan.postureId());
        json.text("session", eraan.key().session());
        json.optionalText("snapshot_digest", eraan.snapshotDigest().map(Sha256::value));
        json.optionalText("verdict_id", eraan.verdictId());
        json.optionalText("vm_id", eraan.vmId());
    }

    static Eraan read(Fields json, Predecessor predecessor) throws TokenRejected {
        json.expectOptional("parent_hash", predecessor.tokenHash().map(Sha256::value));
        return new Eraan(
                new IntentKey(json.text("session"), json.text("intent_id")),
                new Sha256(json.text("intent_hash")),
                json.optionalText("payload_hash").map(Sha256::new),
                json.optionalText("verdict_id"),
                json.optionalText("posture_id"),
                json.optionalText("grant_id"),
                json.optionalObject(
                        "image", image -> new Eraan.Image(image.text("name"), new Sha256(image.text("digest")))),
                json.optionalText("snapshot_digest").map(Sha256::new),
                json.optionalText("vm_id"),
                json.optionalText("measured_digest").map(Sha256::new));
    }
}
