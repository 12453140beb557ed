package dev.airlock.gateway.mux;

import java.time.Duration;

/**
 * What all listeners of a process share, whichever protocol they speak.
 *
 * @param bytes how many bytes they hold for their clients
 * @param departure how they go
 */
public record Premises(ByteBudget bytes, Departure departure) {
    /** As long as a fast lane lets its runs go on when it is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Those of this process, whose listeners are about to serve. */
    static Premises ofThisProcess() {
        return new Premises(ByteBudget.ofThisProcess(), new Departure(DRAIN));
    }

    /**
     * Others.
     *
     * @param bytesMax how many bytes listeners may hold
     * @param drain how long they wait for answers when they go
     */
    public static Premises of(long bytesMax, Duration drain) {
        return new Premises(new ByteBudget(bytesMax), new Departure(drain));
    }
}
