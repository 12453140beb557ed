package dev.airlock.microvm.personality;

import java.util.IdentityHashMap;
import java.util.Optional;

/** The guest's descriptor table. The numbers are the guest's own; none stands for a descriptor of the host. */
final class Descriptors {
    /** RLIMIT_NOFILE. */
    static final int MOST = 256;

    private final OpenFile[] files = new OpenFile[MOST];
    private final boolean[] closeOnExec = new boolean[MOST];

    /** With input and outputs on 0, 1 and 2. */
    static Descriptors standard() {
        Descriptors descriptors = new Descriptors();
        descriptors.files[0] = new OpenFile.Input();
        descriptors.files[1] = new OpenFile.Output(false);
        descriptors.files[2] = new OpenFile.Output(true);
        return descriptors;
    }

    /** The same table for another process; descriptions that were shared are shared there too. */
    Descriptors copy() {
        IdentityHashMap<OpenFile, OpenFile> copies = new IdentityHashMap<>();
        Descriptors other = new Descriptors();
        for (int i = 0; i < MOST; i++) {
            other.files[i] = files[i] == null ? null : copies.computeIfAbsent(files[i], OpenFile::copy);
            other.closeOnExec[i] = closeOnExec[i];
        }
        return other;
    }

    Optional<OpenFile> at(int number) {
        return isIn(number) ? Optional.ofNullable(files[number]) : Optional.empty();
    }

    /** The lowest free number from {@code lowest} on, or a negative errno. */
    long open(OpenFile file, int lowest, boolean onExec) {
        for (int number = Math.max(lowest, 0); number < MOST; number++) {
            if (files[number] == null) {
                put(number, file, onExec);
                return number;
            }
        }
        return Errors.EMFILE;
    }

    void put(int number, OpenFile file, boolean onExec) {
        files[number] = file;
        closeOnExec[number] = onExec;
    }

    /** Whether there was something to close. */
    boolean close(int number) {
        boolean was = at(number).isPresent();
        if (was) {
            files[number] = null;
        }
        return was;
    }

    boolean closesOnExec(int number) {
        return closeOnExec[number];
    }

    void closesOnExec(int number, boolean value) {
        closeOnExec[number] = value;
    }

    static boolean isIn(int number) {
        return number >= 0 && number < MOST;
    }
}
