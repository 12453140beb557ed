package dev.airlock.gateway.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a chain ended. */
final class Heads {
    private static final Logger LOG = LoggerFactory.getLogger(Heads.class);

    private Heads() {}

    /** The head in the mark; if that is empty, unreadable or another sealer's, behind the chain's last token in its partition; else the genesis. */
    static ChainHead last(ChainName chain, String mark, OwnTopics own) throws BusUnreachable {
        try {
            ChainHead marked = ChainHead.parse(mark);
            if (marked.chain().equals(chain)) {
                return marked;
            }
        } catch (IllegalArgumentException e) {
            if (!mark.isEmpty()) {
                LOG.warn(
                        "partition={} mark=unreadable reason=\"{}\"; reading the tokens instead",
                        chain.partition(),
                        e.getMessage());
            }
        }
        return own.lastHead(chain).orElseGet(() -> ChainHead.genesis(chain));
    }
}
