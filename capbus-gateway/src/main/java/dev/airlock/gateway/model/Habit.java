package dev.airlock.gateway.model;

import java.util.List;

/**
 * What is remembered of one caller, all of it bounded by its {@link QuotaLimits}.
 *
 * @param times when it asked within the window, oldest first, in milliseconds
 * @param last the digest of what it asked last
 * @param repeated how many times in a row it asked that
 * @param strikes how many names in a row looked drawn by lot
 * @param heldUntil before that it is held, in milliseconds
 */
public record Habit(List<Long> times, String last, int repeated, int strikes, long heldUntil) {
    /** Of somebody who has not asked yet. */
    public static final Habit NONE = new Habit(List.of(), "", 0, 0, Long.MIN_VALUE);

    public Habit {
        times = List.copyOf(times);
    }
}
