package dev.airlock.authorisation.wire;

import dev.airlock.authorisation.model.Delegation;
import dev.airlock.authorisation.model.Link;
import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.wire.Hashes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/** The bytes of a delegation: what is hashed and signed. */
public final class Delegations {
    private static final String DOMAIN = "airlock/delegation/v1";
    private static final String REVOCATION = "airlock/revocation/v1";

    private Delegations() {}

    /**
     * The canonical bytes: texts with their length before them, little-endian on four bytes, in UTF-8; numbers little-endian on eight. A parent that is
     * not there is an empty text, which no hash is.
     */
    public static byte[] canonical(Delegation delegation) {
        var bytes = new ByteArrayOutputStream();
        text(bytes, delegation.parent().orElse(""));
        text(bytes, delegation.issuer());
        text(bytes, delegation.subject());
        number(bytes, delegation.rights().intents().size());
        delegation.rights().intents().forEach(intent -> text(bytes, intent));
        number(bytes, delegation.rights().memoryMib());
        number(bytes, delegation.rights().timeoutMillis());
        text(bytes, delegation.rights().ceiling().name().toLowerCase(Locale.ROOT));
        number(bytes, ChronoUnit.MICROS.between(Instant.EPOCH, delegation.expiresAt()));
        number(bytes, delegation.epoch());
        number(bytes, delegation.depth());
        text(bytes, delegation.nonce());
        return bytes.toByteArray();
    }

    /** {@code sha256:} of the canonical bytes; two delegations that differ in anything differ in it. */
    public static String hash(Delegation delegation) {
        return Hashes.sha256(canonical(delegation));
    }

    /** The issuer's signature. */
    public static byte[] sign(Delegation delegation, SigningKey issuer) {
        return issuer.sign(Domain.signedBytes(DOMAIN, canonical(delegation)));
    }

    /** A root's signature under which a delegation, and all that rests on it, counts no more. */
    public static byte[] revoke(String hash, SigningKey root) {
        return root.sign(Domain.signedBytes(REVOCATION, hash.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether one of these roots has revoked {@code hash} by this signature; what anybody else signs revokes nothing. */
    public static boolean revokes(String hash, Set<String> roots, byte[] signature) {
        byte[] signed = Domain.signedBytes(REVOCATION, hash.getBytes(StandardCharsets.UTF_8));
        return roots.stream().anyMatch(root -> good(root, signed, signature));
    }

    /** The delegation with its own hash, and whether its issuer has signed it. */
    public static Link open(Delegation delegation, byte[] signature) {
        byte[] signed = Domain.signedBytes(DOMAIN, canonical(delegation));
        return new Link(hash(delegation), delegation, good(delegation.issuer(), signed, signature));
    }

    private static boolean good(String key, byte[] signed, byte[] signature) {
        try {
            new KeyId(key).key().verify(signed, signature);
            return true;
        } catch (SignatureRejected | IllegalArgumentException e) {
            return false;
        }
    }

    private static void text(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length)
                .array());
        bytes.writeBytes(utf8);
    }

    private static void number(ByteArrayOutputStream bytes, long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
    }
}
