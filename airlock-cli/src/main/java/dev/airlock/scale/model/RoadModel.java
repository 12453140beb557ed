package dev.airlock.scale.model;

import dev.airlock.bench.model.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A simulation of the road by its events: an intent is worked on at the front, waits, is run by the executor that owns its session's
 * partition, one of a session at a time, and waits for its token to be seen. The same for the same numbers and seed.
 */
public final class RoadModel {
    private static final double SECOND = 1000;
    /** What comes before is not counted: queues fill first. */
    private static final double WARM_SHARE = 0.2;

    private final Agenda agenda = new Agenda();
    private final Costs costs;
    private final List<Cores> fronts;
    private final List<Cores> hosts;
    private final List<Worker> workers;
    private final List<Integer> partitionOf;
    private final Shape shape;
    private final double seconds;
    private final List<Double> millis = new ArrayList<>();
    private final Random random;
    private int turn;

    private RoadModel(Costs costs, Shape shape, List<Integer> partitionOf, double seconds, long seed) {
        this.costs = costs;
        this.shape = shape;
        this.partitionOf = partitionOf;
        this.seconds = seconds;
        this.random = new Random(seed);
        if (shape.together()) {
            double taken = costs.standingFront() + shape.executors() * costs.standingExecutor();
            fronts = List.of(new Cores(agenda, shape.cores(), taken));
            hosts = Collections.nCopies(shape.working(), fronts.getFirst());
        } else {
            fronts = IntStream.range(0, shape.fronts())
                    .mapToObj(_ -> new Cores(agenda, shape.cores(), costs.standingFront()))
                    .toList();
            hosts = IntStream.range(0, shape.working())
                    .mapToObj(_ -> new Cores(agenda, shape.cores(), costs.standingExecutor()))
                    .toList();
        }
        workers = hosts.stream()
                .map(cores -> new Worker(agenda, cores, costs, shape.slots()))
                .toList();
    }

    /**
     * Callers that each send as soon as they are answered.
     *
     * @param partitionOf the partition of each caller's session, 0 and more
     * @param seconds for how long it is looked at
     */
    public static Forecast closed(Costs costs, Shape shape, List<Integer> partitionOf, double seconds) {
        var model = new RoadModel(costs, shape, partitionOf, seconds, 1);
        for (int caller = 0; caller < partitionOf.size(); caller++) {
            model.again(caller);
        }
        return model.told();
    }

    private void again(int caller) {
        send(caller, () -> again(caller));
    }

    /**
     * Intents that come by chance (exponential gaps), whatever becomes of those before.
     *
     * @param perSecond how many on average
     * @param partitionOf the partition of each session; which session an intent is of is chance too
     * @param seed what chance follows from
     */
    public static Forecast open(
            Costs costs, Shape shape, List<Integer> partitionOf, double perSecond, double seconds, long seed) {
        var model = new RoadModel(costs, shape, partitionOf, seconds, seed);
        model.arrive(perSecond);
        return model.told();
    }

    private void arrive(double perSecond) {
        agenda.in(-Math.log(1 - random.nextDouble()) * SECOND / perSecond, () -> {
            send(random.nextInt(partitionOf.size()), () -> {});
            arrive(perSecond);
        });
    }

    private void send(int session, Runnable answered) {
        double sent = agenda.now();
        Worker worker = workers.get(partitionOf.get(session) % shape.partitions() % workers.size());
        Cores front = fronts.get(turn++ % fronts.size());
        front.run(
                costs.frontProcessor(),
                () -> agenda.in(
                        costs.front(),
                        () -> worker.take(
                                new Worker.Order(session, () -> agenda.in(costs.back(), () -> seen(sent, answered))))));
    }

    private void seen(double sent, Runnable answered) {
        if (agenda.now() >= WARM_SHARE * seconds * SECOND) {
            millis.add(agenda.now() - sent);
        }
        answered.run();
    }

    private Forecast told() {
        agenda.runUntil(seconds * SECOND);
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("nothing ends within " + seconds + " s: look for longer");
        }
        Samples samples = Samples.of(millis);
        return new Forecast(
                samples.count() / (seconds * (1 - WARM_SHARE)),
                samples.percentile(50),
                samples.percentile(99),
                average(fronts.stream().map(Cores::utilisation).toList()),
                average(hosts.stream().map(Cores::utilisation).toList()),
                average(workers.stream().map(Worker::utilisation).toList()),
                shape.executors() - shape.working());
    }

    private static double average(List<Double> shares) {
        return shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
