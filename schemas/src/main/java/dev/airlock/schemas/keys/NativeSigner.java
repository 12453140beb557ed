package dev.airlock.schemas.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/** One Ed25519 key at a provider. A {@link Signature} is one thread's at a time, and half as much work as what it does: a few are kept. Any thread. */
final class NativeSigner {
    private static final int KEPT_MAX = 16;

    private final Provider provider;
    private final byte[] seed;
    private final Queue<Signature> idle = new ArrayBlockingQueue<>(KEPT_MAX);

    /** @param seed the key's own; not copied */
    NativeSigner(Provider provider, byte[] seed) {
        this.provider = provider;
        this.seed = seed;
    }

    /** The signature over exactly these bytes; empty if the provider fails, and whoever has another way goes that. */
    Optional<byte[]> sign(byte[] message) {
        Signature kept = idle.poll();
        try {
            Signature signature = kept == null ? fresh() : kept;
            signature.update(message);
            byte[] made = signature.sign();
            var _ = idle.offer(signature);
            return Optional.of(made);
        } catch (GeneralSecurityException | RuntimeException _) {
            return Optional.empty(); // and that Signature, which may remember some of it, is not kept
        }
    }

    private Signature fresh() throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        Signature signature = Signature.getInstance("Ed25519", provider);
        signature.initSign(key);
        return signature;
    }
}
