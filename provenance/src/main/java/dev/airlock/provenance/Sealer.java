package dev.airlock.provenance;

import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.SigningKey;

/** Turns what a token will say into a token. Pure but for the key: the same arguments give the same token. */
public final class Sealer {
    /**
     * A token and where the chain stands behind it.
     *
     * @param next to be used for the following token, and to be remembered once this one is durable
     */
    public record Sealed(Token token, ChainHead next) {}

    private Sealer() {}

    /**
     * Seals the content as the next token behind this head.
     *
     * @throws IllegalArgumentException if the key is not the one that the chain belongs to
     */
    public static Sealed seal(UnsealedToken content, ChainHead head, SigningKey key) {
        if (!key.id().equals(head.chain().sealer())) {
            throw new IllegalArgumentException(
                    "the chain belongs to " + head.chain().sealer() + ", not to " + key.id());
        }
        byte[] canonical = CanonicalToken.bytes(content, head.next());
        Token token = new Token(content, head.next(), canonical, key.seal(canonical));
        return new Sealed(token, ChainHead.after(token));
    }
}
