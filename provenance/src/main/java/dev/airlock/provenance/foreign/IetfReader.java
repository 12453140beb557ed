package dev.airlock.provenance.foreign;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.VerifyingKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads tokens of draft-vandemeent-tibet-provenance. {@code hash} is {@code sha256:} and hex of SHA-256 over RFC 8785 of the token
 * without {@code hash} and {@code signature}; {@code signature} is padded base64 of the actor's Ed25519 signature over those same
 * bytes. Safe for any thread.
 */
public final class IetfReader {
    private static final Set<String> BESIDE = Set.of("hash", "signature");
    private static final Set<String> DEMANDED = Set.of(
            "token_id",
            "version",
            "type",
            "timestamp",
            "actor",
            "erin",
            "eraan",
            "eromheen",
            "erachter",
            "state",
            "hash",
            "signature");
    private static final Set<String> TYPES =
            Set.of("action", "decision", "message", "query", "response", "observation", "transition");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]{0,31}:[\\x21-\\x7e]{1,223}");
    private static final Pattern STATE = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final String HASH_RULE = "'sha256:' and 64 lower-case hex digits";

    private final Map<String, VerifyingKey> keys;

    /** @param keys each actor's key, by the actor's URI */
    public IetfReader(Map<String, VerifyingKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * The token in one JSON object.
     *
     * @param now our clock
     * @throws ForeignRejected with the first reason
     */
    public ForeignToken read(byte[] json, Instant now) throws ForeignRejected {
        Members members = Members.of(JsonText.object(json), DEMANDED, Set.of("parent_id", "parent_hash"));
        String id = members.text("token_id", UUID, "a lower-case UUID");
        if (!(members.any("version") instanceof Json.Numeral(String version) && "1".equals(version))) {
            throw Members.bad("version", "must be 1");
        }
        members.one("type", TYPES);
        Instant made = members.time("timestamp");
        String actor = members.text("actor", URI, "a URI of at most 256 characters");
        if (members.text("erachter", 16_384).isBlank()) {
            throw Members.bad("erachter", "must say why; it is empty");
        }
        members.text("state", STATE, "a word of lower-case letters, digits, '_' and '-'");
        Optional<String> parent = members.optional("parent_id", UUID, "a lower-case UUID, or null");
        Optional<String> parentHash = members.optional("parent_hash", HASH, HASH_RULE + ", or null");
        if (parent.isPresent() != parentHash.isPresent()) {
            throw Members.bad("parent_hash", "must be there exactly when parent_id is");
        }
        String hash = members.text("hash", HASH, HASH_RULE);
        byte[] canonical = JcsText.bytes(members.without(BESIDE));
        if (!Sha256.of(canonical).value().equals(hash)) {
            throw new ForeignRejected(Reason.WRONG_HASH, "hash is not that of the token's RFC 8785 form");
        }
        requireSignature(actor, canonical, members.text("signature", 256));
        if (made.isAfter(now.plus(TibetCoreReader.AHEAD_MAX))) {
            throw new ForeignRejected(Reason.FROM_THE_FUTURE, "timestamp lies more than 60 s ahead of this clock");
        }
        return new ForeignToken(
                Form.IETF, id, actor, parent, parentHash, hash, Optional.of(made), ForeignToken.Proof.AUTHOR);
    }

    private void requireSignature(String actor, byte[] canonical, String base64) throws ForeignRejected {
        VerifyingKey key = keys.get(actor);
        if (key == null) {
            throw new ForeignRejected(
                    Reason.UNKNOWN_KEY, "no key was given for its actor; give one with --key ACTOR=FILE.pub");
        }
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(signature).equals(base64)) {
                key.verify(canonical, signature);
                return;
            }
        } catch (IllegalArgumentException | SignatureRejected _) {
            // falls through: not base64 is as wrong as another signature
        }
        throw new ForeignRejected(
                Reason.BAD_SIGNATURE,
                "signature is not padded base64 of the actor's signature over the canonical bytes");
    }
}
