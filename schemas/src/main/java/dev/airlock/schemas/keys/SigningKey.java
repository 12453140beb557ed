package dev.airlock.schemas.keys;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A secret Ed25519 key (RFC 8032, pure). It prints as its public id; the seed leaves it only through
 * {@link #pkcs8Pem}, so that a search for that name finds every place that can leak one. Safe for any thread.
 */
public final class SigningKey {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] encodedPublic;
    private final VerifyingKey verifyingKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.encodedPublic = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, encodedPublic, 0);
        this.verifyingKey = VerifyingKey.of(encodedPublic);
    }

    /** A new key from 32 bytes of this source. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /**
     * The key of this seed (the "private key" of RFC 8032 section 5.1.5).
     *
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public static SigningKey fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        return new SigningKey(seed.clone());
    }

    /**
     * The key in a PKCS#8 PEM block (RFC 8410 section 7, version 0).
     *
     * @throws IllegalArgumentException if it is anything else; the message quotes nothing of it
     */
    public static SigningKey fromPkcs8Pem(String pem) {
        return new SigningKey(Pem.PRIVATE.read(pem));
    }

    /** The name of the public half. */
    public KeyId id() {
        return verifyingKey.id();
    }

    /** The public half. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** The 64-byte signature over exactly these bytes; the same message always gives the same signature. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, encodedPublic, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The secret itself as PKCS#8 PEM: for a key file of mode 0600 and nothing else. */
    public String pkcs8Pem() {
        return Pem.PRIVATE.write(seed);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
