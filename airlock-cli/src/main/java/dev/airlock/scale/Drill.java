package dev.airlock.scale;

import dev.airlock.bench.model.Samples;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Member;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Four executors at work; one is halted (SIGSTOP) or killed (SIGKILL), and the others take over. The halted one is resumed later, when what it
 * holds is long somebody else's.
 */
public final class Drill {
    private static final int EXECUTORS = 4;
    private static final int VICTIM = 2;
    private static final int SESSIONS = 64;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LOOKS_MAX = 24;
    private static final double CALM_MILLIS_MAX = 1_500;
    private static final double LATE_FACTOR = 3;
    private static final double LATE_MILLIS_MIN = 1_000;
    private static final double THROUGHPUT_MIN = 0.9;

    private Drill() {}

    /** What is done to one executor. */
    public enum Blow {
        /** It stays and does nothing, and is resumed at two thirds of the time. */
        HALT,
        /** It is gone and does not come back. */
        KILL
    }

    /**
     * How it went.
     *
     * @param blow what was done
     * @param perSecond intents that were sent
     * @param before milliseconds to the token at p99 before the blow
     * @param recovery seconds from the blow until the last late token was seen; 0 if none was late
     * @param throughput tokens per second in the seconds after that, of those sent per second
     * @param intents how many were sent
     * @param doubled those with two tokens
     * @param disordered sessions whose tokens are not in the order of their intents
     */
    public record Outcome(
            Blow blow,
            double perSecond,
            double before,
            double recovery,
            double throughput,
            int intents,
            List<String> doubled,
            List<String> disordered) {
        /** Throughput has to be back after this. */
        public static final double RECOVERY_MAX = 10;

        public Outcome {
            doubled = List.copyOf(doubled);
            disordered = List.copyOf(disordered);
        }

        /** Whether it was back in time, with every intent's one token in its session's order. */
        public boolean holds() {
            return recovery <= RECOVERY_MAX
                    && throughput >= THROUGHPUT_MIN
                    && doubled.isEmpty()
                    && disordered.isEmpty();
        }
    }

    /**
     * @param plan where and with what; at least four executors
     * @param program what every intent has run
     * @param perSecond how many intents come: fewer than three executors can run
     * @param time how long they come; the blow falls at a third of it
     * @param seed what chance follows from
     */
    public static Outcome of(Grounds.Plan plan, String program, double perSecond, Duration time, Blow blow, long seed)
            throws IOException, FleetFailed, InterruptedException {
        try (Grounds grounds = Grounds.open(plan, EXECUTORS);
                Traffic traffic =
                        new Traffic(grounds.terrain(), plan.backend(), program, "drill", grounds.sightings())) {
            Duration third = time.dividedBy(3);
            calm(traffic, perSecond, seed, plan);
            Map<IntentKey, Long> sent = new HashMap<>(traffic.paced(perSecond, third, SESSIONS, seed));
            Member victim = grounds.fleet().member(Grounds.executor(VICTIM));
            long struck = System.nanoTime();
            strike(victim, blow);
            plan.progress().accept(victim.name() + ": " + blow);
            sent.putAll(traffic.paced(perSecond, third, SESSIONS, seed + 1));
            if (blow == Blow.HALT) {
                victim.resume();
                plan.progress().accept(victim.name() + " is resumed, and has to see that it is late");
            }
            sent.putAll(traffic.paced(perSecond, third, SESSIONS, seed + 2));
            List<Trip> trips = traffic.awaited(sent);
            return result(blow, perSecond, trips, struck, struck + third.toNanos(), grounds);
        }
    }

    /** Waits until callers are served at once: who is late already cannot tell that somebody fell out. */
    private static void calm(Traffic traffic, double perSecond, long seed, Grounds.Plan plan)
            throws FleetFailed, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            List<Trip> trips = traffic.awaited(traffic.paced(perSecond, LOOK, SESSIONS, seed + 10 + look));
            if (!trips.isEmpty() && millis(trips).percentile(99) <= CALM_MILLIS_MAX) {
                return;
            }
            plan.progress().accept("not calm yet: look " + (look + 1) + " of at most " + LOOKS_MAX);
        }
        throw new FleetFailed(
                "p99 does not come below %.0f ms at %.1f intents/s, with everybody there; send fewer per second, or wait until this machine is idle"
                        .formatted(CALM_MILLIS_MAX, perSecond));
    }

    private static Samples millis(List<Trip> trips) {
        return Samples.of(trips.stream().map(Trip::millis).toList());
    }

    private static void strike(Member victim, Blow blow) throws IOException, InterruptedException {
        if (blow == Blow.HALT) {
            victim.halt();
        } else {
            victim.kill();
        }
    }

    private static Outcome result(
            Blow blow, double perSecond, List<Trip> trips, long struck, long end, Grounds grounds) {
        Samples calm =
                millis(trips.stream().filter(trip -> trip.seen() < struck).toList());
        double late = Math.max(LATE_MILLIS_MIN, LATE_FACTOR * calm.percentile(99));
        double recovery = trips.stream()
                        .filter(trip -> trip.seen() > struck && trip.sent() < end && trip.millis() > late)
                        .mapToLong(Trip::seen)
                        .max()
                        .orElse(struck)
                - struck;
        long back = struck + (long) recovery;
        long after = trips.stream()
                .filter(trip -> trip.seen() > back && trip.seen() <= end)
                .count();
        long due = trips.stream()
                .filter(trip -> trip.sent() > back && trip.sent() <= end)
                .count();
        return new Outcome(
                blow,
                perSecond,
                calm.percentile(99),
                recovery / 1e9,
                due == 0 ? 0 : (double) after / due,
                trips.size(),
                grounds.sightings().doubled().stream().map(IntentKey::text).toList(),
                disordered(trips, grounds));
    }

    /** Ids grow in the order of sending, so a session's tokens have to be in that order too. */
    private static List<String> disordered(List<Trip> trips, Grounds grounds) {
        List<String> found = new ArrayList<>();
        Map<String, List<Trip>> bySession = trips.stream()
                .collect(Collectors.groupingBy(trip -> trip.key().session(), TreeMap::new, Collectors.toList()));
        bySession.keySet().forEach(session -> {
            List<String> order = grounds.sightings().order(session);
            if (!order.equals(order.stream().sorted(Comparator.naturalOrder()).toList())) {
                found.add(session + ": " + order);
            }
        });
        return found;
    }
}
