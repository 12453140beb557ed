package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A sealed token. There is one only because {@link Sealer} made it or {@link TokenReader} verified it. A Kafka record
 * carries {@link #canonical}, {@link #signature} and {@link #signer} as they are, see {@link #record}. Immutable.
 */
public final class Token {
    private final UnsealedToken content;
    private final ChainLink link;
    private final byte[] canonical;
    private final byte[] signature;
    private final Sha256 hash;

    Token(UnsealedToken content, ChainLink link, byte[] canonical, byte[] signature) {
        this.content = content;
        this.link = link;
        this.canonical = canonical.clone();
        this.signature = signature.clone();
        this.hash = Sha256.of(canonical);
    }

    /** What it says. */
    public UnsealedToken content() {
        return content;
    }

    /** Its place in its chain. */
    public ChainLink link() {
        return link;
    }

    /** Its id. */
    public TokenId id() {
        return content.id();
    }

    /** The key that sealed it. */
    public KeyId signer() {
        return link.chain().sealer();
    }

    /** SHA-256 of {@link #canonical}. */
    public Sha256 hash() {
        return hash;
    }

    /** The signed bytes, see {@link CanonicalToken}; a fresh copy. */
    public byte[] canonical() {
        return canonical.clone();
    }

    /** The 64 bytes of the Ed25519 signature over {@link #canonical}, and of a hybrid key's token 3309 of ML-DSA-65 behind them; a fresh copy. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The token as the bus carries it; {@link TokenReader#read(TokenRecord)} reads it. */
    public TokenRecord record() {
        return new TokenRecord(
                content.eraan().key().session(),
                content.eraan().key().id(),
                id().value(),
                content.erin().type().name(),
                content.erin().status(),
                link.epoch(),
                link.sequence(),
                Bytes.of(canonical),
                hash.value(),
                signer().value(),
                Bytes.of(signature));
    }

    /**
     * The whole token as one JSON object with {@code hash}, {@code signature} and of a hybrid key {@code second_signature}, in RFC 8785 form;
     * {@link TokenReader#readJson} reads it.
     */
    public String json() {
        ObjectNode whole = StrictJson.ours(canonical);
        whole.put("hash", hash.value());
        TokenSeal.put(whole, signature);
        return new String(CanonicalToken.canonical(whole), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token
                && Arrays.equals(canonical, token.canonical)
                && Arrays.equals(signature, token.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "Token[" + id() + " " + content.erin().type() + " " + hash + "]";
    }
}
