package dev.airlock.executor.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what is dear to make, up to a number; what was used longest ago and is not in use goes first. What is in use never goes,
 * so there may be more for a while. Any number of threads; those that want the same thing wait for one maker.
 *
 * @param <K> what it is made for
 * @param <T> what is kept
 * @param <E> why it could not be made
 */
final class Shelf<K, T extends AutoCloseable, E extends Exception> implements AutoCloseable {
    private final int keptMax;
    private final Maker<K, T, E> maker;
    private final Map<K, Place<T>> places = new LinkedHashMap<>(16, 0.75f, true);

    /** Makes one. */
    interface Maker<K, T, E extends Exception> {
        T make(K key) throws E;
    }

    /** One use of what is kept. */
    interface Use<T, R> {
        R of(T kept);
    }

    private static final class Place<T> {
        /** Set once, by the maker. */
        private volatile Optional<T> kept = Optional.empty();

        private int users;
    }

    Shelf(int keptMax, Maker<K, T, E> maker) {
        if (keptMax < 1) {
            throw new IllegalArgumentException("a shelf for " + keptMax + " keeps nothing");
        }
        this.keptMax = keptMax;
        this.maker = maker;
    }

    /** Uses what is kept for {@code key}, making it first if need be. */
    <R> R use(K key, Use<T, R> use) throws E {
        Place<T> place = enter(key);
        try {
            return use.of(kept(key, place));
        } finally {
            leave(place);
        }
    }

    /**
     * What is kept for {@code key}, if it is made already, for a use that outlasts this call. Neither this nor giving it back makes, closes, or
     * waits for anything.
     */
    Optional<Loan<T>> borrow(K key) {
        return entered(key).flatMap(place -> {
            Optional<T> made = place.kept;
            if (made.isEmpty()) {
                giveBack(place);
            }
            return made.map(kept -> new Loan<>(kept, () -> giveBack(place)));
        });
    }

    /**
     * A use under way.
     *
     * @param giveBack ends it; to be called once
     */
    record Loan<T>(T kept, Runnable giveBack) {}

    private synchronized Optional<Place<T>> entered(K key) {
        Optional<Place<T>> place = Optional.ofNullable(places.get(key));
        place.ifPresent(there -> there.users++);
        return place;
    }

    /** Whoever does may be what is closed next, and be waited for. */
    private void giveBack(Place<T> place) {
        List<Place<T>> gone = tooMany(place);
        if (!gone.isEmpty()) {
            Thread.ofPlatform().name("airlock-shelf").daemon().start(() -> discard(gone));
        }
    }

    private T kept(K key, Place<T> place) throws E {
        synchronized (place) {
            if (place.kept.isEmpty()) {
                place.kept = Optional.of(maker.make(key));
            }
            return place.kept.get();
        }
    }

    private synchronized Place<T> enter(K key) {
        Place<T> place = places.computeIfAbsent(key, _ -> new Place<>());
        place.users++;
        return place;
    }

    /** Closing may take long: nobody waits for that but who made it necessary. */
    private void leave(Place<T> place) {
        discard(tooMany(place));
    }

    private synchronized List<Place<T>> tooMany(Place<T> left) {
        left.users--;
        List<Place<T>> gone = new ArrayList<>();
        Iterator<Place<T>> oldestFirst = places.values().iterator();
        while (places.size() > keptMax && oldestFirst.hasNext()) {
            Place<T> oldest = oldestFirst.next();
            if (oldest.users == 0) {
                oldestFirst.remove();
                gone.add(oldest);
            }
        }
        return gone;
    }

    /** Drops everything; nothing may be in use. */
    @Override
    public void close() {
        discard(all());
    }

    private synchronized List<Place<T>> all() {
        List<Place<T>> all = List.copyOf(places.values());
        places.clear();
        return all;
    }

    /** One that cannot be closed keeps no other from it. */
    private static void discard(List<? extends Place<? extends AutoCloseable>> gone) {
        IllegalStateException failed = null;
        for (Place<? extends AutoCloseable> place : gone) {
            try {
                if (place.kept.isPresent()) {
                    place.kept.get().close();
                }
            } catch (Exception e) {
                failed = new IllegalStateException("what was kept cannot be closed", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
