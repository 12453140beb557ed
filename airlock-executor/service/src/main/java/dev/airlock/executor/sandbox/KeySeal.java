package dev.airlock.executor.sandbox;

import dev.airlock.microvm.store.Seal;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;

/** Seals snapshots with an executor's key. */
public final class KeySeal implements Seal {
    private final SigningKey key;

    public KeySeal(SigningKey key) {
        this.key = key;
    }

    @Override
    public String keyId() {
        return key.id().value();
    }

    @Override
    public byte[] sign(byte[] message) {
        return key.sign(message);
    }

    @Override
    public boolean isOver(byte[] message, byte[] signature) {
        try {
            key.verifyingKey().verify(message, signature);
            return true;
        } catch (SignatureRejected e) {
            return false;
        }
    }
}
