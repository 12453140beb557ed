package dev.airlock.executor.pool;

import dev.airlock.microvm.End;

/** What a run's end means for its guest. */
public enum Fate {
    /** It ended by itself: the guest is reset. */
    COMPLETED,
    /** It was ended, by the monitor or at a limit: the guest is torn down. */
    ENDED,
    /** It or its machine failed: the guest is torn down. */
    FAULTED;

    static Fate of(End end) {
        return switch (end) {
            case End.Exited _ -> COMPLETED;
            case End.Killed _,
                    End.DeadlineExceeded _,
                    End.OutputExceeded _,
                    End.MemoryExceeded _,
                    End.CallsExceeded _,
                    End.FilesExceeded _ -> ENDED;
            case End.Faulted _ -> FAULTED;
        };
    }
}
