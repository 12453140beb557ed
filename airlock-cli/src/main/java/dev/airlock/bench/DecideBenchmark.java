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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What it costs to decide: who may do what, remembered and asked of the engine. */
final class DecideBenchmark implements Benchmark {
    private static final String UNIT = "us";
    private static final String REMEMBERED = "authorisation, remembered";
    private static final String COLD = "authorisation, asked of Cedar";
    /** A remembered answer takes less than a clock can tell; so many are measured at once. */
    private static final int AT_ONCE = 1_000;

    private static final int DIFFERENT = 64;

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public String about() {
        return "authorising an intent under the release's policies, remembered and cold";
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
        return List.of(
                Row.time(REMEMBERED, UNIT, measurement.samples(REMEMBERED)).limited(Limit.atMost(Quantile.P50, 1)),
                Row.time(COLD, UNIT, measurement.samples(COLD)));
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
