package dev.airlock.schemas.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public Ed25519 key (RFC 8032, pure), and of a hybrid one a public ML-DSA-65 key (FIPS 204) with it, which only seals of tokens need. It exists only for a point that is canonically encoded, on the curve, in the
 * prime-order group and not the neutral element, so that no signature verifies under a weak key. Safe for any thread.
 */
public final class VerifyingKey {
    /** Bytes of an encoded public key. */
    public static final int ENCODED_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    /** Bytes of a signature by Ed25519. */
    public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] encoded;
    private final Ed25519.PublicPoint point;
    private final Optional<MlDsaKey> second;
    private final KeyId id;
    private final boolean remembering;

    private VerifyingKey(
            byte[] encoded, Ed25519.PublicPoint point, Optional<MlDsaKey> second, KeyId id, boolean remembering) {
        this.encoded = encoded;
        this.point = point;
        this.second = second;
        this.id = id;
        this.remembering = remembering;
    }

    /**
     * The same key, which computes a signature by Ed25519 once in a process: what was found good, or was made by {@link SigningKey#remembering}, is good.
     * For services, which are shown one record several times; not for an audit.
     */
    public VerifyingKey remembering() {
        return remembering ? this : new VerifyingKey(encoded, point, second, id, true);
    }

    /**
     * The key with this encoding (RFC 8032 section 5.1.2), decoded and checked once.
     *
     * @param encoded exactly 32 bytes
     * @throws IllegalArgumentException if the length is wrong or the point is non-canonical, off the curve, of small
     *     or mixed order
     */
    public static VerifyingKey of(byte[] encoded) {
        return of(encoded, Optional.empty());
    }

    static VerifyingKey of(byte[] encoded, Optional<MlDsaKey> second) {
        byte[] fingerprint = second.map(MlDsaKey::fingerprint).orElseGet(() -> new byte[0]);
        return of(encoded, second, KeyId.ofParts(encoded, fingerprint));
    }

    /** What an id says of its key: all of a plain one; of a hybrid one the first half, which verifies no seal. */
    static VerifyingKey namedBy(KeyId id) {
        return of(id.first(), Optional.empty(), id);
    }

    private static VerifyingKey of(byte[] encoded, Optional<MlDsaKey> second, KeyId id) {
        if (encoded.length != ENCODED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + encoded.length);
        }
        byte[] own = encoded.clone();
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(own, 0);
        if (point == null) {
            throw new IllegalArgumentException(
                    "not a usable Ed25519 public key: non-canonical, off the curve or of weak order");
        }
        return new VerifyingKey(own, point, second, id, false);
    }

    /** The key in a SubjectPublicKeyInfo PEM block (RFC 8410 section 4). */
    public static VerifyingKey fromSpkiPem(String pem) {
        return of(Pem.PUBLIC.read(pem));
    }

    /**
     * The key of a sealer's file: as {@link #fromSpkiPem} has it, and of a hybrid one a second block with the ML-DSA-65 key behind it (RFC 9881 section 4).
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static VerifyingKey fromSealersPem(String pem) {
        List<String> blocks = Pem.blocks(pem);
        return blocks.size() == 1
                ? fromSpkiPem(pem)
                : of(
                        Pem.PUBLIC.read(blocks.getFirst()),
                        Optional.of(MlDsaKey.of(Pem.ML_DSA_PUBLIC.read(blocks.getLast()))));
    }

    /** The name of this key. */
    public KeyId id() {
        return id;
    }

    /**
     * Returns only if {@code signature} was made by this key over {@code message} (RFC 8032 section 5.1.7, S below
     * the group order).
     *
     * @throws SignatureRejected with {@code BAD_SIGNATURE} otherwise, whatever the length of the signature
     */
    public void verify(byte[] message, byte[] signature) throws SignatureRejected {
        if (signature.length != SIGNATURE_BYTES || !isGood(message, signature)) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.BAD_SIGNATURE, "the signature is not by " + id + " over these bytes");
        }
    }

    private boolean isGood(byte[] message, byte[] signature) {
        if (!remembering) {
            return Ed25519.verify(signature, 0, point, message, 0, message.length);
        }
        Proven.Print print = Proven.Print.of(encoded, signature, message);
        if (Proven.holds(print)) {
            return true;
        }
        boolean good = Ed25519.verify(signature, 0, point, message, 0, message.length);
        if (good) {
            Proven.keep(print);
        }
        return good;
    }

    /**
     * Returns only if {@code seal} was made by this key over a token's canonical bytes: a signature by each of its halves, and nothing else.
     *
     * @param seal as {@link SigningKey#seal} has it
     * @throws SignatureRejected with the first reason of: a second signature under a plain key, a seal of no length that there is, a bad signature by
     *     Ed25519, none by ML-DSA-65, a hybrid key of which only its id is known, a bad one by ML-DSA-65
     */
    public void verifySeal(byte[] canonical, byte[] seal) throws SignatureRejected {
        if (!id.isHybrid()) {
            if (seal.length == KeyId.HYBRID_SEAL_BYTES) {
                throw new SignatureRejected(
                        SignatureRejected.Reason.SECOND_UNASKED, id + " is no hybrid key and has no second signature");
            }
            verify(canonical, seal);
            return;
        }
        verify(canonical, Arrays.copyOf(seal, Math.min(seal.length, SIGNATURE_BYTES)));
        verifySecond(canonical, Arrays.copyOfRange(seal, SIGNATURE_BYTES, seal.length));
    }

    private void verifySecond(byte[] canonical, byte[] signature) throws SignatureRejected {
        if (signature.length == 0) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.NO_SECOND, id + " is a hybrid key, and its second signature is missing");
        }
        MlDsaKey other = second.orElseThrow(() -> new SignatureRejected(
                SignatureRejected.Reason.NO_SECOND_KEY,
                "the second signature cannot be verified, for of " + id + " only the id is known; give its .pub file"));
        if (!other.verifies(canonical, signature)) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.BAD_SECOND,
                    "the second signature is not by the ML-DSA-65 key of " + id + " over these bytes");
        }
    }

    /** The Ed25519 half as a key of its own. */
    VerifyingKey first() {
        return id.isHybrid() ? of(encoded) : this;
    }

    /** The 32 bytes of RFC 8032 section 5.1.2, a fresh copy; of a hybrid key its first half. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** As a SubjectPublicKeyInfo PEM block, which OpenSSL and the JDK read; of a hybrid key two of them. */
    public String spkiPem() {
        return Pem.PUBLIC.write(encoded)
                + second.map(key -> Pem.ML_DSA_PUBLIC.write(key.encoded())).orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && id.equals(key.id) && second.equals(key.second);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.value();
    }
}
