package dev.airlock.provenance.log;

import dev.airlock.schemas.keys.SigningKey;
import java.time.Instant;

/** A witness's key: signs that it has seen a log grow to a checkpoint, and when. Use the key for nothing else. Safe for any thread. */
public final class Cosigner {
    private final NoteKey key;
    private final SigningKey secret;

    /** @throws IllegalArgumentException if the name is unfit, see {@link NoteKey} */
    public Cosigner(String name, SigningKey secret) {
        this.key = new NoteKey(name, NoteKey.Kind.COSIGNATURE, secret.verifyingKey());
        this.secret = secret;
    }

    /** What others verify with. */
    public NoteKey key() {
        return key;
    }

    /**
     * The cosignature of this checkpoint at this time, whose parts of a second are dropped.
     *
     * @throws IllegalArgumentException if the time is before 1970
     */
    public NoteSignature sign(Checkpoint checkpoint, Instant now) {
        if (now.getEpochSecond() < 0) {
            throw new IllegalArgumentException("a cosignature is not made before 1970");
        }
        return new NoteSignature(
                key.name(), key.id(), SignatureForm.cosignature(secret, checkpoint.text(), now.getEpochSecond()));
    }
}
