package dev.airlock.provenance.log;

import dev.airlock.schemas.keys.SigningKey;

/** Signs notes in a name. Safe for any thread. */
public final class NoteSigner {
    private final NoteKey key;
    private final SigningKey secret;

    /** @throws IllegalArgumentException if the name is unfit, see {@link NoteKey} */
    public NoteSigner(String name, SigningKey secret) {
        this.key = new NoteKey(name, NoteKey.Kind.PLAIN, secret.verifyingKey());
        this.secret = secret;
    }

    /** What others verify with. */
    public NoteKey key() {
        return key;
    }

    /** The signature over this text; the same text always gets the same. */
    public NoteSignature sign(String text) {
        return new NoteSignature(key.name(), key.id(), SignatureForm.plain(secret, text));
    }
}
