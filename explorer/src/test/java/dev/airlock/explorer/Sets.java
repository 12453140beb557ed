package dev.airlock.explorer;

import java.util.HashSet;
import java.util.Set;

/** Sets that nobody changes. */
final class Sets {
    private Sets() {}

    static <T> Set<T> with(Set<T> some, T one) {
        var more = new HashSet<>(some);
        more.add(one);
        return Set.copyOf(more);
    }
}
