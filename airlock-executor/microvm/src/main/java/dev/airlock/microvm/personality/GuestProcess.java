package dev.airlock.microvm.personality;

import dev.airlock.image.RootFs;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.FileTree;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.OutputFiles;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMemory;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.VirtualCpu;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import dev.airlock.microvm.store.Unstorable;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One guest process: everything Linux would keep for it. Used on the thread that runs its machine. */
public final class GuestProcess {
    /** No timer of the guest's is set. */
    public static final long NO_ALARM = Countdown.NEVER;

    /** A warm-up takes a minute at most. */
    private static final long OLDEST_NANOS = 3_600_000_000_000L;

    private final AddressSpace space;
    private final VirtualCpu processor;
    private Console console;
    private GuestClock clock;
    private final FileTree files;
    private final Descriptors descriptors;
    private final SignalState signals;
    private final Alarms alarms;
    private final SharedMappings sharedMappings;
    private final Waiting waiting = new Waiting(this);
    private final long stackBytes;
    private final long heapStart;
    private long heapEnd;
    private long fsBase;
    private Folder workingFolder;
    private int umask = 022;
    private int interests;
    private LongConsumer alarm = _ -> {};
    private boolean alarmSet;
    private Optional<Registers> returned = Optional.empty();
    private Optional<Stop> stop = Optional.empty();

    /** A process that has just been loaded. */
    public GuestProcess(
            RootFs root,
            AddressSpace space,
            VirtualCpu processor,
            LoadedProgram program,
            Console console,
            GuestClock clock) {
        this.space = space;
        this.processor = processor;
        this.console = console;
        this.clock = clock;
        this.files = FileTree.over(root);
        this.descriptors = Descriptors.standard();
        this.signals = new SignalState();
        this.alarms = new Alarms();
        this.sharedMappings = new SharedMappings();
        this.stackBytes = program.stackBytes();
        this.heapStart = program.heapStart();
        this.heapEnd = program.heapStart();
        this.workingFolder = files.root();
    }

    private GuestProcess(GuestProcess from, AddressSpace space, VirtualCpu processor) {
        FileTree.Copy copy = from.files.copy();
        Copies copies = copy.copies();
        this.space = space;
        this.processor = processor;
        this.console = from.console;
        this.clock = from.clock;
        this.files = copy.tree();
        this.descriptors = from.descriptors.copy(copies);
        this.signals = from.signals.copy();
        this.alarms = from.alarms.copy();
        this.sharedMappings = from.sharedMappings.copy(copies);
        this.stackBytes = from.stackBytes;
        this.heapStart = from.heapStart;
        this.heapEnd = from.heapEnd;
        this.fsBase = from.fsBase;
        this.workingFolder = copies.of(from.workingFolder);
        this.umask = from.umask;
        this.interests = from.interests;
        copies.finish();
    }

    private GuestProcess(RootFs root, AddressSpace space, StateReader from) throws BadState {
        this.space = space;
        this.processor = StandingCpu.INSTANCE;
        this.console = new Console(new byte[0], 0);
        this.clock = GuestClock.aged(from.number("the clock", 0, OLDEST_NANOS));
        this.files = FileTree.over(root);
        this.descriptors = Descriptors.read(files, from);
        this.signals = SignalState.read(from);
        this.alarms = Alarms.read(from);
        this.sharedMappings = new SharedMappings();
        this.stackBytes = from.number("the stack", 0, space.bytes());
        this.heapStart = from.number("the heap's start", 0, space.bytes());
        this.heapEnd = from.number("the heap's end", heapStart, space.bytes());
        this.fsBase = from.number("FS.base");
        this.workingFolder = folder(from.text("the working folder", StoredChannel.PATH_BYTES));
        this.umask = from.whole("the mask of permissions", 0, 0777);
    }

    private Folder folder(String path) throws BadState {
        if (files.find(files.root(), path, true) instanceof Landing.At at && at.inode() instanceof Folder folder) {
            return folder;
        }
        throw new BadState("the working folder is not there");
    }

    /**
     * Writes all that Linux would keep for the process but its memory and registers.
     *
     * @throws Unstorable if it has something that the format has no words for: files in memory, pipes, shared mappings, descriptors to wait with
     */
    public void write(StateWriter into) throws Unstorable {
        if (!files.isUntouched()) {
            throw new Unstorable("files in memory");
        }
        if (!sharedMappings.isEmpty() || interests != 0) {
            throw new Unstorable("shared mappings or an epoll instance");
        }
        into.number(clock.monotonicNanos());
        descriptors.write(files, into);
        signals.write(into);
        alarms.write(into);
        into.number(stackBytes);
        into.number(heapStart);
        into.number(heapEnd);
        into.number(fsBase);
        into.text(workingFolder.path().orElseThrow(() -> new Unstorable("a working folder that is gone")));
        into.number(umask);
    }

    /**
     * The process that {@link #write} wrote, standing still: it is only there to be {@link #fork forked}.
     *
     * @param space what it has mapped
     * @throws BadState if no guest's process can be like that
     */
    public static GuestProcess read(RootFs root, AddressSpace space, StateReader from) throws BadState {
        return new GuestProcess(root, space, from);
    }

    /** The same process on another machine; this one is only read. Before it goes on, it {@link #begin begins}. */
    public GuestProcess fork(AddressSpace copy, VirtualCpu other) {
        return new GuestProcess(this, copy, other);
    }

    /** Gives a fork a console, a deadline and a tape of its own. Once, on the thread that it runs on. */
    public void begin(Console own, long deadlineNanos, Tape tape) {
        console = own;
        clock = clock.until(deadlineNanos, tape);
    }

    /**
     * Lets the guest read its clocks by itself, once it has begun.
     *
     * @param tscKhz of its machine, 1 and more; of no account while its tape is played
     */
    public void readClocksByItself(int tscKhz) {
        clock.shareBy(space.clock(), tscKhz);
    }

    /**
     * It goes on from where it was frozen, and is told the time with what it waited for, if it reads clocks by itself.
     *
     * @return whether its counter is to be taken as it goes on
     */
    public boolean tellTime() {
        return clock.tell();
    }

    /** What the guest may keep in files in memory from now on. */
    public void limitTemporaryFiles(long bytes) {
        files.limit(bytes);
    }

    /** Gives one run its files below /in, and an empty /out; in place of what was given before. */
    public void hand(List<GuestFile> inputs) {
        files.hand(inputs);
    }

    /** What the guest left in /out, once it has ended by itself. */
    public OutputFiles.Taken take(List<String> names, long bytesMax) {
        return files.take(names, bytesMax, file -> sharedMappings.toFile(this, file, 0, file.bytes()));
    }

    /** @param kickIn gets the guest out of a loop after so many nanoseconds, so that {@link #interrupted} is called */
    public void alarmClock(LongConsumer kickIn) {
        alarm = kickIn;
        armAlarm();
    }

    /** Whether this call is the guest asking for its payload: a read of descriptor 0. */
    public boolean waitsForInput(Event.Call call) {
        return call.number() == Numbers.READ
                && descriptors
                        .at((int) call.a0())
                        .filter(file -> file.channel instanceof ConsoleInput)
                        .isPresent();
    }

    /** Gives the guest the answer to a call, and the signals that are due: it may go on, or {@link #stop} says why not. */
    public void resume(Event.Call call, long result) {
        guarded(() -> Delivery.afterCall(this, call, result));
        armAlarm();
    }

    /** The guest was kicked out of its own instructions: timers may have run out. */
    public void interrupted() {
        guarded(() -> Delivery.between(this));
        armAlarm();
    }

    private interface Step {
        void run() throws Errno;
    }

    private static void guarded(Step step) {
        try {
            step.run();
        } catch (Errno e) {
            throw new MachineFailure(e);
        }
    }

    private void armAlarm() {
        long until = alarms.untilNext(clock, signals);
        boolean set = until != NO_ALARM;
        if (set) {
            tape().timerSet();
        }
        if (set || alarmSet) {
            alarm.accept(until);
        }
        alarmSet = set;
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

    Tape tape() {
        return clock.tape();
    }

    /** Bytes that the guest's files in memory take now. */
    public long temporaryBytes() {
        return files.space().used();
    }

    void stop(Stop reason) {
        stop = Optional.of(reason);
    }

    /** The call under way was the return from a handler: these are the registers to go on with. */
    void returns(Registers registers) {
        returned = Optional.of(registers);
    }

    /** What {@link #returns} was told, once. */
    Optional<Registers> returned() {
        Optional<Registers> last = returned;
        returned = Optional.empty();
        return last;
    }

    VirtualCpu processor() {
        return processor;
    }

    FileTree files() {
        return files;
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

    Alarms alarms() {
        return alarms;
    }

    SharedMappings sharedMappings() {
        return sharedMappings;
    }

    Waiting waiting() {
        return waiting;
    }

    long wallNanos() {
        return clock.wallNanos();
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

    Folder workingFolder() {
        return workingFolder;
    }

    void workingFolder(Folder folder) {
        workingFolder = folder;
    }

    /** Permissions for a new file: what is asked for, less the mask. */
    int masked(int permissions) {
        return permissions & ~umask;
    }

    /** Sets the mask and returns the one before. */
    int umask(int next) {
        int before = umask;
        umask = next;
        return before;
    }

    /** Interests of all epoll instances together. */
    int interests() {
        return interests;
    }

    void interestsBy(int difference) {
        interests += difference;
    }

    long fsBase() {
        return fsBase;
    }

    void fsBase(long address) {
        fsBase = address;
        guarded(() -> processor.fsBase(address));
    }
}
