package dev.airlock.explorer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Walks every state that can be reached, breadth first, so that the first violation found is a shortest one. States are told apart by a key
 * that holds all of them; none is skipped by chance. It knows nothing of what it walks through.
 *
 * @param <S> a state: immutable
 */
public final class Explorer<S> {
    private final Function<S, String> key;
    private final Function<S, List<Move<S>>> moves;
    private final Law<S> law;
    private final int most;

    /** Something that can happen next. */
    public record Move<S>(String name, S to) {}

    /**
     * What must hold.
     *
     * @param <S> a state
     */
    public interface Law<S> {
        /** Which law this state breaks, in words; empty if none. */
        Optional<String> broken(S state, boolean last);
    }

    /**
     * What was seen.
     *
     * @param states how many states there are
     * @param ends in how many of them nothing more can happen
     * @param violation the first violation, with what led to it; empty if there is none
     */
    public record Walk(int states, int ends, Optional<Violation> violation) {}

    /** A law that does not hold, and the shortest way to where it does not. */
    public record Violation(String law, List<String> path) {
        @Override
        public String toString() {
            return law + ", after: " + String.join("; ", path);
        }
    }

    private record Trail(Trail before, String move) {
        List<String> path() {
            var path = new ArrayList<String>();
            for (Trail at = this; at.before != null; at = at.before) {
                path.add(at.move);
            }
            Collections.reverse(path);
            return path;
        }
    }

    private record Place<S>(Trail trail, S state) {}

    /**
     * A walker of the states that {@code moves} lead to.
     *
     * @param key tells states apart
     * @param law what must hold of each
     * @param most how many states may be walked before it counts as a mistake of the bounds
     */
    public Explorer(Function<S, String> key, Function<S, List<Move<S>>> moves, Law<S> law, int most) {
        this.key = key;
        this.moves = moves;
        this.law = law;
        this.most = most;
    }

    /**
     * All states, or all up to the first violation.
     *
     * @throws IllegalStateException if there are more than were allowed for: a walk that is cut short proves nothing
     */
    public Walk from(S start) {
        Set<String> seen = new HashSet<>();
        Deque<Place<S>> open = new ArrayDeque<>();
        int ends = 0;
        seen.add(key.apply(start));
        open.add(new Place<>(new Trail(null, "start"), start));
        while (!open.isEmpty()) {
            Place<S> place = open.removeFirst();
            List<Move<S>> next = moves.apply(place.state());
            ends += next.isEmpty() ? 1 : 0;
            Optional<String> broken = law.broken(place.state(), next.isEmpty());
            if (broken.isPresent()) {
                return new Walk(
                        seen.size(),
                        ends,
                        Optional.of(new Violation(broken.get(), place.trail().path())));
            }
            for (Move<S> move : next) {
                if (seen.add(key.apply(move.to()))) {
                    open.addLast(new Place<>(new Trail(place.trail(), move.name()), move.to()));
                }
            }
            if (seen.size() > most) {
                throw new IllegalStateException("more than " + most + " states; make the fleet smaller");
            }
        }
        return new Walk(seen.size(), ends, Optional.empty());
    }
}
