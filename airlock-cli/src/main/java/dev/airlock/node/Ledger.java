package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads a topic of the road from its beginning, record by record, with constant memory. */
public final class Ledger {
    private Ledger() {}

    /**
     * Hands every record that is there now to {@code each}, in order within a partition, and returns.
     *
     * @return whether the end was reached within {@code most}
     */
    public static boolean read(Bus bus, Topic topic, Duration most, Consumer<Inbound> each)
            throws InterruptedException {
        try (Tail tail = Tail.fromBeginning(bus, Station.CONSOLE, topic, each)) {
            return tail.awaitCaughtUp(most);
        }
    }

    /** Hands every record to {@code each}, those that come too, until the thread is interrupted. */
    public static void follow(Bus bus, Topic topic, Consumer<Inbound> each) throws InterruptedException {
        try (Tail tail = Tail.fromBeginning(bus, Station.CONSOLE, topic, each)) {
            while (!Thread.interrupted()) {
                tail.awaitCaughtUp(Duration.ofDays(1));
                TimeUnit.DAYS.sleep(1);
            }
        }
    }
}
