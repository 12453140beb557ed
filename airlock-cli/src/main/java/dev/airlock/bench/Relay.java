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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The floor of the road: the same broker, the same four topics in a namespace of their own, the same transactional hops, and
 * records of the same size, but nothing is read, decided, run or signed. A record is a name and a filler cut from a real record.
 */
final class Relay implements AutoCloseable {
    /** A UUID in text. */
    static final int NAME_BYTES = 36;

    /** How many topics the hops write. */
    enum Shape {
        /** One each: the floor. */
        BARE,
        /** As many as the services: the gateway's hop remembers, the executor's has an output. It says what Kafka's part is. */
        FULL;

        Set<Topic> topics() {
            EnumSet<Topic> topics = EnumSet.of(Topic.INTENTS, Topic.SCREENED, Topic.ORDERS, Topic.TOKENS);
            if (this == FULL) {
                topics.add(Topic.ADMITTED);
                topics.add(Topic.OUTPUTS);
            }
            return topics;
        }
    }

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
     * @param specimens a real record's value for each topic
     */
    static Relay start(Bus road, Shape shape, Map<Topic, byte[]> specimens) throws BenchFailed {
        Bus bus = road.within("bench-" + shape.name().toLowerCase(Locale.ROOT) + ".");
        try {
            Topics.ensure(bus, (short) 1, shape.topics());
        } catch (TopicsDisagree | BusUnreachable e) {
            throw new BenchFailed("the relay's topics cannot be made: " + e.getMessage(), "airlock doctor", e);
        }
        Relay relay = new Relay(bus, specimens);
        relay.hop(shape, Station.SNAFT, Topic.INTENTS, Topic.SCREENED);
        relay.hop(shape, Station.GATEWAY, Topic.SCREENED, Topic.ORDERS, Topic.ADMITTED);
        relay.hop(shape, Station.EXECUTOR, Topic.ORDERS, Topic.TOKENS, Topic.OUTPUTS);
        return relay;
    }

    private void hop(Shape shape, Station station, Topic from, Topic... to) {
        Map<Topic, byte[]> written = new EnumMap<>(fillers);
        written.keySet().retainAll(shape.topics());
        written.keySet().retainAll(List.of(to));
        hops.add(Hop.start(new Seat(bus, station, from, "bench"), new Passing(written)));
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

    /** Passes each record on to the same partition of other topics. */
    private static final class Passing implements Work {
        private final Map<Topic, byte[]> fillers;

        Passing(Map<Topic, byte[]> fillers) {
            this.fillers = fillers;
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
            List<Outbound> outputs = new ArrayList<>();
            for (Inbound one : records) {
                fillers.forEach(
                        (to, filler) -> outputs.add(Outbound.to(to, partition, one.key(), named(one.value(), filler))));
            }
            return new Step(outputs, "");
        }
    }
}
