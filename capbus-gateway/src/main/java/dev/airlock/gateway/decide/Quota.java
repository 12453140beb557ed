package dev.airlock.gateway.decide;

import dev.airlock.gateway.model.Habit;
import dev.airlock.gateway.model.QuotaLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether a caller has asked for enough. */
public final class Quota {
    private Quota() {}

    /** What comes of one request. */
    public sealed interface Word {
        /** What is remembered now. */
        Habit habit();

        /** It may go on. */
        record Pass(Habit habit) implements Word {}

        /**
         * It may not, until then.
         *
         * @param begins whether this request is the one too many; else it came while the caller was held already
         * @param until in milliseconds
         * @param rule which limit
         * @param reason the limit and its value, for people
         */
        record Hold(Habit habit, boolean begins, long until, String rule, String reason) implements Word {}
    }

    /**
     * Weighs one request. A clock that goes back makes nobody free earlier, nor holds anybody for longer than the limits say.
     *
     * @param now in milliseconds
     * @param digest of its bytes
     * @param name what the caller chose freely: the names of itself and of what it wants
     */
    public static Word weigh(Habit habit, QuotaLimits limits, long now, String digest, String name) {
        long longest = Math.max(limits.holdMillis(), limits.windowMillis());
        if (now < habit.heldUntil() && habit.heldUntil() - now <= longest) {
            return new Word.Hold(habit, false, habit.heldUntil(), "quota.held", "still held");
        }
        List<Long> times = new ArrayList<>(habit.times().stream()
                .filter(time -> time > now - limits.windowMillis() && time <= now)
                .toList());
        times.add(now);
        boolean repeats = digest.equals(habit.last()) && times.size() > 1;
        int repeated = repeats ? habit.repeated() + 1 : 1;
        int strikes = entropy(name) > limits.entropyMax() ? habit.strikes() + 1 : 0;
        Habit next = new Habit(times, digest, repeated, strikes, Long.MIN_VALUE);
        if (times.size() > limits.requests()) {
            return held(
                    next,
                    limits,
                    now,
                    "quota.requests",
                    "more than " + limits.requests() + " requests within " + limits.windowMillis() + " ms");
        }
        if (repeated >= limits.repetition()) {
            return held(next, limits, now, "quota.repetition", "the same bytes " + repeated + " times in a row");
        }
        if (strikes >= limits.strikes()) {
            return held(next, limits, now, "quota.entropy", strikes + " names in a row that look drawn by lot");
        }
        return new Word.Pass(next);
    }

    /** Everything begins anew behind a hold; without one, the caller waits until its oldest request is out of the window. */
    private static Word held(Habit habit, QuotaLimits limits, long now, String rule, String reason) {
        if (limits.holdMillis() == 0) {
            List<Long> before = habit.times().subList(0, habit.times().size() - 1);
            long until = before.isEmpty() ? now + limits.windowMillis() : before.getFirst() + limits.windowMillis();
            return new Word.Hold(
                    new Habit(before, habit.last(), habit.repeated(), habit.strikes(), until),
                    true,
                    until,
                    rule,
                    reason);
        }
        long until = now + limits.holdMillis();
        return new Word.Hold(new Habit(List.of(), "", 0, 0, until), true, until, rule, reason);
    }

    /** Bits per character of a text, by how often each of its characters is in it. */
    static double entropy(String text) {
        Map<Integer, Integer> counts = new HashMap<>();
        text.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
        double bits = 0;
        for (int count : counts.values()) {
            double share = (double) count / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
