package dev.airlock.schemas.keys;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;

/**
 * A secret ML-DSA-65 key (FIPS 204): the second half of a hybrid {@link SigningKey}. It is all of its seed. Signs in the deterministic variant (FIPS 204
 * section 3.4), as Ed25519 does, so that the same token is sealed the same after a restart. Safe for any thread.
 */
final class MlDsaSecret {
    /** Bytes of the seed, the xi of FIPS 204 algorithm 1. */
    static final int SEED_BYTES = 32;

    /** Bytes of the rnd of FIPS 204 algorithm 2. */
    private static final int RND_BYTES = 32;

    private final byte[] seed;
    private final PrivateKey secret;
    private final MlDsaKey published;

    private MlDsaSecret(byte[] seed, PrivateKey secret, MlDsaKey published) {
        this.seed = seed;
        this.secret = secret;
        this.published = published;
    }

    /** The key of this seed, which has 32 bytes. JDK 25 reads no seed from a file, but asks its generator's source for it. */
    static MlDsaSecret fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an ML-DSA-65 seed has 32 bytes, not " + seed.length);
        }
        byte[] own = seed.clone();
        try {
            var generator = KeyPairGenerator.getInstance(MlDsaKey.ALGORITHM, MlDsaKey.PROVIDER);
            generator.initialize(NamedParameterSpec.ML_DSA_65, new Given(own));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = Pem.ML_DSA_PUBLIC.keyIn(pair.getPublic().getEncoded());
            return new MlDsaSecret(own, pair.getPrivate(), MlDsaKey.of(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no ML-DSA-65, which it needs from version 24 on", e);
        }
    }

    MlDsaKey published() {
        return published;
    }

    byte[] seed() {
        return seed.clone();
    }

    /** The 3309 bytes of the signature over exactly these bytes. */
    byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(MlDsaKey.ALGORITHM, MlDsaKey.PROVIDER);
            signer.initSign(secret, new Given(new byte[RND_BYTES]));
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own signs", e);
        }
    }

    @Override
    public String toString() {
        return "MlDsaSecret";
    }

    /** Gives the bytes that it was given, and no others: whoever asks for another number of them is not what we know. */
    private static final class Given extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Given(byte[] bytes) {
            super(null, null); // nothing of the system's is behind it
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] asked) {
            if (asked.length != bytes.length) {
                throw new IllegalStateException("this JDK's ML-DSA-65 takes other randomness than FIPS 204 says");
            }
            System.arraycopy(bytes, 0, asked, 0, asked.length);
        }
    }
}
