package dev.airlock.scale;

import dev.airlock.bench.model.Samples;
import dev.airlock.fleet.AuditRun;
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
     * @param aftermath what it did to those who waited
     * @param intents how many were sent
     * @param unrun those whose program did not run to its end
     * @param doubled those with two tokens
     * @param disordered sessions whose tokens are not in the order of their intents
     * @param audit of everything, when all executors had ended
     */
    public record Outcome(
            Blow blow,
            double perSecond,
            Aftermath aftermath,
            int intents,
            List<String> unrun,
            List<String> doubled,
            List<String> disordered,
            AuditRun audit) {
        public Outcome {
            unrun = List.copyOf(unrun);
            doubled = List.copyOf(doubled);
            disordered = List.copyOf(disordered);
        }

        /** Whether it was back in time, with every intent run and its one token in its session's order. */
        public boolean holds() {
            return aftermath.holds()
                    && unrun.isEmpty()
                    && doubled.isEmpty()
                    && disordered.isEmpty()
                    && audit.exitCode() == 0;
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
            long over = System.nanoTime();
            if (blow == Blow.HALT) {
                victim.resume();
                plan.progress().accept(victim.name() + " is resumed, and has to see that it is late");
            }
            sent.putAll(traffic.paced(perSecond, third, SESSIONS, seed + 2));
            List<Trip> trips = traffic.awaited(sent);
            var moments = new Aftermath.Moments(struck, over, blow == Blow.HALT ? over : Long.MAX_VALUE);
            // Who came late may still have something to say: it has said it when it has ended.
            grounds.fleet().quiet();
            AuditRun audit = AuditRun.of(grounds.terrain(), plan.command());
            return new Outcome(
                    blow,
                    perSecond,
                    Aftermath.of(trips, moments, "jis:airlock:executor:" + victim.name()),
                    trips.size(),
                    Trip.unrun(trips),
                    grounds.sightings().doubled().stream().map(IntentKey::text).toList(),
                    disordered(trips, grounds),
                    audit);
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
