package dev.airlock.executor.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.SigningKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Our chain of one partition while it is ours: one epoch. It runs ahead of what is committed, and is set back when a transaction
 * fails. On the hop's thread.
 */
final class Chain {
    private final SigningKey key;
    private final ChainHead start;
    private ChainHead head;
    private Instant newest = Instant.MIN;

    /** A new epoch behind {@code last}, the end of the epochs before. */
    Chain(SigningKey key, ChainHead last) {
        this.key = key;
        this.start = last.nextEpoch();
        this.head = start;
    }

    /**
     * The next token.
     *
     * @param content what it says, given the time of its sealing: a child is never older than its parent, whatever the clock does
     */
    Token seal(Instant now, Function<Instant, UnsealedToken> content) {
        newest = now.isAfter(newest) ? now : newest;
        Sealer.Sealed sealed = Sealer.seal(content.apply(newest), head, key);
        head = sealed.next();
        return sealed.token();
    }

    /** Where the next token goes, as the commit's mark. */
    String mark() {
        return head.text();
    }

    /** What was sealed since {@code committed} has not happened. Before our first commit that is somebody's earlier epoch, or nothing. */
    void setBack(Optional<ChainHead> committed) {
        head = committed
                .filter(last -> last.chain().equals(start.chain()) && last.epoch() == start.epoch())
                .orElse(start);
    }
}
