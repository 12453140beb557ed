package dev.airlock.executor.shell;

import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grants that tokens of a partition name: what keeps an order that is written again, long after its first copy and after any number of
 * restarts, from a second run and a second token. The tokens are the memory, so nothing has to be kept in step with them; only those that
 * verify count, so that nobody keeps an order from its run by a record that he made up.
 *
 * <p>It reads the tokens from the grant's time on, once for all grants that are no older, and keeps the newest {@value #KEPT_MAX}. Any thread; it
 * blocks while it reads.
 */
final class SealedGrants {
    /** So far may a gateway's clock be ahead of ours or the broker's. Its leases end when it is ahead by more than a second and a quarter. */
    static final Duration SKEW_MAX = Duration.ofSeconds(2);

    static final int KEPT_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(SealedGrants.class);

    private final Tokens tokens;
    private final TokenReader reader;
    /** Grant to the time at which the broker took its token, in the order of the tokens. */
    private final Map<String, Instant> grants = new LinkedHashMap<>();
    /** What was sealed since then is in {@link #grants}. */
    private Instant from = Instant.MAX;

    /** The tokens of one partition. */
    interface Tokens {
        /**
         * Hands on what the broker took at {@code from} or later, oldest first.
         *
         * @throws BusUnreachable if it cannot be read to its end; some may have been handed on by then
         */
        void since(Instant from, Consumer<Inbound> each) throws BusUnreachable;
    }

    SealedGrants(Tokens tokens, TokenReader reader) {
        this.tokens = tokens;
        this.reader = reader;
    }

    static SealedGrants of(Bus bus, TokenReader reader, int partition) {
        return new SealedGrants(
                (from, each) -> Replay.since(bus, Station.EXECUTOR, Topic.TOKENS, partition, from, each), reader);
    }

    /**
     * Whether a token of the partition names this grant.
     *
     * @throws BusUnreachable if the tokens cannot be read; then nobody knows, and the next one who asks begins anew
     */
    synchronized boolean has(Grant grant) throws BusUnreachable {
        Instant begin = grant.issuedAt().minus(SKEW_MAX);
        return begin.isBefore(from) ? read(begin, grant.grantId()) : grants.containsKey(grant.grantId());
    }

    private boolean read(Instant begin, String wanted) throws BusUnreachable {
        grants.clear();
        from = begin;
        boolean[] found = {false};
        boolean whole = false;
        try {
            tokens.since(begin, record -> found[0] |= see(record).equals(wanted));
            whole = true;
        } finally {
            if (!whole) {
                // Half of the tokens must not pass for all of them.
                grants.clear();
                from = Instant.MAX;
            }
        }
        return found[0];
    }

    private String see(Inbound record) {
        if (!(Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token))) {
            return "";
        }
        try {
            String grant = reader.read(token, record.appendedAt())
                    .content()
                    .eraan()
                    .grantId()
                    .orElse("");
            if (!grant.isEmpty()) {
                keep(grant, record.appendedAt());
            }
            return grant;
        } catch (TokenRejected e) {
            LOG.warn("token id={} passed_over=\"{}\"", token.tokenId(), e.getMessage());
            return "";
        }
    }

    private void keep(String grant, Instant at) {
        grants.putIfAbsent(grant, at);
        if (grants.size() > KEPT_MAX) {
            Iterator<Instant> oldest = grants.values().iterator();
            from = oldest.next().plusMillis(1);
            oldest.remove();
        }
    }
}
