package dev.airlock.snaft.decide;

import dev.airlock.snaft.model.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far each principal is trusted, by what the tokens of a window told of it. Changes by {@link #replay} only, and says the same whoever
 * replays the same tokens: the deeds of one partition are added up in their order, the partitions are put together as {@link #together} says,
 * and the window moves by whole hours. So it does not matter in which order partitions are read, or whether somebody was there from the
 * beginning.
 *
 * <p>Memory: deeds of one kind in a row within an hour are one stretch. Of one principal in one partition at most {@value #STRETCHES_MAX} are
 * kept, of principals at most {@value #PRINCIPALS_MAX}; who comes when it is full is not trusted at all. For one thread.
 */
public final class TrustBook {
    static final int STRETCHES_MAX = 512;
    static final int PRINCIPALS_MAX = 4096;

    /** After so many deeds of one kind in a row, one more changes nothing. */
    private static final int ALIKE_MAX = 100;

    private final Duration window;
    private final Map<String, Conduct> principals = new HashMap<>();
    private boolean full;

    /** Deeds of one kind in a row within an hour. */
    private record Stretch(Deed.Kind kind, int count, Instant first, Instant last) {
        boolean takes(Deed deed) {
            return kind == deed.kind()
                    && first.truncatedTo(ChronoUnit.HOURS).equals(deed.at().truncatedTo(ChronoUnit.HOURS));
        }

        Stretch with(Deed deed) {
            return new Stretch(kind, Math.min(count + 1, ALIKE_MAX), first, deed.at());
        }
    }

    /** What is remembered of one principal: its stretches by partition, and what they add up to. */
    private static final class Conduct {
        private final Map<Integer, Deque<Stretch>> lines = new TreeMap<>();
        private List<TrustScore> known = List.of();
        private Optional<Instant> knownWith = Optional.empty();

        /** The scores of the partitions, in their order. */
        List<TrustScore> scores(Optional<Instant> reinstated) {
            if (known.isEmpty() || !knownWith.equals(reinstated)) {
                known = added(lines.values(), reinstated);
                knownWith = reinstated;
            }
            return known;
        }

        void evict(Instant since) {
            for (Deque<Stretch> line : lines.values()) {
                while (!line.isEmpty() && line.getFirst().first().isBefore(since)) {
                    line.removeFirst();
                    known = List.of();
                }
            }
            lines.values().removeIf(Deque::isEmpty);
        }
    }

    /** @param window how far back deeds count; 1 hour or more */
    public TrustBook(Duration window) {
        if (window.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("a window of " + window + " is shorter than an hour");
        }
        this.window = window;
    }

    /** From when on deeds count at {@code now}: a whole hour. */
    public static Instant since(Instant now, Duration window) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(window);
    }

    /** One more deed; each is told once, those of a partition in order. */
    public void replay(Deed deed) {
        if (!principals.containsKey(deed.principal()) && principals.size() >= PRINCIPALS_MAX) {
            forget(deed.at());
            if (principals.size() >= PRINCIPALS_MAX) {
                full = true;
                return;
            }
        }
        Conduct conduct = principals.computeIfAbsent(deed.principal(), _ -> new Conduct());
        Deque<Stretch> line = conduct.lines.computeIfAbsent(deed.partition(), _ -> new ArrayDeque<>());
        Stretch last = line.peekLast();
        if (last != null && last.takes(deed)) {
            line.removeLast();
            line.addLast(last.with(deed));
        } else {
            line.addLast(new Stretch(deed.kind(), 1, deed.at(), deed.at()));
        }
        if (line.size() > STRETCHES_MAX) {
            line.removeFirst();
        }
        conduct.known = List.of();
    }

    /** Takes away whose deeds all lie before the window. */
    private void forget(Instant now) {
        principals.values().removeIf(conduct -> {
            conduct.evict(since(now, window));
            return conduct.lines.isEmpty();
        });
    }

    /**
     * How far a principal is trusted, in per cent.
     *
     * @param reinstated since when an operator wants it to be tried again
     */
    public int percent(String principal, Optional<Instant> reinstated, Instant now) {
        Conduct conduct = principals.get(principal);
        if (conduct == null) {
            return full ? 0 : TrustScore.UNKNOWN.percent();
        }
        conduct.evict(since(now, window));
        List<Integer> percents = new ArrayList<>();
        Iterator<TrustScore> scores =
                conduct.scores(reinstated.filter(at -> !at.isAfter(now))).iterator();
        for (Deque<Stretch> line : conduct.lines.values()) {
            percents.add(
                    scores.next().percentAfter(Duration.between(line.getLast().last(), now)));
        }
        return together(percents);
    }

    /**
     * The trust of somebody by that of each partition, in per cent: what some lack to one half is taken together, so that it is no use to be
     * bad in many places; where none lacks anything the worst counts.
     */
    static int together(List<Integer> percents) {
        int half = TrustScore.UNKNOWN.percent();
        int lack = percents.stream()
                .mapToInt(percent -> Math.max(0, half - percent))
                .sum();
        return lack > 0
                ? Math.max(0, half - lack)
                : percents.stream().mapToInt(Integer::intValue).min().orElse(half);
    }

    /** An operator's word lets somebody begin anew who is isolated then. A stretch that it falls into counts as before it. */
    private static List<TrustScore> added(Collection<Deque<Stretch>> lines, Optional<Instant> reinstated) {
        List<TrustScore> before = lines.stream()
                .map(line -> after(
                        TrustScore.UNKNOWN,
                        line.stream()
                                .takeWhile(stretch ->
                                        reinstated.isEmpty() || stretch.first().isBefore(reinstated.get()))))
                .toList();
        boolean isolated = reinstated.isPresent()
                && together(before.stream().map(TrustScore::percent).toList()) < TrustScore.ISOLATED_BELOW_PERCENT;
        List<TrustScore> all = new ArrayList<>();
        Iterator<TrustScore> begun = before.iterator();
        for (Deque<Stretch> line : lines) {
            TrustScore score = begun.next();
            all.add(after(
                    isolated ? score.reinstated() : score,
                    line.stream()
                            .dropWhile(stretch ->
                                    reinstated.isEmpty() || stretch.first().isBefore(reinstated.get()))));
        }
        return all;
    }

    private static TrustScore after(TrustScore from, Stream<Stretch> stretches) {
        TrustScore score = from;
        for (Stretch stretch : (Iterable<Stretch>) stretches::iterator) {
            for (int i = 0; i < stretch.count(); i++) {
                score = score.after(stretch.kind());
            }
        }
        return score;
    }

    /** How many principals are remembered. */
    public int size() {
        return principals.size();
    }
}
