package dev.airlock.provenance;

import static dev.airlock.provenance.TokenRejected.Reason.BAD_SECOND_SIGNATURE;
import static dev.airlock.provenance.TokenRejected.Reason.BAD_SIGNATURE;
import static dev.airlock.provenance.TokenRejected.Reason.KEY_EXPIRED;
import static dev.airlock.provenance.TokenRejected.Reason.KEY_NOT_YET;
import static dev.airlock.provenance.TokenRejected.Reason.KEY_REVOKED;
import static dev.airlock.provenance.TokenRejected.Reason.NOT_CANONICAL;
import static dev.airlock.provenance.TokenRejected.Reason.NO_SECOND_SIGNATURE;
import static dev.airlock.provenance.TokenRejected.Reason.SECOND_KEY_UNKNOWN;
import static dev.airlock.provenance.TokenRejected.Reason.SECOND_SIGNATURE_UNASKED;
import static dev.airlock.provenance.TokenRejected.Reason.TOO_LARGE;
import static dev.airlock.provenance.TokenRejected.Reason.UNKNOWN_KEY;
import static dev.airlock.provenance.TokenRejected.Reason.WRONG_HASH;
import static dev.airlock.provenance.TokenRejected.Reason.WRONG_RECORD;
import static dev.airlock.provenance.TokenRejected.Reason.WRONG_ROLE;
import static dev.airlock.provenance.TokenRejected.Reason.WRONG_SIGNER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tokens that somebody else wrote: returns a token, or throws. The signature is checked before a byte is
 * parsed. Gateway and executor keys may seal, and a gateway only refusals. What comes back has been written again and
 * compared, so that no two texts are the same token. Safe for any thread.
 */
public final class TokenReader {
    /** More than the longest token that the limits of its fields allow. */
    public static final int CANONICAL_BYTES_MAX = 256 * 1024;

    private final KeyRing ring;
    private final SealCheck seals;

    /** How a seal is verified. */
    private interface SealCheck {
        void verify(KeyId signer, byte[] canonical, byte[] seal) throws SignatureRejected;
    }

    /** A reader that trusts these keys. */
    public TokenReader(KeyRing ring) {
        this(ring, ring::verifySeal);
    }

    private TokenReader(KeyRing ring, SealCheck seals) {
        this.ring = ring;
        this.seals = seals;
    }

    /**
     * Whether the record holds a whole token that the key which it names has signed, whoever has that key. It hangs on the record's bytes alone, so of a hybrid
     * key the first signature is verified and the second is only as long as it has to be: its id does not hold the other key. A leaf of a log needs no
     * more; nobody believes a token for it.
     */
    public static boolean isWhole(TokenRecord record) {
        try {
            var named = new KeyId(record.keyId());
            var itself = KeyRing.of(Map.of(named, new Holder(KeyRole.EXECUTOR, "named by the token")));
            new TokenReader(itself, TokenReader::requireFirst).read(record);
            return true;
        } catch (TokenRejected | IllegalArgumentException _) {
            return false;
        }
    }

    private static void requireFirst(KeyId signer, byte[] canonical, byte[] seal) throws SignatureRejected {
        boolean complete = seal.length == signer.sealBytes();
        signer.key().verify(canonical, complete ? Arrays.copyOf(seal, VerifyingKey.SIGNATURE_BYTES) : new byte[0]);
    }

    /**
     * The token in these parts, as a Kafka record carries them.
     *
     * @param signature 64 bytes, of a hybrid key 3373, see {@link dev.airlock.schemas.keys.SigningKey#seal}
     * @throws TokenRejected with the first reason, in the order of {@link TokenRejected.Reason}
     */
    public Token read(byte[] canonical, byte[] signature, KeyId signer) throws TokenRejected {
        if (canonical.length > CANONICAL_BYTES_MAX) {
            throw new TokenRejected(TOO_LARGE, "longer than any token: " + canonical.length + " bytes");
        }
        requireSignature(canonical, signature, signer);
        Token token = TokenJson.read(canonical, signature);
        if (!token.signer().equals(signer)) {
            throw new TokenRejected(WRONG_SIGNER, "signed by " + signer + ", but it names " + token.signer());
        }
        requireMaySeal(signer, token.content().erin().type());
        if (!Arrays.equals(canonical, CanonicalToken.bytes(token.content(), token.link()))) {
            throw new TokenRejected(NOT_CANONICAL, "the bytes are not the RFC 8785 form of what they say");
        }
        requireTerm(token, Optional.empty());
        return token;
    }

    /**
     * The token in a record of the bus. What stands beside the signed bytes, for finding, must say the same as they do.
     *
     * @throws TokenRejected with the first reason, in the order of {@link TokenRejected.Reason}
     */
    public Token read(TokenRecord record) throws TokenRejected {
        if (record.canonical().size() > CANONICAL_BYTES_MAX) {
            throw new TokenRejected(
                    TOO_LARGE, "longer than any token: " + record.canonical().size() + " bytes");
        }
        Token token = read(record.canonical().toArray(), record.signature().toArray(), signerOf(record));
        if (!token.hash().value().equals(record.hash())) {
            throw new TokenRejected(WRONG_HASH, "the hash beside the token is not that of its canonical bytes");
        }
        if (!token.record().equals(record)) {
            throw new TokenRejected(WRONG_RECORD, "the record says other things of the token than its signed bytes");
        }
        return token;
    }

    /**
     * The same of a record that the bus took up at a known time. Of a compromised key only what was taken up before its revocation counts:
     * who stole it can write any time into a token.
     *
     * @throws TokenRejected with the first reason, in the order of {@link TokenRejected.Reason}
     */
    public Token read(TokenRecord record, Instant appendedAt) throws TokenRejected {
        Token token = read(record);
        requireTerm(token, Optional.of(appendedAt));
        return token;
    }

    private void requireTerm(Token token, Optional<Instant> seen) throws TokenRejected {
        Instant made = token.content().timestamp();
        KeyTerm term = ring.term(token.signer()).orElse(KeyTerm.ALWAYS);
        switch (seen.map(time -> term.at(made, time)).orElseGet(() -> term.at(made))) {
            case GOOD -> {}
            case NOT_YET ->
                throw new TokenRejected(
                        KEY_NOT_YET, token.signer() + " counts from " + term.from() + " on; it was made before");
            case EXPIRED ->
                throw new TokenRejected(
                        KEY_EXPIRED,
                        token.signer() + " counted until " + term.until().orElseThrow() + "; it was made later");
            case REVOKED ->
                throw new TokenRejected(
                        KEY_REVOKED,
                        token.signer() + " was revoked at "
                                + term.revocation().orElseThrow().at() + "; it was made or taken up later");
        }
    }

    private static KeyId signerOf(TokenRecord record) throws TokenRejected {
        try {
            return new KeyId(record.keyId());
        } catch (IllegalArgumentException _) {
            throw new TokenRejected(UNKNOWN_KEY, "the record names no key");
        }
    }

    /**
     * The token in a whole JSON object with {@code hash}, {@code signature} and of a hybrid key {@code second_signature}, in any layout: it is brought into RFC
     * 8785 form first.
     *
     * @throws TokenRejected with the reason
     */
    public Token readJson(byte[] json) throws TokenRejected {
        if (json.length > 2 * CANONICAL_BYTES_MAX) {
            throw new TokenRejected(TOO_LARGE, "longer than any token: " + json.length + " bytes");
        }
        ObjectNode whole = StrictJson.object(json);
        Seal seal = Seal.takenFrom(whole);
        byte[] canonical = canonicalOf(whole);
        if (!Sha256.of(canonical).equals(seal.hash())) {
            throw new TokenRejected(WRONG_HASH, "the hash beside the token is not that of its canonical bytes");
        }
        return read(canonical, seal.signature().toArray(), seal.signer());
    }

    private void requireSignature(byte[] canonical, byte[] signature, KeyId signer) throws TokenRejected {
        try {
            seals.verify(signer, canonical, signature);
        } catch (SignatureRejected e) {
            throw new TokenRejected(
                    switch (e.reason()) {
                        case UNKNOWN_KEY -> UNKNOWN_KEY;
                        case WRONG_ROLE -> WRONG_ROLE;
                        case REVOKED -> KEY_REVOKED;
                        case OUT_OF_TERM -> KEY_EXPIRED;
                        case BAD_SIGNATURE -> BAD_SIGNATURE;
                        case NO_SECOND -> NO_SECOND_SIGNATURE;
                        case BAD_SECOND -> BAD_SECOND_SIGNATURE;
                        case SECOND_UNASKED -> SECOND_SIGNATURE_UNASKED;
                        case NO_SECOND_KEY -> SECOND_KEY_UNKNOWN;
                    },
                    e.getMessage());
        }
    }

    private void requireMaySeal(KeyId signer, TokenType type) throws TokenRejected {
        boolean gateway = ring.holder(signer)
                .filter(holder -> holder.role() == KeyRole.GATEWAY)
                .isPresent();
        if (gateway && type != TokenType.INTENT_REJECTED) {
            throw new TokenRejected(WRONG_ROLE, "a gateway key may seal refusals, not a " + type);
        }
    }

    private static byte[] canonicalOf(ObjectNode object) throws TokenRejected {
        try {
            return CanonicalToken.canonical(object);
        } catch (RuntimeException _) {
            throw new TokenRejected(NOT_CANONICAL, "the object has no RFC 8785 form");
        }
    }

    /** What stands beside the signed members of a whole JSON token. */
    private record Seal(Sha256 hash, Bytes signature, KeyId signer) {
        static Seal takenFrom(ObjectNode whole) throws TokenRejected {
            ObjectNode beside = whole.objectNode();
            for (String name : List.of("hash", "signature", "second_signature", "signer")) {
                if (whole.has(name)) {
                    beside.set(name, whole.get(name));
                }
            }
            whole.remove(TokenSeal.BESIDE);
            return Fields.read(
                    "token",
                    beside,
                    fields -> new Seal(
                            new Sha256(fields.text("hash")),
                            Bytes.of(TokenSeal.of(fields.text("signature"), fields.optionalText("second_signature"))),
                            new KeyId(fields.text("signer"))));
        }
    }
}
