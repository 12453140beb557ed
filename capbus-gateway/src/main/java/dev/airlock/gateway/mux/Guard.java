package dev.airlock.gateway.mux;

import dev.airlock.gateway.decide.Pressure;
import dev.airlock.gateway.decide.PressureChange;
import dev.airlock.gateway.model.Answer;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.routes.LaneTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all listeners of a process have in common before anything is sent: how much is under way, of which lane, and who is held. A held
 * request costs a timer and no thread. Any thread.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final int CALLERS_MAX = 4_096;
    /** Thirteen megabytes when full; enough for a hundred signed intents a second. */
    private static final int INTENTS_MAX = 65_536;
    /** A quarter of the connections that each listener has by default: who is held must not keep others out. */
    private static final int HELD_MAX = 64;

    private static final int RETRY_MILLIS = 1_000;

    private final GuardConfig config;
    private final Predicate<String> routed;
    private final Consumer<PressureChange> changes;
    private final Habits strangers = new Habits(CALLERS_MAX);
    private final Habits principals = new Habits(CALLERS_MAX);
    private final Firsts firsts = new Firsts(INTENTS_MAX);
    private final Premises premises = Premises.ofThisProcess();
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private int underWay;
    private int heldInAll;
    private Pressure pressure = Pressure.NORMAL;
    private long passed;
    private long refused;
    private long holds;

    /**
     * @param routed whether a route leads to an intent of that name; what has none is favoured by no lane
     * @param changes told of each change of the pressure, one after the other, and must not wait
     */
    public Guard(GuardConfig config, Predicate<String> routed, Consumer<PressureChange> changes) {
        this.config = config;
        this.routed = routed;
        this.changes = changes;
    }

    /**
     * What it has done so far: every request was passed or refused, and some of those refused began a hold.
     *
     * @param underWay requests that were passed and are not answered yet
     */
    public record Tally(long passed, long refused, long holds, int underWay, Pressure pressure) {}

    public synchronized Tally tally() {
        return new Tally(passed, refused, holds, underWay, pressure);
    }

    GuardConfig config() {
        return config;
    }

    /** What the listeners share that stand before this. */
    public Premises premises() {
        return premises;
    }

    Habits strangers() {
        return strangers;
    }

    Habits principals() {
        return principals;
    }

    Firsts firsts() {
        return firsts;
    }

    /**
     * Lets a wish in if there is room for its lane, until it is answered; else says why not.
     *
     * @param origin of who asks, as far as it is known and not as far as it is claimed
     */
    CompletionStage<Answer> pass(String intent, Origin origin, long channelId, Supplier<CompletionStage<Answer>> wish) {
        LaneTable.Row row = LaneTable.row(routed.test(intent) ? intent : "", origin);
        Optional<String> full = enter(row);
        if (full.isPresent()) {
            return CompletableFuture.completedStage(
                    Answer.without(channelId, intent, full.get()).retryAfter(Duration.ofMillis(RETRY_MILLIS)));
        }
        try {
            return wish.get().whenComplete((_, _) -> leave(row));
        } catch (RuntimeException | Error e) {
            leave(row);
            throw e;
        }
    }

    private synchronized Optional<String> enter(LaneTable.Row row) {
        int ofLane = lanes.getOrDefault(row.prefix(), 0);
        if (ofLane >= row.burst()) {
            refused++;
            return Optional.of("no capacity: " + ofLane + " intents of the lane " + row.prefix()
                    + " are under way, and no more are let in at once; try again later");
        }
        feel();
        if (!pressure.admits(row.priority())) {
            refused++;
            return Optional.of("no capacity: " + underWay + " intents are under way and what is of priority "
                    + row.priority() + " waits outside; try again later");
        }
        passed++;
        underWay++;
        lanes.merge(row.prefix(), 1, Integer::sum);
        feel();
        return Optional.empty();
    }

    private synchronized void leave(LaneTable.Row row) {
        underWay--;
        lanes.computeIfPresent(row.prefix(), (_, count) -> count == 1 ? null : count - 1);
        feel();
    }

    private void feel() {
        Pressure now = pressure.at(underWay, config.low(), config.high());
        if (now != pressure) {
            LOG.info("pressure was={} is={} under_way={}", pressure, now, underWay);
            changes.accept(new PressureChange(pressure, now, underWay));
            pressure = now;
        }
    }

    /** One request was refused for its caller's habits. */
    synchronized void refused(boolean begins, String caller, String reason) {
        refused++;
        if (begins) {
            holds++;
            LOG.warn("held caller={} reason=\"{}\"", caller, reason);
        }
    }

    /** Answers when the hold is over, or at once if as many of this caller's requests, or of all, are held as may be. */
    CompletionStage<Answer> hold(String caller, Duration most, Answer answer) {
        synchronized (this) {
            if (heldInAll >= HELD_MAX || held.getOrDefault(caller, 0) >= config.holdsMax()) {
                return CompletableFuture.completedStage(answer);
            }
            heldInAll++;
            held.merge(caller, 1, Integer::sum);
        }
        return new CompletableFuture<Answer>()
                .completeOnTimeout(answer, most.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> letGo(caller));
    }

    private synchronized void letGo(String caller) {
        heldInAll--;
        held.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
    }
}
