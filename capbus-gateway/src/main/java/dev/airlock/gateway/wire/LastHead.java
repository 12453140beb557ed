package dev.airlock.gateway.wire;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the end of one chain among the tokens of its partition, each seen once and in order.
 * Others' and forged tokens are passed over, and so are own ones that somebody wrote a second time.
 */
public final class LastHead {
    private final ChainName chain;
    private final TokenReader reader;
    private Optional<ChainHead> head = Optional.empty();

    /** @param ring must hold the chain's key */
    public LastHead(ChainName chain, KeyRing ring) {
        this.chain = chain;
        this.reader = new TokenReader(ring);
    }

    /** The next record of the partition. */
    public void see(byte[] value) {
        Decoded<TokenRecord> decoded = Codecs.TOKEN.decode(value);
        switch (decoded) {
            case Malformed<TokenRecord> _ -> {}
            case Good<TokenRecord>(TokenRecord record) -> {
                if (record.keyId().equals(chain.sealer().value())) {
                    read(record);
                }
            }
        }
    }

    private void read(TokenRecord record) {
        try {
            Token token =
                    reader.read(record.canonical().toArray(), record.signature().toArray(), new KeyId(record.keyId()));
            ChainHead behind = ChainHead.after(token);
            if (behind.chain().equals(chain) && (head.isEmpty() || follows(behind, head.get()))) {
                head = Optional.of(behind);
            }
        } catch (TokenRejected | IllegalArgumentException e) {
            // Somebody wrote under our name; the audit shows it, and our chain goes on behind our own last token.
        }
    }

    private static boolean follows(ChainHead behind, ChainHead than) {
        return Comparator.comparingLong(ChainHead::epoch)
                        .thenComparingLong(end -> end.next().sequence())
                        .compare(behind, than)
                > 0;
    }

    /** The head behind the last token of the chain; empty if there was none. */
    public Optional<ChainHead> head() {
        return head;
    }
}
