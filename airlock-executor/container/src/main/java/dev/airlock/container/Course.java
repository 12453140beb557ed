package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.personality.Recording;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One run, from its payload to its end. For the container's thread, once. */
final class Course {
    private static final int CALLS = 0;
    private static final int PROGRAM = 1;
    private static final int PAYLOAD = 2;
    private static final int OUT = 3;
    private static final int ERR = 4;
    private static final int WAKE = 5;

    private static final int END_MILLIS = 5_000;
    /** Of each output between two looks at the deadline, at a call and at who calls the run off. */
    private static final int READS_MAX = 16;

    private static final int SIGNALS_FROM = 128;
    private static final int SIGKILL = 9;
    private static final int SIGSYS = 31;

    /** What the kernel ends a program for without asking. */
    private static final String ELSEWHERE = "a system call of another architecture (int 0x80, x32)";

    /** The same where calls are asked about by their names: runc's library may know fewer than the kernel. */
    private static final String NAMELESS =
            "a system call of another architecture (int 0x80, x32), or one that its runtime has no name for";

    /** A host's kernel answers a container by itself, so nobody could tell it the same again. */
    private static final Recording NONE =
            new Recording(new byte[Recording.SEED_BYTES], new byte[0], false, false, false, false);

    private final ContainerSpec spec;
    private final Parts parts;
    private final Seen seen;
    private final Limits limits;
    private final Monitor monitor;
    private final Spoken spoken;
    private final SortedMap<Integer, Long> refused = new TreeMap<>();
    private RunInput input;
    private byte[] payload;
    private int handed;
    private long deadline;
    private long calls;
    private long peakBytes;
    private List<GuestFile> files = List.of();

    Course(ContainerSpec spec, Parts parts, Seen seen, Limits limits, Monitor monitor) {
        this.spec = spec;
        this.parts = parts;
        this.seen = seen;
        this.limits = limits;
        this.monitor = monitor;
        this.spoken = new Spoken(limits.outputBytes(), monitor);
    }

    RunTrace run(RunInput given) {
        long start = System.nanoTime();
        input = given;
        payload = given.payload();
        deadline = start + limits.deadline().toNanos();
        End end;
        try {
            end = given.played().isPresent() ? machine("a container cannot live through a recording") : runToTheEnd();
        } catch (Errno | IOException e) {
            end = machine("the container failed: " + e.getMessage());
        } catch (RuntimeException e) {
            // A program found something that we check too little: its run ends, the executor goes on.
            end = machine("an answer failed: " + e);
        }
        end = ended(end);
        return new RunTrace(
                end,
                spoken.out(),
                spoken.err(),
                Duration.ofNanos(System.nanoTime() - start),
                calls,
                refused,
                peakBytes,
                end instanceof End.Exited ? files : List.of(),
                NONE,
                Optional.empty());
    }

    private static End machine(String reason) {
        return new End.Faulted(End.Blame.MACHINE, reason);
    }

    private static End guest(String reason) {
        return new End.Faulted(End.Blame.GUEST, reason);
    }

    /** However a run ends, its program does not go on; what it wrote by then is kept. */
    private End ended(End end) {
        try {
            end(parts);
            hear(Integer.MAX_VALUE);
            return end instanceof End.Exited && spoken.tooMuch() ? new End.OutputExceeded() : end;
        } catch (Errno e) {
            return machine("a program could not be ended: " + e.getMessage());
        } catch (RuntimeException e) {
            // Its last words were not taken. It has ended, and for what it was ended stays so.
            return end instanceof End.Exited ? machine("an answer failed: " + e) : end;
        }
    }

    /** Ends the program, and waits until it has ended. It never gets an answer to the call that it is in. */
    static void end(Parts parts) throws Errno {
        parts.init.kill();
        for (int place = 0; place < ParkedContainer.PLACES; place++) {
            parts.poll.leave(place);
        }
        parts.poll.read(PROGRAM, parts.init);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        while (!parts.poll.await(END_MILLIS)) {
            if (System.nanoTime() > until) {
                throw new Errno("pidfd_send_signal: SIGKILL has no effect", Errno.EBUSY);
            }
        }
    }

    private End runToTheEnd() throws Errno, IOException {
        new InFolder(parts.bundle.resolve("in"), new ProcView(parts.hostProcess).inside("/in")).lay(input.files());
        forgetWarmUp();
        monitor.begins(parts.channels::rouse);
        parts.poll.read(CALLS, parts.listener);
        parts.poll.read(PROGRAM, parts.init);
        parts.poll.write(PAYLOAD, parts.channels.in);
        parts.poll.read(OUT, parts.channels.out);
        parts.poll.read(ERR, parts.channels.err);
        parts.poll.read(WAKE, parts.channels.wake.reads());
        give();
        Optional<End> end = answer();
        while (end.isEmpty()) {
            end = step();
        }
        return end.get();
    }

    private Optional<End> step() throws Errno, IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return Optional.of(unlessKilled(new End.DeadlineExceeded()));
        }
        parts.poll.await((int) Math.min(END_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
        if (parts.poll.ready(WAKE)) {
            var _ = parts.channels.wake.reads().read();
            if (monitor.interrupted() instanceof Judgement.Kill(String offence)) {
                return Optional.of(unlessKilled(new End.Killed(offence)));
            }
        }
        if (parts.poll.ready(PAYLOAD) || parts.poll.over(PAYLOAD)) {
            give();
        }
        hear(READS_MAX);
        if (spoken.tooMuch()) {
            return Optional.of(unlessKilled(new End.OutputExceeded()));
        }
        if (parts.poll.ready(CALLS)) {
            return parts.listener.receive(parts.call) ? answer() : Optional.empty();
        }
        return parts.poll.ready(PROGRAM) ? Optional.of(gone()) : Optional.empty();
    }

    /** At a limit, or called off: a call that waits already and must not be done counts before it, or nobody would hear of it. */
    private End unlessKilled(End end) throws Errno {
        parts.poll.await(0);
        if (parts.poll.ready(CALLS)
                && parts.listener.receive(parts.call)
                && parts.call.architecture() == Seen.X86_64
                && parts.call.thread() == parts.hostProcess) {
            calls++;
            if (monitor.judge(seen.call(parts.call)) instanceof Judgement.Kill(String offence)) {
                return new End.Killed(offence);
            }
        }
        return end;
    }

    /** Judges the call that is seen, and answers it unless the program must not go on. */
    private Optional<End> answer() throws Errno, IOException {
        calls++;
        if (parts.call.architecture() != Seen.X86_64 || parts.call.thread() != parts.hostProcess) {
            return Optional.of(guest("a call that is none of the program's"));
        }
        SyscallCall call = seen.call(parts.call);
        if (monitor.judge(call) instanceof Judgement.Kill(String offence)) {
            return Optional.of(new End.Killed(offence));
        }
        // Judged first: whoever has used up its calls does not get one past those who look.
        if (calls > limits.callsMax()) {
            return Optional.of(new End.CallsExceeded());
        }
        if (Seen.ends(call.number())) {
            return exits((int) call.a0() & 0xFF);
        }
        // Listed calls alone reach the kernel, whatever the monitor lets pass: it may be there to write down, and no
        // more.
        boolean listed = spec.calls().has(call.number()) && !call.foreignCode() && !Seen.replaces(call.number());
        boolean done = listed && parts.answer(call);
        if (!done) {
            refused.merge(call.number(), 1L, Long::sum);
        }
        if (!listed) {
            var _ = parts.listener.fail(parts.call, Errno.ENOSYS);
        }
        return Optional.empty();
    }

    /**
     * Its last call is never done: while the program waits in it, its files are taken, and then it is ended. A signal can take a call back at any
     * moment, with another program of that number afterwards; so what was taken counts only if it waited all the time, and else it goes on.
     */
    private Optional<End> exits(int code) throws Errno, IOException {
        ProcView process = new ProcView(parts.hostProcess);
        long peak = process.peakBytes();
        List<GuestFile> taken = List.of();
        if (!input.wanted().isEmpty()) {
            OutFolder out = new OutFolder(process.inside("/out"), () -> parts.listener.waits(parts.call));
            switch (out.take(input.wanted(), input.wantedBytes())) {
                case OutFolder.Taken.Files(List<GuestFile> found) -> taken = found;
                case OutFolder.Taken.TooMuch(String what) -> {
                    return Optional.of(new End.FilesExceeded(what));
                }
                case OutFolder.Taken.Gone() -> {
                    return Optional.empty();
                }
            }
        }
        if (!parts.listener.waits(parts.call)) {
            return Optional.empty();
        }
        peakBytes = peak;
        files = taken;
        return Optional.of(new End.Exited(code));
    }

    /** The program is gone without its last call: by a signal, which its runtime tells, or the kernel. */
    private End gone() {
        OptionalInt said;
        try {
            said = parts.code();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return machine("interrupted");
        }
        if (said.isEmpty()) {
            return machine("the program is gone, and nobody says how");
        }
        int code = said.getAsInt();
        return switch (code - SIGNALS_FROM) {
            case SIGSYS -> new End.Killed(parts.keeper == null ? ELSEWHERE : NAMELESS);
            case SIGKILL ->
                parts.memoryWasFull(spec.groupBytes())
                        ? new End.MemoryExceeded()
                        : guest("somebody on the host ended it, and its memory was not used up");
            default -> code > SIGNALS_FROM ? new End.Exited(code) : machine("the runtime ended with " + code);
        };
    }

    /** Gives as much of the payload as there is room for; its end when all was given, or when nobody can read it any more. */
    private void give() throws Errno {
        boolean whole = handed == payload.length;
        try {
            while (!whole) {
                int wrote = parts.channels.in.write(payload, handed);
                if (wrote == 0) {
                    return;
                }
                handed += wrote;
                whole = handed == payload.length;
            }
        } catch (Errno e) {
            if (!e.call().equals("write pipe")) {
                throw e;
            }
        }
        parts.poll.leave(PAYLOAD);
        parts.channels.in.close();
    }

    private void hear(int readsMax) throws Errno {
        spoken.hear(parts.channels.out, false, readsMax);
        spoken.hear(parts.channels.err, true, readsMax);
        if (parts.poll.over(OUT)) {
            parts.poll.leave(OUT);
        }
        if (parts.poll.over(ERR)) {
            parts.poll.leave(ERR);
        }
    }

    /** What a program wrote before it had a payload is no run's. */
    private void forgetWarmUp() throws Errno {
        Spoken before = new Spoken(Integer.MAX_VALUE, _ -> new Judgement.Allow());
        before.hear(parts.channels.out, false, Integer.MAX_VALUE);
        before.hear(parts.channels.err, true, Integer.MAX_VALUE);
    }
}
