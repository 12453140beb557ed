package dev.airlock.bench;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.cedar.EngineMissing;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.authorisation.shell.EngineStart;
import dev.airlock.authorisation.shell.Memo;
import dev.airlock.authorisation.wire.AskFields;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What it costs to decide: the posture and the route; who may do what, remembered and asked of the engine; the rules over a kibibyte; and all
 * of it from a signed intent to a signed order, against one bare verification and one bare signature of the same bytes.
 */
final class DecideBenchmark implements Benchmark {
    private static final String UNIT = "us";
    private static final String REMEMBERED = "authorisation, remembered";
    private static final String COLD = "authorisation, asked of Cedar";
    private static final String PRECHECK = "posture and route";
    private static final String SCREEN = "screening of 1 KiB, all rules";
    private static final String WHOLE = "signed intent to signed order";
    private static final String SLOWEST = "  the slowest of a hundred";
    private static final String FLOOR = "one verification and one signature";
    private static final String OPEN = "  of it: the intent's signature";
    private static final String DECIDE = "  of it: posture, policies, limits";
    private static final String SEAL = "  of it: the order's signature";
    /** A remembered answer takes less than a clock can tell; so many are measured at once. */
    private static final int AT_ONCE = 1_000;

    private static final int DIFFERENT = 64;
    /** What the machine takes from one of a hundred, a collection or another process, it takes from the floor beside it as well. */
    private static final double SLOWEST_RATIO = 2;

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public String about() {
        return "posture, route, rules and authorisation of an intent, and the whole decision against bare Ed25519";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        CedarSet set = set();
        List<Ask> asks = asks();
        // As in a gateway, a question is equal to one of before, and not the same.
        List<Ask> again = asks();
        var memo = new Memo(set);
        asks.forEach(memo::on);
        int warmUp = measurement.effort().of(200, 20);
        measurement.say("warming up with " + warmUp * DIFFERENT + " questions");
        for (int i = 0; i < warmUp; i++) {
            for (Ask ask : asks) {
                require(set.on(ask));
                remembered(memo, again);
            }
        }
        int rounds = measurement.effort().of(200, 10);
        measurement.say("measuring " + rounds * DIFFERENT + " questions");
        for (int i = 0; i < rounds; i++) {
            for (Ask ask : asks) {
                long start = System.nanoTime();
                Authorisation answer = set.on(ask);
                measurement.add(COLD, UNIT, (System.nanoTime() - start) / 1e3);
                require(answer);
                measurement.add(REMEMBERED, UNIT, remembered(memo, again));
            }
        }
        List<Row> rows = new ArrayList<>(path(measurement, new DecisionPath(memo)));
        rows.addAll(List.of(
                Row.time(REMEMBERED, UNIT, measurement.samples(REMEMBERED)).limited(Limit.atMost(Quantile.P50, 1)),
                Row.time(COLD, UNIT, measurement.samples(COLD))));
        return List.copyOf(rows);
    }

    private static List<Row> path(Measurement measurement, DecisionPath path) throws BenchFailed, IOException {
        int warmUp = measurement.effort().of(20_000, 2_000);
        measurement.say("warming up with " + warmUp + " decisions");
        for (int i = 0; i < warmUp; i++) {
            path.once(i);
        }
        for (int i = 0; i < warmUp / 100; i++) {
            path.precheck();
        }
        int count = measurement.effort().of(10_000, 500);
        measurement.say("measuring " + count + " decisions");
        for (int i = 0; i < count; i++) {
            DecisionPath.Costs costs = path.once(i);
            measurement.add(WHOLE, UNIT, costs.whole() / 1e3);
            measurement.add(FLOOR, UNIT, costs.floor() / 1e3);
            measurement.add(OPEN, UNIT, costs.open() / 1e3);
            measurement.add(SCREEN, UNIT, costs.screen() / 1e3);
            measurement.add(DECIDE, UNIT, costs.decide() / 1e3);
            measurement.add(SEAL, UNIT, costs.seal() / 1e3);
            measurement.add(PRECHECK, UNIT, path.precheck());
        }
        double floor = measurement.samples(FLOOR).percentile(50);
        double slowFloor = measurement.samples(FLOOR).percentile(99);
        return List.of(
                Row.time(PRECHECK, UNIT, measurement.samples(PRECHECK)).limited(Limit.atMost(Quantile.P50, 1)),
                Row.time(SCREEN, UNIT, measurement.samples(SCREEN)).limited(Limit.atMost(Quantile.P50, 40)),
                Row.time(WHOLE, UNIT, measurement.samples(WHOLE))
                        .over(floor)
                        .limited(Limit.atMost(Quantile.P50, 1.5 * floor)),
                Row.time(SLOWEST, UNIT, measurement.samples(WHOLE))
                        .over(slowFloor)
                        .limited(Limit.atMost(Quantile.P99, SLOWEST_RATIO * slowFloor)),
                Row.time(OPEN, UNIT, measurement.samples(OPEN)),
                Row.time(DECIDE, UNIT, measurement.samples(DECIDE)),
                Row.time(SEAL, UNIT, measurement.samples(SEAL)));
    }

    private static CedarSet set() throws BenchFailed, InterruptedException {
        try {
            return switch (EngineStart.ofThisProcess().engine().compile(Distribution.policies())) {
                case Compiled.Good(CedarSet good) -> good;
                case Compiled.Faulty faulty ->
                    throw new BenchFailed(
                            "the release's own policies do not pass: "
                                    + faulty.faults().getFirst(),
                            "");
            };
        } catch (EngineMissing e) {
            throw new BenchFailed(e.getMessage(), "start airlock by its launcher", e);
        }
    }

    private static List<Ask> asks() {
        return IntStream.range(0, DIFFERENT)
                .mapToObj(number -> AskFields.read(Map.of(
                        "intent",
                        "code:execute",
                        "principal",
                        "caller-" + number,
                        "origin",
                        number % 2 == 0 ? "local" : "external_ai",
                        "trust",
                        "60")))
                .toList();
    }

    /** Microseconds of one remembered answer, of many asked in a row. */
    private static double remembered(Memo memo, List<Ask> asks) throws BenchFailed {
        Authorisation last = memo.on(asks.getFirst());
        long start = System.nanoTime();
        for (int i = 0; i < AT_ONCE; i++) {
            last = memo.on(asks.get(i % DIFFERENT));
        }
        double each = (System.nanoTime() - start) / 1e3 / AT_ONCE;
        require(last);
        return each;
    }

    private static void require(Authorisation answer) throws BenchFailed {
        if (answer instanceof Authorisation.Denied denied) {
            throw new BenchFailed("a question that is always allowed was denied: " + denied.reason(), "");
        }
    }
}
