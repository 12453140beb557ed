package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerSpec;
import dev.airlock.container.Containers;
import dev.airlock.container.ParkedContainer;
import dev.airlock.container.PlainStarts;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.sandbox.ContainerSandbox;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.SyscallWatch;
import dev.airlock.image.Image;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows about single containers. Whatever is compared is measured in turns. */
final class ContainerRows {
    static final String COLD = "plain crun run to first byte";
    static final String WAKE = "wake to first byte";
    static final String PARK = "start to parked";
    static final String HYBRID = "short run, unlisted calls seen";
    static final String AUDIT = "short run, every call seen";
    static final String HANDLER = "handler, unlisted calls seen";
    static final String HANDLER_AUDIT = "handler, every call seen";
    static final String GUEST = "microVM, short run to finding";
    static final String GUEST_HANDLER = "microVM, handler to finding";
    static final String DEATH_OF_CALL = "violation to death, from the call";
    static final String DEATH_OF_NOTICE = "violation to death, from the notice";
    private static final String UNIT = "ms";
    private static final double WAKE_SHARE = 0.05;
    private static final double GUEST_SHARE = 0.2;
    private static final int GUEST_RUNS = 5;
    private static final double AUDIT_RATIO = 1.5;
    private static final double DEATH_MILLIS = 10;
    private static final int TOLD_EVERY = 50;
    private static final int WARM_UP_ROUNDS_MAX = 10;
    /** The number of a round that is not counted. */
    private static final int BEFORE = -1;

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), 1 << 16, 1_000_000);
    private static final byte[] SHORT = bytes("print('x', flush=True)");
    private static final byte[] IMPORTS = bytes("""
            import json, re, math
            print(json.dumps([re.findall(r'[0-9]+', 'a1b22'), math.sqrt(2)]), flush=True)
            """);

    /** The clock of the program is the host's CLOCK_MONOTONIC, as that of {@link System#nanoTime()} is. It looks before it writes. */
    private static final byte[] VIOLATION = bytes("""
            import socket, sys, time
            sys.stdout.write(str(time.monotonic_ns()))
            sys.stdout.flush()
            socket.socket()
            """);

    private final Measurement measurement;
    private final Containers containers;
    private final Image image;
    private final Optional<GuestPayload> guest;
    private final SyscallPolicy policy;
    private final ContainerSpec hybrid;
    private final ContainerSpec everyCall;

    /** @param guest runs the same payload beside, where there is KVM */
    ContainerRows(Measurement measurement, Containers containers, Image image, Optional<GuestPayload> guest)
            throws BenchFailed {
        this.guest = guest;
        this.measurement = measurement;
        this.containers = containers;
        this.image = image;
        this.policy = SyscallPolicies.load(List.of("code-execute"))
                .policy("code-execute", "python")
                .orElseThrow(() -> new BenchFailed("no system calls are reviewed for python", ""));
        this.hybrid = ContainerSandbox.spec(image, SizeClass.MIB_64, policy, false);
        this.everyCall = ContainerSandbox.spec(image, SizeClass.MIB_64, policy, true);
    }

    List<Row> measure() throws BenchFailed, ContainerFailed, IOException, InterruptedException {
        int count = measurement.effort().of(200, 10);
        warmUp();
        measurement.say("measuring " + count + " rounds of a plain start, a wake, runs and a violation");
        try (PlainStarts plain = containers.plain(image.root(), hybrid, SHORT)) {
            for (int i = 0; i < count; i++) {
                keep(COLD, plain.firstByte().toNanos(), i);
                runs(i);
                violation(i);
                beside(i);
                if (i > 0 && i % TOLD_EVERY == 0) {
                    measurement.say(i + " of " + count + " rounds done");
                }
            }
        }
        return rows();
    }

    /** Both sides of what is compared, until the compilers are calm with both. */
    private void warmUp() throws BenchFailed, ContainerFailed, IOException, InterruptedException {
        int rounds = measurement.effort().of(20, 5);
        int runs = measurement.effort().of(3_000, 100);
        try (PlainStarts plain = containers.plain(image.root(), hybrid, SHORT)) {
            Compilers.own()
                    .calm(
                            measurement,
                            rounds + " rounds and " + runs + " runs of each in the microVM",
                            WARM_UP_ROUNDS_MAX,
                            () -> {
                                for (int i = 0; i < rounds; i++) {
                                    keep(COLD, plain.firstByte().toNanos(), BEFORE);
                                    runs(BEFORE);
                                    violation(BEFORE);
                                }
                                if (guest.isPresent()) {
                                    guest.get().warmUp(runs, IMPORTS);
                                    guest.get().warmUp(runs, SHORT);
                                }
                            });
        }
    }

    /** Notes when a program is first heard, and when the last of its calls was asked about. */
    private static final class Stopwatch implements Monitor {
        private final Monitor judge;
        private long heard;
        private long asked;

        Stopwatch(Monitor judge) {
            this.judge = judge;
        }

        @Override
        public Judgement judge(SyscallCall call) {
            asked = System.nanoTime();
            return judge.judge(call);
        }

        @Override
        public void wrote(boolean error, byte[] bytes) {
            heard = heard == 0 ? System.nanoTime() : heard;
        }
    }

    /** A container and its one run. */
    private record Done(RunTrace trace, Stopwatch watch, long startNanos, long endNanos, long parkNanos) {}

    private Done run(ContainerSpec spec, byte[] payload) throws ContainerFailed {
        long before = System.nanoTime();
        try (ParkedContainer parked = containers.park(image.root(), spec)) {
            Stopwatch watch = new Stopwatch(new SyscallWatch(policy, Wish.INTENT, new Cutoff()));
            long start = System.nanoTime();
            RunTrace trace = parked.run(RunInput.of(payload), LIMITS, watch);
            return new Done(trace, watch, start, System.nanoTime(), start - before);
        }
    }

    private void runs(int round) throws BenchFailed, ContainerFailed, IOException {
        Done seen = ran(hybrid, SHORT);
        keep(PARK, seen.parkNanos, round);
        keep(WAKE, seen.watch.heard - seen.startNanos, round);
        keep(HYBRID, seen.endNanos - seen.startNanos, round);
        Done all = ran(everyCall, SHORT);
        keep(AUDIT, all.endNanos - all.startNanos, round);
        Done handler = ran(hybrid, IMPORTS);
        keep(HANDLER, handler.endNanos - handler.startNanos, round);
        Done watched = ran(everyCall, IMPORTS);
        keep(HANDLER_AUDIT, watched.endNanos - watched.startNanos, round);
    }

    private void beside(int round) throws BenchFailed, IOException {
        if (guest.isPresent()) {
            for (int i = 0; i < GUEST_RUNS; i++) {
                keep(GUEST, guest.get().nanos(SHORT), round);
                keep(GUEST_HANDLER, guest.get().nanos(IMPORTS), round);
            }
        }
    }

    private Done ran(ContainerSpec spec, byte[] payload) throws BenchFailed, ContainerFailed {
        Done done = run(spec, payload);
        if (!done.trace.end().equals(new End.Exited(0)) || done.watch.heard == 0) {
            throw failed(done);
        }
        return done;
    }

    private void violation(int round) throws BenchFailed, ContainerFailed, IOException {
        Done done = run(hybrid, VIOLATION);
        if (!(done.trace.end() instanceof End.Killed(String offence)) || !offence.startsWith("sys_socket")) {
            throw failed(done);
        }
        long called = Long.parseLong(new String(done.trace.stdout(), StandardCharsets.US_ASCII));
        keep(DEATH_OF_CALL, done.endNanos - called, round);
        keep(DEATH_OF_NOTICE, done.endNanos - done.watch.asked, round);
    }

    private static BenchFailed failed(Done done) {
        String said = new String(done.trace.stderr(), StandardCharsets.UTF_8);
        return new BenchFailed("a program ended with " + done.trace.end() + ": " + said, "airlock doctor");
    }

    private void keep(String series, long nanos, int round) throws IOException {
        if (round >= 0) {
            measurement.add(series, UNIT, nanos / 1e6);
        }
    }

    private List<Row> rows() {
        double cold = row(COLD).p50();
        double hybridRun = row(HYBRID).p50();
        List<Row> rows = new ArrayList<>(List.of(
                row(WAKE).over(cold).limited(Limit.atMost(Quantile.P50, WAKE_SHARE * cold)),
                row(AUDIT).over(hybridRun).limited(Limit.atMost(Quantile.P50, AUDIT_RATIO * hybridRun)),
                row(HYBRID),
                row(HANDLER_AUDIT).over(row(HANDLER).p50()),
                row(HANDLER),
                row(DEATH_OF_CALL).limited(Limit.atMost(Quantile.P99, DEATH_MILLIS)),
                row(DEATH_OF_NOTICE).limited(Limit.atMost(Quantile.P99, DEATH_MILLIS)),
                row(PARK).over(cold),
                row(COLD)));
        if (guest.isPresent()) {
            rows.add(beside(GUEST, HYBRID));
            rows.add(beside(GUEST_HANDLER, HANDLER));
        }
        return rows;
    }

    /** From the lease of a parked guest to what is found, beside a parked container from the payload to its exit. */
    private Row beside(String guests, String containers) {
        double warm = row(containers).p50();
        return row(guests).over(warm).limited(Limit.atMost(Quantile.P50, GUEST_SHARE * warm));
    }

    private Row row(String series) {
        return Row.time(series, UNIT, measurement.samples(series));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
