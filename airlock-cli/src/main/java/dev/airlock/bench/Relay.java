package dev.airlock.bench;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Hop;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Seat;
import dev.airlock.road.Step;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.Work;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The floor of the road: the same broker, the same four topics in a namespace of their own, the same transactional hops, and
 * records of the same size, but nothing is read, decided, run or signed. A record is a name and a filler cut from a real record.
 */
final class Relay implements AutoCloseable {
    /** A UUID in text. */
    static final int NAME_BYTES = 36;

    private static final EnumSet<Topic> TOPICS = EnumSet.of(Topic.INTENTS, Topic.SCREENED, Topic.ORDERS, Topic.TOKENS);

    private final Bus bus;
    private final Map<Topic, byte[]> fillers;
    private final List<Hop> hops = new ArrayList<>();

    private Relay(Bus bus, Map<Topic, byte[]> fillers) {
        this.bus = bus;
        this.fillers = Map.copyOf(fillers);
    }

    /**
     * Starts the three hops on a broker that is thrown away afterwards.
     *
     * @param specimens a real record's value for each of the four topics
     */
    static Relay start(Bus road, Map<Topic, byte[]> specimens) throws BenchFailed {
        Bus bus = road.within("bench.");
        try {
            Topics.ensure(bus, (short) 1, TOPICS);
        } catch (TopicsDisagree | BusUnreachable e) {
            throw new BenchFailed("the relay's topics cannot be made: " + e.getMessage(), "airlock doctor", e);
        }
        Relay relay = new Relay(bus, specimens);
        relay.hop(Station.SNAFT, Topic.INTENTS, Topic.SCREENED);
        relay.hop(Station.GATEWAY, Topic.SCREENED, Topic.ORDERS);
        relay.hop(Station.EXECUTOR, Topic.ORDERS, Topic.TOKENS);
        return relay;
    }

    private void hop(Station station, Topic from, Topic to) {
        hops.add(Hop.start(new Seat(bus, station, from, "bench"), new Passing(to, fillers.get(to))));
    }

    Bus bus() {
        return bus;
    }

    /** The value of an intent of this name. */
    byte[] intent(String name) {
        return named(name.getBytes(StandardCharsets.US_ASCII), fillers.get(Topic.INTENTS));
    }

    static Optional<String> nameIn(byte[] value) {
        return Optional.of(new String(value, 0, NAME_BYTES, StandardCharsets.US_ASCII));
    }

    private static byte[] named(byte[] nameFirst, byte[] filler) {
        byte[] value = filler.clone();
        System.arraycopy(nameFirst, 0, value, 0, NAME_BYTES);
        return value;
    }

    @Override
    public void close() {
        hops.forEach(Hop::close);
    }

    /** Passes each record on to the same partition of another topic. */
    private static final class Passing implements Work {
        private final Topic to;
        private final byte[] filler;

        Passing(Topic to, byte[] filler) {
            this.to = to;
            this.filler = filler;
        }

        @Override
        public void assigned(int partition, String mark) {
            // It remembers nothing.
        }

        @Override
        public void revoked(int partition) {
            // It remembers nothing.
        }

        @Override
        public Step step(int partition, List<Inbound> records) {
            return new Step(
                    records.stream()
                            .map(one -> Outbound.to(to, partition, one.key(), named(one.value(), filler)))
                            .toList(),
                    "");
        }
    }
}
