package dev.airlock.lane.shell;

import dev.airlock.lane.journal.Entry;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What of the journal was brought to the bus before this process.
 *
 * @param lasts behind the last token that the topic holds of each chain, as far as it was looked at; chains of former keys too
 * @param position the journal's records below this number were committed; empty if nobody knows
 */
record Brought(Map<ChainName, ChainHead> lasts, OptionalLong position) {
    Brought {
        lasts = Map.copyOf(lasts);
    }

    /**
     * Whether an end is on the bus. What the topic holds of its chain, and of no other, counts more than the position.
     *
     * @param head where its chain stands behind it
     */
    boolean holds(Entry entry, ChainHead head) {
        ChainHead last = lasts.get(head.chain());
        return last == null
                ? position.isPresent() && entry.sequence() < position.getAsLong()
                : !Chains.follows(head, last);
    }
}
