package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What an operator has signed, on its way to the bus. For one thread. */
final class OperatorPost implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sender sender;

    private OperatorPost(Sender sender) {
        this.sender = sender;
    }

    static OperatorPost to(Bus bus) {
        return new OperatorPost(Sender.of(bus, Station.OPERATOR, PATIENCE));
    }

    /** Sends one record and nothing else. */
    static void send(Bus bus, Topic topic, String key, byte[] record, String what) throws Trouble {
        try (OperatorPost post = to(bus)) {
            post.send(topic, key, record, what);
        }
    }

    /** When what was sent counts. */
    static String effect(Reach reach) {
        return reach.live() ? "in force" : "recorded; it counts from the next start of a node on";
    }

    /**
     * Returns when all replicas have it.
     *
     * @param what what it is, for the complaint
     */
    void send(Topic topic, String key, byte[] record, String what) throws Trouble {
        Delivery delivery = sender.send(Outbound.byKey(topic, key.getBytes(StandardCharsets.UTF_8), record))
                .toCompletableFuture()
                .join();
        if (!(delivery instanceof Delivery.Delivered)) {
            throw new Trouble(Exit.UNAVAILABLE, what + " was not taken: " + delivery, "airlock status");
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
