package dev.airlock.schemas.keys;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public Ed25519 key (RFC 8032, pure). It exists only for a point that is canonically encoded, on the curve, in the
 * prime-order group and not the neutral element, so that no signature verifies under a weak key. Safe for any thread.
 */
public final class VerifyingKey {
    /** Bytes of an encoded public key. */
    public static final int ENCODED_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    /** Bytes of a signature. */
    public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] encoded;
    private final Ed25519.PublicPoint point;
    private final KeyId id;

    private VerifyingKey(byte[] encoded, Ed25519.PublicPoint point) {
        this.encoded = encoded;
        this.point = point;
        this.id = KeyId.ofEncoded(encoded);
    }

    /**
     * The key with this encoding (RFC 8032 section 5.1.2), decoded and checked once.
     *
     * @param encoded exactly 32 bytes
     * @throws IllegalArgumentException if the length is wrong or the point is non-canonical, off the curve, of small
     *     or mixed order
     */
    public static VerifyingKey of(byte[] encoded) {
        if (encoded.length != ENCODED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + encoded.length);
        }
        byte[] own = encoded.clone();
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(own, 0);
        if (point == null) {
            throw new IllegalArgumentException(
                    "not a usable Ed25519 public key: non-canonical, off the curve or of weak order");
        }
        return new VerifyingKey(own, point);
    }

    /** The key in a SubjectPublicKeyInfo PEM block (RFC 8410 section 4). */
    public static VerifyingKey fromSpkiPem(String pem) {
        return of(Pem.PUBLIC.read(pem));
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
        if (signature.length != SIGNATURE_BYTES || !Ed25519.verify(signature, 0, point, message, 0, message.length)) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.BAD_SIGNATURE, "the signature is not by " + id + " over these bytes");
        }
    }

    /** The 32 bytes of RFC 8032 section 5.1.2, a fresh copy. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** As a SubjectPublicKeyInfo PEM block, which OpenSSL and the JDK read. */
    public String spkiPem() {
        return Pem.PUBLIC.write(encoded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return id.value();
    }
}
