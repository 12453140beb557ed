package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    static ObjectNode write(Eraan eraan, Predecessor predecessor) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("session", eraan.key().session());
        json.put("intent_id", eraan.key().id());
        json.put("intent_hash", eraan.intentHash().value());
        eraan.payloadHash().ifPresent(hash -> json.put("payload_hash", hash.value()));
        eraan.verdictId().ifPresent(id -> json.put("verdict_id", id));
        eraan.postureId().ifPresent(id -> json.put("posture_id", id));
        eraan.grantId().ifPresent(id -> json.put("grant_id", id));
        eraan.image().ifPresent(image -> json.putObject("image")
                .put("name", image.name())
                .put("digest", image.digest().value()));
        eraan.snapshotDigest().ifPresent(digest -> json.put("snapshot_digest", digest.value()));
        eraan.vmId().ifPresent(id -> json.put("vm_id", id));
        eraan.measuredDigest().ifPresent(digest -> json.put("measured_digest", digest.value()));
        predecessor.tokenHash().ifPresent(hash -> json.put("parent_hash", hash.value()));
        return json;
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
