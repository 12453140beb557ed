package dev.airlock.scale;

import dev.airlock.bench.model.Samples;
import dev.airlock.fleet.AuditRun;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A road that is used at 70 % of what it can for long, and looked at: does it get slower, does it grow, does anything stay behind? */
public final class Soak {
    private static final int EXECUTORS = 2;
    private static final int SESSIONS = 64;
    private static final double SHARE = 0.7;
    private static final Duration FILLING = Duration.ofSeconds(10);
    private static final int STRETCHES = 6;

    private Soak() {}

    /**
     * How it was used.
     *
     * @param capacity intents per second with full slots, before
     * @param perSecond what was sent then
     * @param intents how many that were
     * @param first milliseconds to the token in the first third after the warm-up
     * @param last the same in the last third
     * @param memoryFirst MiB that all processes held in that first third, at most
     * @param memoryLast the same in the last third
     * @param unrun intents whose program did not run to its end
     * @param doubled intents with two tokens
     */
    public record Use(
            double capacity,
            double perSecond,
            int intents,
            Samples first,
            Samples last,
            double memoryFirst,
            double memoryLast,
            List<String> unrun,
            List<String> doubled) {
        public Use {
            unrun = List.copyOf(unrun);
            doubled = List.copyOf(doubled);
        }

        /** The last third's p99 by the first's. */
        public double drift() {
            return last.percentile(99) / first.percentile(99);
        }

        /** Memory in the end by memory in the beginning. */
        public double growth() {
            return memoryLast / memoryFirst;
        }
    }

    /**
     * How it went.
     *
     * @param use while it was used
     * @param audit of everything, when all but the broker had ended
     * @param behind processes, containers and files that were there when everybody had ended
     */
    public record Outcome(Use use, AuditRun audit, List<String> behind) {
        /** How much slower the last third may be than the first, at p99. */
        public static final double DRIFT_MAX = 1.10;
        /** How much more memory may be held in the end. */
        public static final double GROWTH_MAX = 1.05;

        public Outcome {
            behind = List.copyOf(behind);
        }

        /** Whether every program ran, every intent has one token, and nothing stayed behind. */
        public boolean whole() {
            return use.unrun().isEmpty() && use.doubled().isEmpty() && audit.exitCode() == 0 && behind.isEmpty();
        }

        /** Whether it stayed as it was, too. */
        public boolean holds() {
            return whole() && use.drift() <= DRIFT_MAX && use.growth() <= GROWTH_MAX;
        }
    }

    /**
     * @param plan where and with what; at least two executors
     * @param program what every intent has run
     * @param time how long it is used; a sixth of it at first is not counted, since everybody compiles and fills his caches then
     * @param seed what chance follows from
     */
    public static Outcome of(Grounds.Plan plan, String program, Duration time, long seed)
            throws IOException, FleetFailed, InterruptedException {
        Leftovers leftovers;
        Use used;
        AuditRun audit;
        try (Grounds grounds = Grounds.open(plan, EXECUTORS);
                Traffic traffic =
                        new Traffic(grounds.terrain(), plan.backend(), program, "soak", grounds.sightings())) {
            used = use(plan, grounds, traffic, time, seed);
            leftovers = Leftovers.of(grounds);
            grounds.fleet().quiet();
            audit = AuditRun.of(grounds.terrain(), plan.command());
        }
        return new Outcome(used, audit, leftovers.behind());
    }

    private static Use use(Grounds.Plan plan, Grounds grounds, Traffic traffic, Duration time, long seed)
            throws IOException, FleetFailed, InterruptedException {
        int callers = Calibration.callers(EXECUTORS * plan.slots());
        traffic.closed(callers, FILLING);
        double capacity = Calibration.rate(Trip.ran(traffic.closed(callers, FILLING)), FILLING);
        double perSecond = SHARE * capacity;
        plan.progress().accept("capacity %.1f intents/s; %s at %.1f".formatted(capacity, time, perSecond));
        List<List<Double>> stretches = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        List<String> unrun = new ArrayList<>();
        int intents = 0;
        for (int stretch = 0; stretch < STRETCHES; stretch++) {
            Map<IntentKey, Long> sent =
                    new HashMap<>(traffic.paced(perSecond, time.dividedBy(STRETCHES), SESSIONS, seed + stretch));
            List<Trip> trips = traffic.awaited(sent);
            intents += trips.size();
            unrun.addAll(Trip.unrun(trips));
            stretches.add(trips.stream().map(Trip::millis).toList());
            Samples now = Samples.of(stretches.getLast());
            memory.add(Held.mib(grounds.fleet()));
            plan.progress()
                    .accept("part %d of %d: p50 %.1f ms, p99 %.1f ms, %.0f MiB"
                            .formatted(
                                    stretch + 1, STRETCHES, now.percentile(50), now.percentile(99), memory.getLast()));
        }
        return new Use(
                capacity,
                perSecond,
                intents,
                samples(stretches.subList(1, 3)),
                samples(stretches.subList(4, 6)),
                Math.max(memory.get(1), memory.get(2)),
                Math.max(memory.get(4), memory.get(5)),
                unrun,
                grounds.sightings().doubled().stream().map(IntentKey::text).toList());
    }

    private static Samples samples(List<List<Double>> stretches) {
        return Samples.of(stretches.stream().flatMap(List::stream).toList());
    }
}
