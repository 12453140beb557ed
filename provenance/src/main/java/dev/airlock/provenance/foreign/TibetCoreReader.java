package dev.airlock.provenance.foreign;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads tokens of tibet-core, the Python package. {@code content_hash} is lower-case hex of SHA-256, or of HMAC-SHA256 under a shared
 * key, over {@link PythonText} of the ten members other than {@code content_hash} and {@code signature}. Whether a key was used is not
 * to be seen in a token: with a key only keyed tokens hold, without one only those without. Safe for any thread.
 */
public final class TibetCoreReader {
    /** How far ahead of our clock a token may be made. */
    public static final Duration AHEAD_MAX = Duration.ofSeconds(60);

    private static final Set<String> BESIDE = Set.of("content_hash", "signature");
    private static final Set<String> MEMBERS = Set.of(
            "token_id",
            "action",
            "timestamp",
            "actor",
            "erin",
            "eraan",
            "eromheen",
            "erachter",
            "parent_id",
            "state",
            "content_hash",
            "signature");
    private static final Set<String> STATES = Set.of("created", "detected", "classified", "mitigated", "resolved");
    private static final Pattern ID = Pattern.compile("tibet_[0-9]{20}_[0-9a-f]{8}");
    private static final String ID_RULE = "'tibet_', 20 digits of a time, '_' and 8 hex digits";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Optional<byte[]> key;

    private TibetCoreReader(Optional<byte[]> key) {
        this.key = key;
    }

    /** A reader of tokens with plain hashes. */
    public static TibetCoreReader plain() {
        return new TibetCoreReader(Optional.empty());
    }

    /**
     * A reader of tokens hashed under a shared key.
     *
     * @param key 1 byte or more
     * @throws IllegalArgumentException if it is empty
     */
    public static TibetCoreReader keyed(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("an HMAC key has at least one byte");
        }
        return new TibetCoreReader(Optional.of(key.clone()));
    }

    /**
     * The token in one JSON object.
     *
     * @param now our clock
     * @throws ForeignRejected with the first reason
     */
    public ForeignToken read(byte[] json, Instant now) throws ForeignRejected {
        Members members = Members.of(JsonText.object(json), MEMBERS, Set.of());
        String id = members.text("token_id", ID, ID_RULE);
        members.text("action", 256);
        String actor = members.text("actor", 256);
        members.require("eraan", Json.Items.class, "a list");
        members.require("eromheen", Json.Members.class, "an object");
        members.text("erachter", 16_384);
        members.text("signature", 1024);
        members.one("state", STATES);
        Optional<String> parent = members.optional("parent_id", ID, ID_RULE);
        String hash = members.text("content_hash", HASH, "64 lower-case hex digits");
        Optional<Instant> made = made(members.text("timestamp", 64));
        requireHash(PythonText.bytes(members.without(BESIDE)), hash);
        if (made.isPresent() && made.get().isAfter(now.plus(AHEAD_MAX))) {
            throw new ForeignRejected(Reason.FROM_THE_FUTURE, "timestamp lies more than 60 s ahead of this clock");
        }
        return new ForeignToken(
                Form.TIBET_CORE,
                id,
                actor,
                parent,
                Optional.empty(),
                hash,
                made,
                key.isPresent() ? ForeignToken.Proof.SHARED_KEY : ForeignToken.Proof.CONTENT);
    }

    /** Compared in constant time: with a key, how much of a guess was right is nobody's business. */
    private void requireHash(byte[] canonical, String hash) throws ForeignRejected {
        String right = HexFormat.of().formatHex(digest(canonical));
        if (!MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII))) {
            throw new ForeignRejected(
                    Reason.WRONG_HASH,
                    key.isPresent()
                            ? "content_hash is not that of the content under this key"
                            : "content_hash is not that of the content; if it was made with a key, give the key");
        }
    }

    private byte[] digest(byte[] canonical) {
        try {
            if (key.isEmpty()) {
                return MessageDigest.getInstance("SHA-256").digest(canonical);
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            return mac.doFinal(canonical);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256 and HmacSHA256", e);
        }
    }

    /** Python's {@code isoformat}, which may name no zone. */
    private static Optional<Instant> made(String timestamp) throws ForeignRejected {
        try {
            return Optional.of(OffsetDateTime.parse(timestamp).toInstant());
        } catch (DateTimeException _) {
            // falls through: perhaps without a zone
        }
        try {
            LocalDateTime.parse(timestamp);
            return Optional.empty();
        } catch (DateTimeException _) {
            throw Members.bad("timestamp", "must be a time such as 2026-01-01T00:00:00+00:00");
        }
    }
}
