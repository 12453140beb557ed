package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
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
