package dev.airlock.policy.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kills of the last while, by their own times, so that a replay counts as live reading did. Immutable.
 *
 * @param kills from old to new, at most {@link #KEPT_MAX}: when there are more, the oldest are forgotten
 * @param length how far back it looks from the newest kill
 */
public record KillWindow(List<Kill> kills, Duration length) {
    /** More kills than any threshold counts. */
    public static final int KEPT_MAX = 4096;

    private static final Comparator<Kill> BY_TIME =
            Comparator.comparing(Kill::at).thenComparing(Kill::tokenId);

    public KillWindow {
        kills = List.copyOf(kills);
        if (!length.isPositive()) {
            throw new IllegalArgumentException("a window of " + length + " sees nothing");
        }
    }

    /** One that has seen nothing. */
    public static KillWindow empty(Duration length) {
        return new KillWindow(List.of(), length);
    }

    /** The window after this kill; the same if its token is in it already, or if it is older than all that count. */
    public KillWindow replay(Kill kill) {
        if (kills.stream().anyMatch(known -> known.tokenId().equals(kill.tokenId()))) {
            return this;
        }
        List<Kill> all = new ArrayList<>(kills);
        all.add(kill);
        all.sort(BY_TIME);
        Instant since = all.getLast().at().minus(length);
        all.removeIf(one -> one.at().isBefore(since));
        return new KillWindow(all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()), length);
    }

    /** The window as it is at {@code now}: what is too old by then is not in it. */
    public KillWindow at(Instant now) {
        Instant since = now.minus(length);
        return kills.isEmpty() || !kills.getFirst().at().isBefore(since)
                ? this
                : new KillWindow(
                        kills.stream()
                                .filter(kill -> !kill.at().isBefore(since))
                                .toList(),
                        length);
    }

    /** The kills after {@code since}. */
    public List<Kill> after(Instant since) {
        return kills.stream().filter(kill -> kill.at().isAfter(since)).toList();
    }

    /** Every agent that was killed. */
    public static Set<String> agents(List<Kill> kills) {
        return kills.stream().map(Kill::agent).collect(Collectors.toUnmodifiableSet());
    }
}
