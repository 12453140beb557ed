package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.FileTree;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import dev.airlock.microvm.store.Unstorable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guest's descriptor table. The numbers are the guest's own; none stands for a descriptor of the host. */
final class Descriptors {
    /** RLIMIT_NOFILE. */
    static final int MOST = 256;

    private final Description[] files = new Description[MOST];
    private final boolean[] closeOnExec = new boolean[MOST];

    /** With input and outputs on 0, 1 and 2. */
    static Descriptors standard() {
        Descriptors descriptors = new Descriptors();
        descriptors.put(0, new Description(new ConsoleInput(), 0), false);
        descriptors.put(1, new Description(new ConsoleOutput(false), Description.O_WRONLY), false);
        descriptors.put(2, new Description(new ConsoleOutput(true), Description.O_WRONLY), false);
        return descriptors;
    }

    /** The same table for another process; descriptions that were shared are shared there too. */
    Descriptors copy(Copies copies) {
        Descriptors other = new Descriptors();
        for (int i = 0; i < MOST; i++) {
            other.files[i] = files[i] == null ? null : files[i].copy(copies);
            other.closeOnExec[i] = closeOnExec[i];
        }
        return other;
    }

    /**
     * Writes what is open.
     *
     * @throws Unstorable if that is more than consoles, devices, and files and directories of the image
     */
    void write(FileTree tree, StateWriter into) throws Unstorable {
        List<Description> distinct = new ArrayList<>();
        for (Description file : files) {
            if (file != null && indexOf(distinct, file) < 0) {
                distinct.add(file);
            }
        }
        into.number(distinct.size());
        for (Description file : distinct) {
            StoredChannel.write(file.channel, tree, into);
            into.number(file.flags());
            into.number(file.position);
        }
        for (int number = 0; number < MOST; number++) {
            Description file = files[number];
            into.number(file == null ? -1 : indexOf(distinct, file));
            into.yes(closeOnExec[number]);
        }
    }

    @SuppressWarnings("ReferenceEquality") // two descriptions of one file are two
    private static int indexOf(List<Description> distinct, Description file) {
        for (int i = 0; i < distinct.size(); i++) {
            if (distinct.get(i) == file) {
                return i;
            }
        }
        return -1;
    }

    /** What {@link #write} wrote. */
    static Descriptors read(FileTree tree, StateReader from) throws BadState {
        List<Description> distinct = new ArrayList<>();
        int count = from.whole("the number of open files", 0, MOST);
        for (int i = 0; i < count; i++) {
            Channel channel = StoredChannel.read(tree, from);
            int flags = from.whole("an open file's flags", 0, Integer.MAX_VALUE);
            Description file = new Description(channel, flags);
            file.position = from.number("an open file's position", 0, Long.MAX_VALUE);
            distinct.add(file);
        }
        Descriptors descriptors = new Descriptors();
        for (int number = 0; number < MOST; number++) {
            int index = from.whole("an open file", -1, count - 1);
            boolean onExec = from.yes("whether a file is closed on exec");
            if (index >= 0) {
                descriptors.put(number, distinct.get(index), onExec);
            }
        }
        return descriptors;
    }

    Optional<Description> at(int number) {
        return isIn(number) ? Optional.ofNullable(files[number]) : Optional.empty();
    }

    /** The lowest free number from {@code lowest} on, or a negative errno. */
    long open(Description file, int lowest, boolean onExec) {
        for (int number = Math.max(lowest, 0); number < MOST; number++) {
            if (files[number] == null) {
                put(number, file, onExec);
                return number;
            }
        }
        return Errors.EMFILE;
    }

    /** Whether {@code wanted} more descriptors can be opened. */
    boolean hasRoom(int wanted) {
        int free = 0;
        for (Description file : files) {
            free += file == null ? 1 : 0;
        }
        return free >= wanted;
    }

    /** In place of whatever was there. */
    void put(int number, Description file, boolean onExec) {
        Description before = files[number];
        file.taken();
        files[number] = file;
        closeOnExec[number] = onExec;
        if (before != null) {
            before.left();
        }
    }

    /** Whether there was something to close. */
    boolean close(int number) {
        Optional<Description> was = at(number);
        if (was.isPresent()) {
            files[number] = null;
            was.get().left();
        }
        return was.isPresent();
    }

    boolean closesOnExec(int number) {
        return closeOnExec[number];
    }

    void closesOnExec(int number, boolean value) {
        closeOnExec[number] = value;
    }

    /** When the first of the timers that are open runs out, on the monotonic clock. */
    long nextTimer() {
        long next = Countdown.NEVER;
        for (Description file : files) {
            if (file != null && file.channel instanceof TimerChannel timer) {
                next = Math.min(next, timer.countdown.next());
            }
        }
        return next;
    }

    static boolean isIn(int number) {
        return number >= 0 && number < MOST;
    }
}
