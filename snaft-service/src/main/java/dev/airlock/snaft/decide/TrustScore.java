package dev.airlock.snaft.decide;

import dev.airlock.snaft.model.Deed;
import java.time.Duration;

/**
 * How far somebody is trusted by what one partition tells: 0.40 integrity + 0.25 recency + 0.20 frequency + 0.15 (1 - anomaly). In whole ten-thousandths, so that every
 * machine that adds up the same deeds gets the same.
 *
 * <pre>
 *  UNKNOWN --a deed--> DEGRADED --0.8 and more--> FULL
 *                        |  ^---less than 0.8------'
 *                        | less than 0.2
 *                        v
 *                      ISOLATED --an operator reinstates--> DEGRADED
 *  BURNED: by an operator, for ever
 * </pre>
 *
 * @param integrity whether its conduct is what is expected; 0 to 10000
 * @param recency whether that was seen of late
 * @param frequency whether it is often here
 * @param anomaly what speaks against it
 * @param run how many deeds in a row were blocked, at most {@value #RUN_MAX}
 * @param state where that leads
 */
public record TrustScore(int integrity, int recency, int frequency, int anomaly, int run, State state) {
    /** Nothing is known; 50 per cent. */
    public static final TrustScore UNKNOWN = new TrustScore(5000, 5000, 5000, 5000, 0, State.UNKNOWN);
    /** Never again. */
    public static final TrustScore BURNED = new TrustScore(0, 0, 0, 10_000, 0, State.BURNED);

    /** Below this percentage somebody is isolated. */
    public static final int ISOLATED_BELOW_PERCENT = 20;

    private static final int ISOLATED_BELOW = 100 * ISOLATED_BELOW_PERCENT;
    private static final int FULL_FROM = 8000;
    private static final int ONE = 10_000;
    private static final int RUN_MAX = 1000;
    /** From so many blocked deeds in a row on, each weighs more. */
    private static final int ESCALATES_FROM = 3;

    private static final int BLOCKED = 1000;
    private static final int UNROUTED = 500;
    /** An hour without a deed takes so much of the recency. */
    private static final int FORGOTTEN_HOURLY = 500;

    /** What the score leads to. */
    public enum State {
        /** No deed yet. */
        UNKNOWN,
        /** 0.8 and more. */
        FULL,
        /** From 0.2 to 0.8; from 0.5 on warned of nothing. */
        DEGRADED,
        /** Once less than 0.2; only an operator ends it. */
        ISOLATED,
        /** By an operator's word; nobody ends it. */
        BURNED
    }

    /** The score after one more deed. */
    TrustScore after(Deed.Kind kind) {
        return switch (kind) {
            case WELL ->
                new TrustScore(within(integrity + 200), ONE, within(frequency + 100), within(anomaly - 100), 0, state)
                        .settled();
            case WARNED -> new TrustScore(integrity, recency, frequency, within(anomaly + 200), run, state).settled();
            case UNROUTED -> penalised(UNROUTED);
            case BLOCKED -> penalised(BLOCKED);
        };
    }

    private TrustScore penalised(int severity) {
        int row = Math.min(run + 1, RUN_MAX);
        boolean escalates = row >= ESCALATES_FROM;
        return new TrustScore(
                        within(integrity - severity),
                        within(escalates ? recency - 1000 : recency),
                        within(frequency - severity * 3 / 10),
                        within(anomaly + severity / 2 + (escalates ? 2000 : 0)),
                        row,
                        state)
                .settled();
    }

    /** What is isolated stays so, and what is burned. */
    private TrustScore settled() {
        State next =
                switch (state) {
                    case ISOLATED, BURNED -> state;
                    case UNKNOWN, FULL, DEGRADED -> {
                        int score = score(recency);
                        yield score < ISOLATED_BELOW
                                ? State.ISOLATED
                                : score >= FULL_FROM ? State.FULL : State.DEGRADED;
                    }
                };
        return new TrustScore(integrity, recency, frequency, anomaly, run, next);
    }

    /** By an operator's word tried again, as if little were known; nothing changes for who is better than that, and for the burned. */
    TrustScore reinstated() {
        return state != State.BURNED && percent() < UNKNOWN.percent()
                ? new TrustScore(5000, 5000, 5000, 5000, 0, State.DEGRADED)
                : this;
    }

    /** In per cent, rounded down, right after the last deed; less than 20 exactly for the isolated and the burned. */
    public int percent() {
        return percentAfter(Duration.ZERO);
    }

    /**
     * The same some time after the last deed. What was long ago counts less, until it counts as if nothing were known.
     *
     * @param silence how long ago the last deed was; negative counts as zero
     */
    int percentAfter(Duration silence) {
        long forgotten = Math.min(ONE, Math.max(0, silence.toHours()) * FORGOTTEN_HOURLY);
        int left = (int) Math.max(Math.min(recency, UNKNOWN.recency), recency - forgotten);
        int percent = score(left) / 100;
        return switch (state) {
            case UNKNOWN, FULL, DEGRADED -> Math.max(percent, ISOLATED_BELOW_PERCENT);
            case ISOLATED -> Math.min(percent, ISOLATED_BELOW_PERCENT - 1);
            case BURNED -> 0;
        };
    }

    private int score(int recency) {
        return (40 * integrity + 25 * recency + 20 * frequency + 15 * (ONE - anomaly)) / 100;
    }

    private static int within(int value) {
        return Math.clamp(value, 0, ONE);
    }
}
