package dev.airlock.snaft.shell;

import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.snaft.decide.TrustBook;
import dev.airlock.snaft.decide.TrustScore;
import dev.airlock.snaft.model.Deed;
import dev.airlock.snaft.wire.Deeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the tokens, and says how far their callers are trusted. At a start it reads one window back. Only tokens whose seal is good count.
 * What was read counts while it is known to be all that there is, see {@link Tail#TRUSTED_FOR}. Any thread may ask.
 */
final class TrustWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrustWatch.class);
    private static final int REASON_LENGTH_MAX = 256;

    private final TrustBook book;
    private final TokenReader reader;
    private final Tail tokens;

    TrustWatch(Bus bus, KeyRing ring, Duration window, Instant now) {
        this.book = new TrustBook(window);
        this.reader = new TokenReader(ring);
        this.tokens = Tail.since(bus, Station.SNAFT, Topic.TOKENS, TrustBook.since(now, window), this::read);
    }

    /** Waits until all tokens that there were at the start have been read; false if that takes longer, and where later ones may not be heard. */
    boolean awaitRead(Duration most) throws InterruptedException {
        return (tokens.caughtUp() || tokens.awaitCaughtUp(most)) && tokens.heard();
    }

    /** Whether what was read may be taken for all that there is. */
    Health hearing() {
        return tokens.hearing();
    }

    /** How far a principal is trusted, in per cent. */
    synchronized int percent(String principal, Optional<Instant> reinstated, Instant now) {
        return book.percent(principal, reinstated, now);
    }

    /** A token that cannot be read or is not sealed counts for nothing; those who audit the ledger tell of it. */
    private void read(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord sealed)
                && Deeds.mayBe(sealed.canonical().toArray())) {
            try {
                Deeds.of(reader.read(sealed, record.appendedAt()), record.partition(), record.appendedAt())
                        .ifPresent(this::replay);
            } catch (TokenRejected e) {
                LOG.warn(
                        "token record={} counts for nothing reason=\"{}\"",
                        record,
                        Line.fit(String.valueOf(e.getMessage()), REASON_LENGTH_MAX));
            }
        }
    }

    private synchronized void replay(Deed deed) {
        book.replay(deed);
        if (deed.kind() != Deed.Kind.WELL && tokens != null && tokens.caughtUp()) {
            int percent = book.percent(deed.principal(), Optional.empty(), deed.at());
            if (percent < TrustScore.ISOLATED_BELOW_PERCENT) {
                LOG.warn("trust principal={} percent={} deed={}", deed.principal(), percent, deed.kind());
            }
        }
    }

    @Override
    public void close() {
        tokens.close();
    }
}
