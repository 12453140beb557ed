package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Link.Issuer;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Delegations as bytes and as text: what is hashed, signed, opened and handed over. */
public final class Delegations {
    private static final String DOMAIN = "airlock/delegation/v1";
    private static final String PREFIX = "airlock-delegation-v1.";
    private static final int TEXT_MAX = 1 << 16;

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

    /** The delegation with its issuer's signature. */
    public static SignedDelegation signed(Delegation delegation, SigningKey issuer) {
        return new SignedDelegation(
                delegation, Bytes.of(issuer.sign(Domain.signedBytes(DOMAIN, canonical(delegation)))));
    }

    /**
     * A chain as it was sent, with what {@code keys} know of those who gave it. What comes behind a link that counts for nothing is not looked at. An answer
     * may wait for the bus.
     */
    public static List<Link> open(List<SignedDelegation> chain, CallerKeys keys) {
        List<Link> links = new ArrayList<>();
        Set<KeyId> issuers = new HashSet<>();
        boolean good = true;
        for (SignedDelegation one : chain) {
            String hash = hash(one.delegation());
            Issuer issuer = good ? issuer(one, keys) : new Issuer.Barred("what it rests on counts for nothing");
            good = issuer instanceof Issuer.Signed;
            if (good) {
                issuers.add(new KeyId(one.delegation().issuer()));
            }
            links.add(new Link(
                    hash,
                    one.delegation(),
                    issuer,
                    good ? keys.takenBack(hash, Set.copyOf(issuers)) : Optional.empty()));
        }
        return List.copyOf(links);
    }

    private static Issuer issuer(SignedDelegation one, CallerKeys keys) {
        try {
            return switch (keys.of(new KeyId(one.delegation().issuer()))) {
                case Standing.Stranger _ -> new Issuer.Barred("nobody known has this key");
                case Standing.Barred(String reason) -> new Issuer.Barred(reason);
                case Standing.Speaks(Speaker speaker, VerifyingKey key) -> {
                    key.verify(
                            Domain.signedBytes(DOMAIN, canonical(one.delegation())),
                            one.signature().toArray());
                    yield new Issuer.Signed(speaker.name(), speaker.origin());
                }
            };
        } catch (SignatureRejected | IllegalArgumentException e) {
            return new Issuer.Barred(e.getMessage());
        }
    }

    /** A chain as one line of text, for files, frames and requests. */
    public static String text(DelegationChain chain) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(Codecs.DELEGATION_CHAIN.encode(chain));
    }

    /** What such a line says, with white space around it or not; malformed if it is none. Never throws on any text. */
    public static Decoded<DelegationChain> read(String text) {
        String line = text.strip();
        if (!line.startsWith(PREFIX) || line.length() > TEXT_MAX) {
            return new Malformed<>("a delegation is a line of at most " + TEXT_MAX + " characters that begins with "
                    + PREFIX + ", as airlock delegate writes it");
        }
        try {
            return Codecs.DELEGATION_CHAIN.decode(Base64.getUrlDecoder().decode(line.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return new Malformed<>("a delegation that is no base64url: " + e.getMessage());
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
