package dev.airlock.schemas.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** One Ed25519 key at a provider. A {@link Signature} is one thread's at a time, and half as much work as what it does: a few are kept. Any thread. */
final class NativeSigner {
    /** Of longer messages nothing is known there: a kept {@link Signature} holds the longest it had, and ACCP takes 1 MiB at most. */
    static final int MESSAGE_BYTES_MAX = 1 << 16;

    private static final int KEPT_MAX = 16;
    private static final byte[] TRIAL = "airlock/trial".getBytes(StandardCharsets.US_ASCII);

    private final Provider provider;
    private final byte[] seed;
    private final Queue<Signature> idle = new ArrayBlockingQueue<>(KEPT_MAX);

    private NativeSigner(Provider provider, byte[] seed) {
        this.provider = provider;
        this.seed = seed;
    }

    /**
     * What signs for this key at the provider, if it signs something that is nothing as Java does: what it made otherwise would be believed in this process and by nobody
     * else.
     *
     * @param seed the key's own; not copied
     * @param encodedPublic its public half, 32 bytes
     */
    static Optional<NativeSigner> of(Provider provider, byte[] seed, byte[] encodedPublic) {
        byte[] wanted = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, encodedPublic, 0, TRIAL, 0, TRIAL.length, wanted, 0);
        var signer = new NativeSigner(provider, seed);
        Optional<byte[]> made = signer.sign(TRIAL);
        if (made.isPresent() && !Arrays.equals(wanted, made.get())) {
            NativeSigning.failed("its signature is another one");
            return Optional.empty();
        }
        return made.map(_ -> signer);
    }

    /** The signature over exactly these bytes; empty if it cannot be had here, and whoever has another way goes that. */
    Optional<byte[]> sign(byte[] message) {
        if (message.length > MESSAGE_BYTES_MAX) {
            return Optional.empty();
        }
        Signature kept = idle.poll();
        try {
            Signature signature = kept == null ? fresh() : kept;
            signature.update(message);
            byte[] made = signature.sign();
            if (made.length != Ed25519.SIGNATURE_SIZE) {
                throw new GeneralSecurityException("a signature of " + made.length + " bytes");
            }
            var _ = idle.offer(signature);
            return Optional.of(made);
        } catch (GeneralSecurityException | RuntimeException | LinkageError | AssertionError e) {
            // That Signature may remember some of it, and is not kept.
            NativeSigning.failed(e.toString());
            return Optional.empty();
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
