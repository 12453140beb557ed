package dev.airlock.executor.model;

import java.util.List;

/** What a run was, once judged. */
public sealed interface Finding {
    /** One sentence on it. */
    String reason();

    /** Nothing in it was amiss; the program's own exit code is its own affair. */
    record Completed(int exitCode, String reason) implements Finding {}

    /** It was ended. */
    record Killed(List<Offence> offences, String reason) implements Finding {
        public Killed {
            offences = List.copyOf(offences);
            if (offences.isEmpty()) {
                throw new IllegalArgumentException("a kill needs an offence");
            }
        }
    }

    /** It failed, and nobody knows what it would have done. */
    record Faulted(Trace.Cause cause, String reason) implements Finding {}
}
