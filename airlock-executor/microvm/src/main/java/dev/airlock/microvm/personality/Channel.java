package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.machine.BadAddress;
import java.util.Optional;

/** What an open file description stands for. Reads and writes answer a count or a negative errno. */
sealed interface Channel
        permits ConsoleInput,
                ConsoleOutput,
                ImageContent,
                TempContent,
                Listing,
                PathOnly,
                DeviceStream,
                PipeEnd,
                EventCounter,
                TimerChannel,
                EventPoll {
    // include/uapi/asm-generic/poll.h and include/uapi/linux/eventpoll.h, v6.12: the same bits.
    int IN = 0x001;
    int OUT = 0x004;
    int ERROR = 0x008;
    int HANG_UP = 0x010;

    /** @param position where to read; -1 where reads and writes have no position of their own */
    long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress;

    long write(GuestProcess process, Description by, long position, Pieces from) throws BadAddress;

    /** Which of {@link #IN}, {@link #OUT}, {@link #ERROR}, {@link #HANG_UP} hold now. */
    int readiness(GuestProcess process);

    /** Whether reads and writes have a position: a file. */
    default boolean isSeekable() {
        return false;
    }

    /** What fstat tells about. */
    default Optional<Inode> inode() {
        return Optional.empty();
    }

    /** Counts what happened; a difference is what edge-triggered waiting waits for. */
    default long changes() {
        return 0;
    }

    /** The first descriptor for it was made. */
    default void opened() {}

    /** The last descriptor for it is gone. */
    default void closed() {}

    /** The same for another process. */
    Channel copy(Copies copies);

    /** For calls that only a seekable channel answers. */
    static long notSeekable() {
        return Errors.ESPIPE;
    }
}
