package dev.airlock.gateway.decide;

import java.util.stream.IntStream;

/** The sizes in which guests come, in MiB. */
final class SizeClass {
    private static final int[] CLASSES = {32, 64, 128, 256, 512};

    private SizeClass() {}

    /** The smallest class with at least so much; the largest if there is none. */
    static int leastFor(int mib) {
        return IntStream.of(CLASSES).filter(size -> size >= mib).findFirst().orElse(CLASSES[CLASSES.length - 1]);
    }

    /** The largest class with at most so much; the smallest if there is none, since no guest is smaller. */
    static int mostFor(int mib) {
        return IntStream.of(CLASSES).filter(size -> size <= mib).max().orElse(CLASSES[0]);
    }
}
