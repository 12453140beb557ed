package dev.airlock.ledger.witness;

/**
 * A witness's counters at one moment, as near as it gets. At rest {@code asked} is the sum of the others.
 *
 * @param asked heads that it was asked to co-sign
 * @param cosigned heads that it has co-signed
 * @param stale heads that were offered on top of another size than it remembers; it said which
 * @param unfit requests that are none: malformed, of a log that it does not look after, or not signed by its ledger
 * @param inconsistent heads whose proof does not show that their log only grew
 * @param forked heads that tell another story than one that it has co-signed; both are kept
 * @param failed heads that it did not judge, since it cannot remember
 */
public record WitnessReading(
        long asked, long cosigned, long stale, long unfit, long inconsistent, long forked, long failed) {}
