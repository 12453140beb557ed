package dev.airlock.snaft.decide;

import dev.airlock.snaft.model.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far each principal is trusted, by what the tokens of a window told of it. Changes by {@link #replay} only, and says the same whoever
 * replays the same tokens: the deeds of one partition are added up in their order, of the partitions the worst counts, and the window moves by
 * whole hours. So it does not matter in which order partitions are read, or whether somebody was there from the beginning.
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
    private final Map<String, Map<Integer, Line>> principals = new HashMap<>();
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

    /** What one partition tells of one principal. */
    private static final class Line {
        private final Deque<Stretch> stretches = new ArrayDeque<>();
        private Optional<TrustScore> known = Optional.empty();
        private Optional<Instant> knownWith = Optional.empty();
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
        Line line = principals
                .computeIfAbsent(deed.principal(), _ -> new HashMap<>())
                .computeIfAbsent(deed.partition(), _ -> new Line());
        Stretch last = line.stretches.peekLast();
        if (last != null && last.takes(deed)) {
            line.stretches.removeLast();
            line.stretches.addLast(last.with(deed));
        } else {
            line.stretches.addLast(new Stretch(deed.kind(), 1, deed.at(), deed.at()));
        }
        if (line.stretches.size() > STRETCHES_MAX) {
            line.stretches.removeFirst();
        }
        line.known = Optional.empty();
    }

    /** Takes away whose deeds all lie before the window. */
    private void forget(Instant now) {
        principals.values().removeIf(lines -> {
            lines.values().forEach(line -> evict(line, now));
            return lines.values().stream().allMatch(line -> line.stretches.isEmpty());
        });
    }

    private void evict(Line line, Instant now) {
        Instant since = since(now, window);
        while (!line.stretches.isEmpty() && line.stretches.getFirst().first().isBefore(since)) {
            line.stretches.removeFirst();
            line.known = Optional.empty();
        }
    }

    /**
     * How far a principal is trusted, in per cent.
     *
     * @param reinstated since when an operator wants it to be tried again
     */
    public int percent(String principal, Optional<Instant> reinstated, Instant now) {
        Map<Integer, Line> lines = principals.getOrDefault(principal, Map.of());
        if (lines.isEmpty() && full) {
            return 0;
        }
        int worst = 100;
        boolean heard = false;
        for (Line line : lines.values()) {
            evict(line, now);
            if (!line.stretches.isEmpty()) {
                heard = true;
                Duration silence = Duration.between(line.stretches.getLast().last(), now);
                worst = Math.min(worst, score(line, reinstated, now).percentAfter(silence));
            }
        }
        return heard ? worst : TrustScore.UNKNOWN.percent();
    }

    private static TrustScore score(Line line, Optional<Instant> reinstated, Instant now) {
        Optional<Instant> counts = reinstated.filter(at -> !at.isAfter(now));
        if (line.known.isEmpty() || !line.knownWith.equals(counts)) {
            line.known = Optional.of(added(line, counts));
            line.knownWith = counts;
        }
        return line.known.get();
    }

    /** A stretch that an operator's word falls into counts as before it. */
    private static TrustScore added(Line line, Optional<Instant> reinstated) {
        TrustScore score = TrustScore.UNKNOWN;
        boolean open = reinstated.isPresent();
        for (Stretch stretch : line.stretches) {
            if (open && !stretch.first().isBefore(reinstated.get())) {
                score = score.reinstated();
                open = false;
            }
            for (int i = 0; i < stretch.count(); i++) {
                score = score.after(stretch.kind());
            }
        }
        return open ? score.reinstated() : score;
    }

    /** How many principals are remembered. */
    public int size() {
        return principals.size();
    }
}
