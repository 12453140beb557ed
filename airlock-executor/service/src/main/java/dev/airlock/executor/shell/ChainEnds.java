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
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where one sealer's chains end. The mark of the last commit says so, if that sealer left it; else the tokens themselves do,
 * which takes a reading of the partition from when the sealer's key began to count.
 *
 * <p>That reading happens in a poll, and a member whose poll takes too long loses its partitions; then it gets them again. So what was read is
 * remembered for each partition, also of a reading that was broken off, and the next one goes on from there. For the hop's thread.
 */
final class ChainEnds {
    private static final Logger LOG = LoggerFactory.getLogger(ChainEnds.class);

    private final Bus bus;
    private final KeyId sealer;
    private final TokenReader reader;
    private final Tokens tokens;
    private final Instant counts;
    private final Map<Integer, Scan> scans = new HashMap<>();

    /** The tokens of all partitions. */
    interface Tokens {
        /** Hands on what the broker took at {@code from} or later, oldest first. */
        void since(int partition, Instant from, Consumer<Inbound> each) throws BusUnreachable;
    }

    ChainEnds(Bus bus, KeyId sealer, KeyRing ring) {
        this(
                bus,
                sealer,
                ring,
                (partition, from, each) -> Replay.since(bus, Station.EXECUTOR, Topic.TOKENS, partition, from, each));
    }

    ChainEnds(Bus bus, KeyId sealer, KeyRing ring, Tokens tokens) {
        this.bus = bus;
        this.sealer = sealer;
        this.reader = new TokenReader(ring);
        this.tokens = tokens;
        // The broker's clock may be behind the one by which the key was made.
        this.counts = ring.term(sealer).orElse(KeyTerm.ALWAYS).from().minus(KeyTerm.LATE_MAX);
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
        Scan scan = scans.computeIfAbsent(chain.partition(), _ -> new Scan(ChainHead.genesis(chain), counts));
        tokens.since(chain.partition(), scan.from, scan::see);
        LOG.info("chain partition={} end=\"{}\" found by reading the tokens", chain.partition(), scan.head.text());
        return scan.head;
    }

    private final class Scan {
        private ChainHead head;
        /** When the broker took the last one that was read; whatever was not read is behind that one. */
        private Instant from;

        Scan(ChainHead genesis, Instant from) {
            this.head = genesis;
            this.from = from;
        }

        void see(Inbound record) {
            from = record.appendedAt();
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
