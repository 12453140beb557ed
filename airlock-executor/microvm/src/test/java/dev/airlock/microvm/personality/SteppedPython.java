package dev.airlock.microvm.personality;

import dev.airlock.image.Image;
import dev.airlock.microvm.elf.ElfRejected;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.Stub;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** This host's Python in a guest whose instructions a {@link Stepper} runs and whose calls the personality answers. */
public final class SteppedPython implements AutoCloseable {
    private static final long MEMORY = 128L << 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path stepper;
    private final Image image;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    /** What a run left. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier for one comparison
    public record Ran(int code, String fault, byte[] out, byte[] err, SortedMap<Integer, Long> calls, Tape tape) {}

    /** @param stepper what {@link Stepper#compile} made */
    public SteppedPython(Path stepper, Image image) {
        this.stepper = stepper;
        this.image = image;
    }

    /** Boots a guest, gives it its payload and runs it to its end. */
    public Ran run(byte[] payload) throws IOException, ElfRejected {
        return run(payload, Tape.fresh());
    }

    /** The same with a tape. */
    public Ran run(byte[] payload, Tape tape) throws IOException, ElfRejected {
        Path file = Files.createTempFile(Path.of("/dev/shm"), "airlock-stepped", ".mem");
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, MEMORY, arena);
            try (Stepper processor = new Stepper(stepper, file, MEMORY)) {
                return run(payload, memory, processor, tape);
            }
        } finally {
            Files.delete(file);
        }
    }

    private Ran run(byte[] payload, MemorySegment memory, Stepper processor, Tape tape)
            throws IOException, ElfRejected {
        AddressSpace space = Machine.furnish(memory, Stub.CPL3);
        LoadedProgram program = new ProgramLoader(image.root(), space, tape).load(image.command(), image.environment());
        Console console = new Console(payload, 8 << 20);
        GuestClock clock = GuestClock.starting(System.nanoTime() + NANOS, tape);
        GuestProcess process = new GuestProcess(image.root(), space, processor, program, console, clock);
        Future<?>[] armed = new Future<?>[1];
        process.alarmClock(nanos -> {
            if (armed[0] != null) {
                armed[0].cancel(false);
            }
            if (nanos != GuestProcess.NO_ALARM) {
                armed[0] = timer.schedule(processor::kick, nanos, TimeUnit.NANOSECONDS);
            }
        });
        Future<?> deadline = timer.schedule(processor::kick, NANOS, TimeUnit.NANOSECONDS);
        processor.start(program.entry(), program.stack());
        SortedMap<Integer, Long> calls = new TreeMap<>();
        String fault = "";
        while (process.stop().isEmpty() && fault.isEmpty()) {
            switch (processor.run()) {
                case Event.Call call -> {
                    calls.merge(call.number(), 1L, Long::sum);
                    long result = Personality.answer(process, call);
                    if (process.stop().isEmpty()) {
                        process.resume(call, result);
                    }
                }
                case Event.Interrupted() -> process.interrupted();
                case Event.Fault(String text) -> fault = text;
                case Event.Illegal(String text) -> fault = text;
            }
            fault = clock.isOver() ? "deadline" : fault;
        }
        deadline.cancel(false);
        int code = process.stop().orElse(null) instanceof Stop.Exited(int exit) ? exit : -1;
        return new Ran(code, fault, console.stdout(), console.stderr(), calls, tape);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
