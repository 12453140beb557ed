package dev.airlock.schemas.routes;

import java.util.stream.IntStream;

/** The sizes in which guests come, in MiB: what the gateway orders by, and the executor checks it by. */
public final class GuestSizes {
    private static final int[] CLASSES = {32, 64, 128, 256, 512};

    private GuestSizes() {}

    /** The largest class with at most so much; the smallest if there is none, since no guest is smaller. */
    public static int mostFor(int mib) {
        return IntStream.of(CLASSES).filter(size -> size <= mib).max().orElse(CLASSES[0]);
    }

    /**
     * What who asks for so much gets: the smallest class that holds it, the largest if there is none.
     *
     * @param asked in MiB; 0 for all that the route allows
     * @param routeMib the most that the route allows
     */
    public static int given(int asked, int routeMib) {
        return asked == 0
                ? mostFor(routeMib)
                : IntStream.of(CLASSES)
                        .filter(size -> size >= asked)
                        .findFirst()
                        .orElse(CLASSES[CLASSES.length - 1]);
    }
}
