package dev.airlock.executor.sandbox;

import dev.airlock.executor.decide.PayloadScan;
import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.Trace;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks at a payload, runs nothing, and says so. */
public final class SimulationSandbox implements Sandbox {
    /** The boundary, as tokens and pulses say it. */
    public static final String ISOLATION = "none: simulation, nothing was run";

    private static final Bytes NOTICE = Bytes.of("simulation: nothing was run\n".getBytes(StandardCharsets.UTF_8));

    private static final Readiness READY =
            new Readiness.Ready(ISOLATION, "looks at payloads only; it isolates nothing because it runs nothing");

    @Override
    public SandboxKind kind() {
        return SandboxKind.SIMULATION;
    }

    @Override
    public Readiness readiness() {
        return READY;
    }

    @Override
    public Readiness probe() {
        return READY;
    }

    @Override
    public Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap) {
        tap.wrote(false, NOTICE.toArray());
        String text = new String(given.payload().toArray(), StandardCharsets.UTF_8);
        PayloadScan.Sighting seen = PayloadScan.look(plan.intent(), text);
        TreeMap<String, Long> counts = new TreeMap<>();
        seen.calls().forEach(call -> counts.merge(call, 1L, Long::sum));
        byte[] order = (String.join("\n", seen.calls()) + "\n").getBytes(StandardCharsets.UTF_8);
        return new Attempt.Ran(new Trace(
                new Site(SandboxKind.SIMULATION, ISOLATION, Optional.empty()),
                new Trace.End.Exited(0),
                NOTICE,
                Bytes.EMPTY,
                false,
                calls(plan, seen, counts, Hashes.sha256(order)),
                Duration.ZERO));
    }

    private static Calls calls(Plan plan, PayloadScan.Sighting seen, SortedMap<String, Long> counts, String sequence) {
        int total = seen.calls().size();
        return plan.mode() == Mode.AUDIT
                ? new Calls(total, counts, sequence, seen.dangerous(), Optional.of(seen.notAllowed()))
                : new Calls(total, counts, sequence, seen.violations());
    }

    @Override
    public void close() {}
}
