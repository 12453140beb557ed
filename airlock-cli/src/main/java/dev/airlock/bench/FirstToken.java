package dev.airlock.bench;

import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The first token of a partition that is new: sent alone, and again while the broker says that this may pass, since it may not lead the partition yet. Of a
 * second batch at the same time one could overtake the other, and then the broker refuses the first one for its number.
 */
final class FirstToken {
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private FirstToken() {}

    /**
     * Returns when the bus has it.
     *
     * @param bus sends a record
     * @param most nothing is sent again after this
     * @throws BenchFailed with how the bus refused it
     */
    static void send(Function<Outbound, CompletionStage<Delivery>> bus, Outbound token, Duration most)
            throws BenchFailed {
        long until = System.nanoTime() + most.toNanos();
        Delivery delivery = bus.apply(token).toCompletableFuture().join();
        while (delivery instanceof Delivery.Unreachable refused && refused.passing() && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE_NANOS);
            delivery = bus.apply(token).toCompletableFuture().join();
        }
        require(delivery);
    }

    /** @throws BenchFailed with how the bus refused a token, if it did */
    static void require(Delivery delivery) throws BenchFailed {
        switch (delivery) {
            case Delivery.Delivered _ -> {}
            case Delivery.TooLarge(int bytes, int bytesMax) ->
                throw new BenchFailed(
                        "the bus does not take a token: it has " + bytes + " bytes, and " + bytesMax + " may be", "");
            case Delivery.Unreachable(String reason, boolean _) ->
                throw new BenchFailed("the bus does not take a token: " + reason, "airlock doctor");
        }
    }
}
