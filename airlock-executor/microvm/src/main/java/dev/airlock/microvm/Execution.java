package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.ThreadKick;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.personality.ForeignCode;
import dev.airlock.microvm.personality.GuestProcess;
import dev.airlock.microvm.personality.LastWord;
import dev.airlock.microvm.personality.Personality;
import dev.airlock.microvm.personality.Stop;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A process on a machine, from one exit to the next. Used on the machine's thread. */
final class Execution {
    private final Machine machine;
    private final GuestProcess process;
    private final Monitor monitor;
    private final ThreadKick.Turn kick;
    private final long callsMax;
    private final LastWord lastWord;
    private final SortedMap<Integer, Long> unknownCalls = new TreeMap<>();
    private long calls;
    private long result;

    /** @param kick what gets the guest out of its own instructions */
    Execution(
            Machine machine,
            GuestProcess process,
            Monitor monitor,
            ThreadKick.Turn kick,
            long callsMax,
            LastWord lastWord) {
        this.kick = kick;
        this.machine = machine;
        this.process = process;
        this.monitor = monitor;
        this.callsMax = callsMax;
        this.lastWord = lastWord;
    }

    /** Runs until the guest ends or must end. */
    End toTheEnd() throws Errno {
        while (true) {
            Event event = machine.run();
            Optional<End> end = after(event);
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /** Runs until the guest asks for its payload, which is the call returned, or ends before that. */
    Booted toTheFirstRead() throws Errno {
        while (true) {
            Event event = machine.run();
            if (event instanceof Event.Call call && process.waitsForInput(call)) {
                return new Booted.Waits(call);
            }
            Optional<End> end = after(event);
            if (end.isPresent()) {
                return new Booted.Ended(end.get());
            }
        }
    }

    /** How a boot went. */
    sealed interface Booted {
        /** The guest waits for its payload in this call. */
        record Waits(Event.Call call) implements Booted {}

        /** The guest ended without asking. */
        record Ended(End end) implements Booted {}
    }

    private Optional<End> after(Event event) throws Errno {
        return switch (event) {
            case Event.Call call -> {
                Optional<End> end = answer(call);
                if (end.isEmpty()) {
                    end = lastWord.exitAfter(process, call, result).flatMap(this::answer);
                }
                if (end.isEmpty()) {
                    process.resume(call, result);
                    end = process.stop().map(Execution::endOf);
                }
                yield end;
            }
            case Event.Interrupted() -> {
                kick.take();
                yield process.clock().isOver() ? Optional.of(new End.DeadlineExceeded()) : afterInterrupt();
            }
            case Event.Fault(String text) -> Optional.of(new End.Faulted(End.Blame.GUEST, text));
            case Event.Illegal(String text) -> Optional.of(new End.Faulted(End.Blame.GUEST, "illegal exit: " + text));
        };
    }

    private Optional<End> afterInterrupt() {
        process.clock().calm();
        Optional<End> end = endOf(monitor.interrupted());
        if (end.isPresent()) {
            return end;
        }
        process.interrupted();
        return process.stop().map(Execution::endOf);
    }

    /** Judges a call and answers it into {@link #result}, or says why the guest must not go on. */
    Optional<End> answer(Event.Call call) {
        calls++;
        Judgement judgement;
        try {
            judgement = monitor.judge(callFor(call));
        } catch (RuntimeException e) {
            return Optional.of(new End.Faulted(End.Blame.MACHINE, "the monitor failed: " + e));
        }
        if (judgement instanceof Judgement.Kill(String offence)) {
            return Optional.of(new End.Killed(offence));
        }
        // Judged first: at a limit nobody gets a call past those who look.
        if (process.clock().isOver()) {
            return Optional.of(new End.DeadlineExceeded());
        }
        if (calls > callsMax) {
            return Optional.of(new End.CallsExceeded());
        }
        if (!Personality.knows(call.number())) {
            unknownCalls.merge(call.number(), 1L, Long::sum);
        }
        result = Personality.answer(process, call);
        return process.stop().map(Execution::endOf);
    }

    private SyscallCall callFor(Event.Call call) {
        boolean foreign = ForeignCode.asksFor(process, call);
        return new SyscallCall(
                call.number(), call.a0(), call.a1(), call.a2(), call.a3(), call.a4(), call.a5(), foreign);
    }

    private static Optional<End> endOf(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Allow() -> Optional.empty();
            case Judgement.Kill(String offence) -> Optional.of(new End.Killed(offence));
        };
    }

    private static End endOf(Stop stop) {
        return switch (stop) {
            case Stop.Exited(int code) -> new End.Exited(code);
            case Stop.OutputFull() -> new End.OutputExceeded();
        };
    }

    /** What the last call answered. */
    long result() {
        return result;
    }

    long calls() {
        return calls;
    }

    SortedMap<Integer, Long> unknownCalls() {
        return unknownCalls;
    }
}
