package dev.airlock.schemas.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public ML-DSA-65 key (FIPS 204, pure, empty context): the second half of a hybrid {@link VerifyingKey}. The JDK's own provider verifies
 * (JEP 497). Any 1952 bytes are a key. Safe for any thread.
 */
final class MlDsaKey {
    /** Source: FIPS 204 table 2, as is {@link #SIGNATURE_BYTES}. */
    static final int ENCODED_BYTES = 1952;

    static final int SIGNATURE_BYTES = 3309;

    static final String ALGORITHM = "ML-DSA-65";

    /** The JDK's. By name, so that no other that a program registers is ever asked. */
    static final String PROVIDER = "SUN";

    private final byte[] encoded;
    private final PublicKey key;

    private MlDsaKey(byte[] encoded, PublicKey key) {
        this.encoded = encoded;
        this.key = key;
    }

    /** @throws IllegalArgumentException unless there are exactly 1952 bytes */
    static MlDsaKey of(byte[] encoded) {
        if (encoded.length != ENCODED_BYTES) {
            throw new IllegalArgumentException("an ML-DSA-65 public key has 1952 bytes, not " + encoded.length);
        }
        try {
            var spki = new X509EncodedKeySpec(Pem.ML_DSA_PUBLIC.der(encoded));
            return new MlDsaKey(
                    encoded.clone(), KeyFactory.getInstance(ALGORITHM, PROVIDER).generatePublic(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no ML-DSA-65, which it needs from version 24 on", e);
        }
    }

    /** Whether this key made the signature over these bytes (FIPS 204 algorithm 3). Any bytes may be given. */
    boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM, PROVIDER);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // SignatureException: hints of another form; anything else verifies nothing either
        }
    }

    /** The bytes of FIPS 204 algorithm 22, a fresh copy. */
    byte[] encoded() {
        return encoded.clone();
    }

    /** SHA-256 of them, by which a {@link KeyId} names this key. */
    byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoded);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MlDsaKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
