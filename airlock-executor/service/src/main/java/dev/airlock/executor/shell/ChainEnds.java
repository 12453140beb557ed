package dev.airlock.executor.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where one sealer's chains end. The mark of the last commit says so, if that sealer left it; else the tokens themselves do,
 * which takes a reading of the whole partition.
 */
final class ChainEnds {
    private static final Logger LOG = LoggerFactory.getLogger(ChainEnds.class);

    private final Bus bus;
    private final KeyId sealer;
    private final TokenReader reader;

    ChainEnds(Bus bus, KeyId sealer, KeyRing ring) {
        this.bus = bus;
        this.sealer = sealer;
        this.reader = new TokenReader(ring);
    }

    /** The end of our chain in a partition. */
    ChainHead end(int partition, String mark) throws BusUnreachable {
        ChainName chain = new ChainName(sealer, Lane.BUS, partition);
        Optional<ChainHead> marked = read(mark).filter(head -> head.chain().equals(chain));
        return marked.isPresent() ? marked.get() : scanned(chain);
    }

    /** The grants that the tokens of a partition name, whoever sealed them. */
    SealedGrants sealedGrants(int partition) {
        return SealedGrants.of(bus, reader, partition);
    }

    /** The head in a commit's mark; empty if there is none or nobody can read it. */
    static Optional<ChainHead> read(String mark) {
        try {
            return mark.isEmpty() ? Optional.empty() : Optional.of(ChainHead.parse(mark));
        } catch (IllegalArgumentException e) {
            LOG.warn("mark=\"{}\" unreadable=\"{}\"; the tokens themselves are read", mark, e.getMessage());
            return Optional.empty();
        }
    }

    private ChainHead scanned(ChainName chain) throws BusUnreachable {
        Scan scan = new Scan(ChainHead.genesis(chain));
        Replay.partition(bus, Station.EXECUTOR, Topic.TOKENS, chain.partition(), scan::see);
        LOG.info("chain partition={} end=\"{}\" found by reading the tokens", chain.partition(), scan.head.text());
        return scan.head;
    }

    private final class Scan {
        private ChainHead head;

        Scan(ChainHead genesis) {
            this.head = genesis;
        }

        void see(Inbound record) {
            switch (Codecs.TOKEN.decode(record.value())) {
                case Good<TokenRecord>(TokenRecord token)
                when token.keyId().equals(sealer.value()) -> advance(token, record.appendedAt());
                case Good<TokenRecord> _, Malformed<TokenRecord> _ -> {
                    // Somebody else's chain.
                }
            }
        }

        private void advance(TokenRecord record, Instant appendedAt) {
            try {
                ChainHead behind = ChainHead.after(reader.read(record, appendedAt));
                if (behind.chain().equals(head.chain()) && follows(behind)) {
                    head = behind;
                }
            } catch (TokenRejected e) {
                LOG.warn("token id={} in our name passed_over=\"{}\"", record.tokenId(), e.getMessage());
            }
        }

        private boolean follows(ChainHead behind) {
            return Comparator.comparingLong(ChainHead::epoch)
                            .thenComparingLong(end -> end.next().sequence())
                            .compare(behind, head)
                    > 0;
        }
    }
}
