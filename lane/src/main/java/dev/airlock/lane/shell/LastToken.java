package dev.airlock.lane.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.model.TokenRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the last token of a chain among records that say that they are of it. Of some records the furthest is verified, and the next only
 * if that one is none. One thread.
 */
final class LastToken {
    private static final Logger LOG = LoggerFactory.getLogger(LastToken.class);
    private static final int UNREAD_MAX = 64;
    private static final Comparator<TokenRecord> FURTHEST_FIRST = Comparator.comparingLong(TokenRecord::epoch)
            .thenComparingLong(TokenRecord::sequence)
            .reversed();

    private final ChainName chain;
    private final TokenReader reader;
    private final List<TokenRecord> unread = new ArrayList<>();
    private Optional<ChainHead> furthest = Optional.empty();

    LastToken(ChainName chain, TokenReader reader) {
        this.chain = chain;
        this.reader = reader;
    }

    /** One record more, in any order. */
    void add(TokenRecord record) {
        unread.add(record);
        if (unread.size() == UNREAD_MAX) {
            readUnread();
        }
    }

    /** Behind the last token that is really the chain's; empty if there was none. */
    Optional<ChainHead> head() {
        readUnread();
        return furthest;
    }

    private void readUnread() {
        unread.sort(FURTHEST_FIRST);
        Optional<ChainHead> found = Optional.empty();
        for (var each = unread.iterator(); each.hasNext() && found.isEmpty(); ) {
            found = behind(each.next());
        }
        furthest = found.filter(head -> furthest.isEmpty() || Chains.follows(head, furthest.get()))
                .or(() -> furthest);
        unread.clear();
    }

    private Optional<ChainHead> behind(TokenRecord record) {
        try {
            return Optional.of(ChainHead.after(reader.read(record)))
                    .filter(head -> head.chain().equals(chain));
        } catch (TokenRejected e) {
            LOG.warn("token id={} in our name passed_over=\"{}\"", record.tokenId(), e.getMessage());
            return Optional.empty();
        }
    }
}
