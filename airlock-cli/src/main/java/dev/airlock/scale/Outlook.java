package dev.airlock.scale;

import dev.airlock.road.Placement;
import dev.airlock.scale.model.Costs;
import dev.airlock.scale.model.Forecast;
import dev.airlock.scale.model.RoadModel;
import dev.airlock.scale.model.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the model says of more hosts than are here.
 *
 * @param hosts executors, each on a host of its own
 * @param most with all slots full
 * @param loaded at 70 % of that rate, where what a caller waits is of interest
 */
public record Outlook(int hosts, Forecast most, Forecast loaded) {
    private static final List<Integer> HOSTS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000);
    private static final int SESSIONS_PER_SLOT = 4;
    private static final double LOAD = 0.7;
    private static final double SECONDS = 60;
    private static final long SEED = 1337;

    /**
     * For 1 to 1,000 hosts.
     *
     * @param slots of each executor
     * @param partitions of the topics of sessions
     * @param cores of each host
     * @param fronts hosts with snaft, gateway and broker
     */
    public static List<Outlook> of(Costs costs, int slots, int partitions, int cores, int fronts) {
        return HOSTS.stream()
                .map(hosts -> of(costs, new Shape(hosts, slots, partitions, cores, fronts, false)))
                .toList();
    }

    private static Outlook of(Costs costs, Shape shape) {
        List<Integer> sessions = IntStream.range(0, SESSIONS_PER_SLOT * shape.slots() * shape.working())
                .mapToObj(session -> Placement.of("session-" + session, shape.partitions()))
                .toList();
        Forecast most = RoadModel.closed(costs, shape, sessions, SECONDS);
        Forecast loaded = RoadModel.open(costs, shape, sessions, LOAD * most.perSecond(), SECONDS, SEED);
        return new Outlook(shape.executors(), most, loaded);
    }
}
