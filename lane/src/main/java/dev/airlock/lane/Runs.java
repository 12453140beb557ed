package dev.airlock.lane;

import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Intents;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The executor's part. Any thread. */
public interface Runs {
    /** As tokens name the executor. */
    String actor();

    /** Does something for an order on the thread of a slot, as soon as one is free and nothing more urgent waits; what it throws ends the stage. */
    <T> CompletionStage<T> onSlot(Order order, Supplier<T> work);

    /** Checks, plans, runs and judges an order; the posture is looked at again. On a slot's thread, until the run is over; {@code attendance} hears it. */
    Conclusion run(Order order, Intents.Opened intent, Entrance entrance, Attendance attendance);

    /** The most bytes that what such a run leaves can take as a record, beside its token: room for it is set aside before it begins. */
    int leftBytesMax(Order order, Intents.Opened intent);

    /** The same of whatever run it lets begin. */
    int leftBytesMax();

    /** How many runs go on at once. */
    int slots();

    /**
     * Ends the run of an intent of the fast lane, or keeps it from beginning. The lane knows that {@code by} may do so.
     *
     * @param by who it is, in words of at most 128 characters
     */
    void callOff(IntentKey key, String by);

    /** That intent is settled: what was called off of it counts for no other that comes under its name. */
    void forgetCallOffs(IntentKey key);
}
