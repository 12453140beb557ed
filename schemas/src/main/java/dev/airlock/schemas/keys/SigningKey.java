package dev.airlock.schemas.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A secret Ed25519 key (RFC 8032, pure), and of a hybrid one a secret ML-DSA-65 key (FIPS 204) with it. Everything is signed by the first alone but tokens,
 * which {@link #seal} signs by both. It prints as its public id; the seeds leave it only through
 * {@link #pkcs8Pem} and, in a process that has it, to {@link NativeSigner}, so that a search for these names finds every place that can leak one. Safe for any thread.
 */
public final class SigningKey {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] encodedPublic;
    private final Optional<MlDsaSecret> second;
    private final VerifyingKey verifyingKey;
    private final boolean remembering;
    private volatile Optional<NativeSigner> nativeSigner = Optional.empty();

    private SigningKey(byte[] seed, Optional<MlDsaSecret> second) {
        this.seed = seed;
        this.encodedPublic = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, encodedPublic, 0);
        this.second = second;
        this.verifyingKey = VerifyingKey.of(encodedPublic, second.map(MlDsaSecret::published));
        this.remembering = false;
    }

    private SigningKey(SigningKey same) {
        this.seed = same.seed;
        this.encodedPublic = same.encodedPublic;
        this.second = same.second;
        this.verifyingKey = same.verifyingKey;
        this.remembering = true;
    }

    /** The same key; what it signs, a {@link VerifyingKey#remembering} of this process need not compute. */
    public SigningKey remembering() {
        return remembering ? this : new SigningKey(this);
    }

    /** A new key from 32 bytes of this source. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed, Optional.empty());
    }

    /** A new hybrid key from 64 bytes of this source: two seeds that have nothing to do with each other. */
    public static SigningKey generateHybrid(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        byte[] other = new byte[MlDsaSecret.SEED_BYTES];
        random.nextBytes(other);
        return hybrid(seed, other);
    }

    /**
     * The hybrid key of these seeds.
     *
     * @param seed as {@link #fromSeed} has it
     * @param second 32 bytes, the xi of FIPS 204 algorithm 1
     * @throws IllegalArgumentException unless there are exactly 32 bytes in each
     */
    public static SigningKey hybrid(byte[] seed, byte[] second) {
        return new SigningKey(fromSeed(seed).seed, Optional.of(MlDsaSecret.fromSeed(second)));
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
        return new SigningKey(seed.clone(), Optional.empty());
    }

    /**
     * The key in a PKCS#8 PEM block (RFC 8410 section 7, version 0).
     *
     * @throws IllegalArgumentException if it is anything else; the message quotes nothing of it
     */
    public static SigningKey fromPkcs8Pem(String pem) {
        return new SigningKey(Pem.PRIVATE.read(pem), Optional.empty());
    }

    /**
     * The key of a sealer's file: as {@link #fromPkcs8Pem} has it, and of a hybrid one a second block with the other seed behind it (RFC 9881 section 6, seed form).
     *
     * @throws IllegalArgumentException if it is anything else; the message quotes nothing of it
     */
    public static SigningKey fromSealersPem(String pem) {
        List<String> blocks = Pem.blocks(pem);
        return blocks.size() == 1
                ? fromPkcs8Pem(pem)
                : hybrid(Pem.PRIVATE.read(blocks.getFirst()), Pem.ML_DSA_PRIVATE.read(blocks.getLast()));
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
        byte[] signature = signature(message);
        if (remembering) {
            Proven.keep(Proven.Print.of(encodedPublic, signature, message));
        }
        return signature;
    }

    /** By whom does not show: RFC 8032 leaves a signer no choice. */
    private byte[] signature(byte[] message) {
        return nativeSigner().flatMap(signer -> signer.sign(message)).orElseGet(() -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(seed, 0, encodedPublic, 0, message, 0, message.length, signature, 0);
            return signature;
        });
    }

    /** Once the process has it, and until it fails. */
    Optional<NativeSigner> nativeSigner() {
        if (nativeSigner.isPresent() != NativeSigning.isLoaded()) {
            nativeSigner = NativeSigning.of(seed, encodedPublic);
        }
        return nativeSigner;
    }

    /**
     * The seal of a token with these canonical bytes: the 64 bytes of {@link #sign}, and of a hybrid key behind them the 3309 bytes of ML-DSA-65's
     * signature over the same bytes. The same bytes always give the same seal.
     */
    public byte[] seal(byte[] canonical) {
        byte[] first = sign(canonical);
        if (second.isEmpty()) {
            return first;
        }
        byte[] other = second.get().sign(canonical);
        byte[] both = Arrays.copyOf(first, first.length + other.length);
        System.arraycopy(other, 0, both, first.length, other.length);
        return both;
    }

    /** The secret itself as PKCS#8 PEM, of a hybrid key in two blocks: for a key file of mode 0600 and nothing else. */
    public String pkcs8Pem() {
        return Pem.PRIVATE.write(seed)
                + second.map(secret -> Pem.ML_DSA_PRIVATE.write(secret.seed())).orElse("");
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
