package dev.airlock.microvm.personality;

import dev.airlock.image.RootFs;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMemory;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MachineFailure;
import java.util.Optional;

/** One guest process: everything Linux would keep for it. Used on the thread that runs its machine. */
public final class GuestProcess {
    private final RootFs root;
    private final AddressSpace space;
    private final Machine machine;
    private final Descriptors descriptors;
    private final SignalState signals;
    private final Console console;
    private final GuestClock clock;
    private final long stackBytes;
    private final long heapStart;
    private long heapEnd;
    private String workingDirectory = "/";
    private int umask = 022;
    private Optional<Stop> stop = Optional.empty();

    /** A process that has just been loaded. */
    public GuestProcess(
            RootFs root,
            AddressSpace space,
            Machine machine,
            LoadedProgram program,
            Console console,
            GuestClock clock) {
        this.root = root;
        this.space = space;
        this.machine = machine;
        this.descriptors = Descriptors.standard();
        this.signals = new SignalState();
        this.console = console;
        this.clock = clock;
        this.stackBytes = program.stackBytes();
        this.heapStart = program.heapStart();
        this.heapEnd = program.heapStart();
    }

    private GuestProcess(GuestProcess from, AddressSpace space, Machine machine, Console console, long deadlineNanos) {
        this.root = from.root;
        this.space = space;
        this.machine = machine;
        this.descriptors = from.descriptors.copy();
        this.signals = from.signals.copy();
        this.console = console;
        this.clock = from.clock.until(deadlineNanos);
        this.stackBytes = from.stackBytes;
        this.heapStart = from.heapStart;
        this.heapEnd = from.heapEnd;
        this.workingDirectory = from.workingDirectory;
        this.umask = from.umask;
    }

    /** The same process on another machine, with its own console and deadline; this one is only read. */
    public GuestProcess fork(AddressSpace copy, Machine other, Console otherConsole, long deadlineNanos) {
        return new GuestProcess(this, copy, other, otherConsole, deadlineNanos);
    }

    /** Whether this call is the guest asking for its payload: a read of descriptor 0. */
    public boolean waitsForInput(Event.Call call) {
        return call.number() == Numbers.READ
                && descriptors
                        .at((int) call.a0())
                        .filter(OpenFile.Input.class::isInstance)
                        .isPresent();
    }

    /** Why the guest must not go on, if it must not. */
    public Optional<Stop> stop() {
        return stop;
    }

    public AddressSpace space() {
        return space;
    }

    public Console console() {
        return console;
    }

    public GuestClock clock() {
        return clock;
    }

    void stop(Stop reason) {
        stop = Optional.of(reason);
    }

    RootFs root() {
        return root;
    }

    GuestMemory memory() {
        return space.memory();
    }

    Descriptors descriptors() {
        return descriptors;
    }

    SignalState signals() {
        return signals;
    }

    long stackBytes() {
        return stackBytes;
    }

    long heapStart() {
        return heapStart;
    }

    long heapEnd() {
        return heapEnd;
    }

    void heapEnd(long address) {
        heapEnd = address;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    void workingDirectory(String canonicalPath) {
        workingDirectory = canonicalPath;
    }

    /** Sets the mask and returns the one before. */
    int umask(int next) {
        int before = umask;
        umask = next;
        return before;
    }

    void fsBase(long address) {
        try {
            machine.fsBase(address);
        } catch (Errno e) {
            throw new MachineFailure(e);
        }
    }
}
