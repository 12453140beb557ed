package dev.airlock.snaft.shell;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.schemas.wire.Intents.Opened;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.Screener;
import dev.airlock.snaft.model.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Screens as long as the standing rules in memory are those that were reviewed; this is looked at when it is made and with the first
 * intent at least ten seconds after each look. Once they are not, who comes from outside is refused until the process ends. A defect that an intent meets is
 * its refusal: it has its token like any other, and those behind it are screened. Any thread.
 */
final class GuardedScreener {
    static final Duration BETWEEN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedScreener.class);

    private final Screener screener;
    private final Screener locked;
    private final Supplier<String> fingerprint;
    private final String reviewed;
    private final Reading reading;
    private volatile Instant next = Instant.MIN;
    private volatile boolean broken;

    /**
     * Where and when an intent came.
     *
     * @param at by the clock of who received it
     */
    record Came(Entrance entrance, Instant at) {}

    /** What there is to judge of an intent; like the judging it can meet a defect of ours. */
    @FunctionalInterface
    interface Reading {
        Facts of(Opened opened, Bytes record, Entrance entrance, Instant receivedAt);
    }

    /** @param now for the first look */
    GuardedScreener(Screener screener, Supplier<String> fingerprint, String reviewed, Instant now) {
        this(screener, fingerprint, reviewed, FactsOf::opened, now);
    }

    GuardedScreener(Screener screener, Supplier<String> fingerprint, String reviewed, Reading reading, Instant now) {
        this.reading = reading;
        this.screener = screener;
        this.locked = screener.lockedDown();
        this.fingerprint = fingerprint;
        this.reviewed = reviewed;
        var _ = intact(now);
    }

    /** With the reviewed route table, word lists and standing rules. */
    static GuardedScreener standard(Instant now) {
        return new GuardedScreener(
                new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load()),
                () -> RuleFingerprint.of(RuleBook.STANDARD),
                RuleFingerprint.reviewed(),
                now);
    }

    Screening screen(Facts facts, Instant now) {
        return screen(facts, _ -> Circumstances.NONE, now);
    }

    /** @param around what is known besides an intent */
    Screening screen(Facts facts, Function<Facts, Circumstances> around, Instant now) {
        try {
            return (intact(now) ? screener : locked).screen(facts, around.apply(facts), now);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("screening failed intent={}", facts.intent().key().text(), defect);
            return Screener.failed(facts, now);
        }
    }

    /** The same for one that is still to be read: a defect of the reading is its refusal too. */
    Screening screen(Opened opened, Bytes record, Came came, Function<Facts, Circumstances> around, Instant now) {
        Facts facts;
        try {
            facts = reading.of(opened, record, came.entrance(), came.at());
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("reading failed intent={}", opened.intent().key().text(), defect);
            return Screener.failed(FactsOf.unread(opened, record, came.entrance(), came.at()), now);
        }
        return screen(facts, around, now);
    }

    private boolean intact(Instant now) {
        // The clock may be put back; then it is looked at again at once.
        if (!broken && (now.isAfter(next) || now.isBefore(next.minus(BETWEEN)))) {
            next = now.plus(BETWEEN);
            String found = fingerprint.get();
            if (!found.equals(reviewed)) {
                broken = true;
                LOG.error("INTEGRITY_VIOLATION the standing rules are {} and not {}; lockdown", found, reviewed);
            }
        }
        return !broken;
    }
}
