package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import java.util.Optional;

/**
 * The end of a chain: where its next token goes. It moves on only when the tokens behind it are durable; whoever
 * loses them starts again from the head before.
 *
 * @param next the place of the next token
 */
public record ChainHead(ChainLink next) {
    /** The head of a chain that has no token at all. */
    public static ChainHead genesis(ChainName chain) {
        return new ChainHead(new ChainLink(chain, 0, 0, new Predecessor.None()));
    }

    /** The head right behind this token. */
    public static ChainHead after(Token token) {
        ChainLink link = token.link();
        return new ChainHead(new ChainLink(
                link.chain(), link.epoch(), link.sequence() + 1, new Predecessor.Parent(token.id(), token.hash())));
    }

    /** The head in a text that {@link #text} made. */
    public static ChainHead parse(String text) {
        return ChainHeadText.read(text);
    }

    /** Which chain. */
    public ChainName chain() {
        return next.chain();
    }

    /** The epoch in which the next token will be. */
    public long epoch() {
        return next.epoch();
    }

    /** The hash of the last token; empty if there is none. */
    public Optional<Sha256> hash() {
        return next.predecessor().tokenHash();
    }

    /**
     * The head of the next epoch, whose first token will name the last one of this epoch. An epoch without a token is
     * not left: then it is this head.
     */
    public ChainHead nextEpoch() {
        return switch (next.predecessor()) {
            case Predecessor.Parent parent ->
                new ChainHead(new ChainLink(
                        next.chain(),
                        next.epoch() + 1,
                        0,
                        new Predecessor.PreviousEpoch(next.epoch(), next.sequence() - 1, parent.hash())));
            case Predecessor.None _, Predecessor.PreviousEpoch _ -> this;
        };
    }

    /**
     * One line of at most 250 ASCII letters, digits and {@code :_-}, for the metadata of a Kafka offset:
     * {@code h1:KEY:LANE:PARTITION:EPOCH:SEQUENCE:} and one of {@code n}, {@code e:SEQUENCE:HASH} (of the epoch
     * before), {@code p:ID:HASH}; key and hashes in base64url without padding.
     */
    public String text() {
        return ChainHeadText.write(this);
    }
}
