package dev.airlock.microvm;

import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.personality.Console;
import dev.airlock.microvm.personality.Tape;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Collects what becomes a {@link RunTrace}; a run that fails half-way still leaves what it had. */
final class Outcome {
    final long start;
    final Console console;
    final Tape tape;
    End end = new End.Faulted(End.Blame.MACHINE, "never started");
    List<GuestFile> files = List.of();
    private long nanos;
    private long calls;
    private long peak;
    private SortedMap<Integer, Long> unknownCalls = Collections.emptySortedMap();

    Outcome(long start, Console console, Tape tape) {
        this.start = start;
        this.console = console;
        this.tape = tape;
    }

    void left(Execution execution, AddressSpace space) {
        nanos = System.nanoTime() - start;
        calls = execution.calls();
        unknownCalls = execution.unknownCalls();
        peak = space.peakBytes();
    }

    RunTrace faulted(String reason) {
        end = new End.Faulted(End.Blame.MACHINE, reason);
        return trace();
    }

    RunTrace trace() {
        return new RunTrace(
                end,
                console.stdout(),
                console.stderr(),
                Duration.ofNanos(nanos),
                calls,
                unknownCalls,
                peak,
                files,
                tape.recording(),
                tape.strayed());
    }
}
