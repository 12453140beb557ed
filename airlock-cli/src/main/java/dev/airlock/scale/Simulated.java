package dev.airlock.scale;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.scale.model.Costs;
import dev.airlock.scale.model.Forecast;
import dev.airlock.scale.model.RoadModel;
import dev.airlock.scale.model.Shape;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calibrates the model on one executor, has it say what two and four will do, and only then measures them.
 */
public final class Simulated {
    /** By how much of the measured value a forecast may be off. */
    private static final double OFF_MAX = 0.25;

    private static final List<Integer> EXECUTORS = List.of(2, 4);
    private static final double MODEL_SECONDS = 300;

    private Simulated() {}

    /**
     * One number of executors, forecast and measured.
     *
     * @param executors how many
     * @param forecast intents per second that the model said before
     * @param measured intents per second that were seen after; 0 if nothing was
     */
    public record Check(int executors, double forecast, double measured) {
        /** By how much of the measured value the forecast is off. */
        public double off() {
            return measured == 0 ? Double.POSITIVE_INFINITY : Math.abs(forecast - measured) / measured;
        }

        /** Whether that is little enough. */
        public boolean holds() {
            return off() <= OFF_MAX;
        }
    }

    /**
     * What came of it.
     *
     * @param costs of one intent
     * @param slots of each executor
     * @param programMillis how long each program waits
     * @param one intents per second of one executor
     * @param checks two and four
     */
    public record Outcome(Costs costs, int slots, double programMillis, double one, List<Check> checks) {
        public Outcome {
            checks = List.copyOf(checks);
        }

        /** Whether every forecast was near enough. */
        public boolean holds() {
            return checks.stream().allMatch(Check::holds);
        }
    }

    /**
     * @param plan where and with what; at least four executors
     * @param wait how long every program waits
     * @param stretch how long each figure is looked at
     */
    public static Outcome of(Grounds.Plan plan, Duration wait, Duration stretch)
            throws IOException, FleetFailed, InterruptedException {
        String program = "import time; time.sleep(%s)".formatted(wait.toMillis() / 1000.0);
        Consumer<String> progress = plan.progress();
        try (Grounds grounds = Grounds.open(plan, 1);
                Traffic traffic =
                        new Traffic(grounds.terrain(), plan.backend(), program, "scale", grounds.sightings())) {
            Calibration.Seen seen =
                    new Calibration(grounds, traffic, stretch, plan.slots(), progress).look((double) wait.toMillis());
            progress.accept("one executor: %.2f intents/s; alone %.0f ms".formatted(seen.full(), seen.aloneMillis()));
            List<Check> said = new ArrayList<>();
            for (int executors : EXECUTORS) {
                Forecast forecast = forecast(seen.costs(), plan.slots(), executors, traffic);
                progress.accept("the model says of %d: %.2f intents/s".formatted(executors, forecast.perSecond()));
                said.add(new Check(executors, forecast.perSecond(), 0));
            }
            List<Check> checks = new ArrayList<>();
            int there = 1;
            for (Check check : said) {
                for (; there < check.executors(); there++) {
                    grounds.join(there);
                }
                int callers = Calibration.callers(plan.slots() * there);
                // Who has just joined takes its share of the partitions meanwhile.
                traffic.closed(callers, stretch);
                double rate = Calibration.rate(Trip.ran(traffic.closed(callers, stretch)), stretch);
                progress.accept("measured with %d: %.2f intents/s".formatted(there, rate));
                checks.add(new Check(there, check.forecast(), rate));
            }
            return new Outcome(seen.costs(), plan.slots(), (double) wait.toMillis(), seen.full(), checks);
        }
    }

    private static Forecast forecast(Costs costs, int slots, int executors, Traffic traffic) {
        var shape = new Shape(
                executors,
                slots,
                Topic.ORDERS.partitions(),
                Runtime.getRuntime().availableProcessors(),
                1,
                true);
        return RoadModel.closed(costs, shape, traffic.placement(Calibration.callers(slots * executors)), MODEL_SECONDS);
    }
}
