package dev.airlock.jail.wire;

import dev.airlock.jail.model.Phase;
import java.util.List;
import java.util.Map;

/**
 * The shape of {@code jail/seccomp.json}.
 *
 * @param words names of numbers, for people; each is used
 * @param plain calls that are allowed whatever their arguments
 * @param checked calls that are allowed when all conditions hold
 * @param refused calls whose callers go on without
 * @param errnos names of errors
 */
record FilterFile(
        String comment,
        Map<String, String> words,
        List<Plain> plain,
        List<Checked> checked,
        List<Refused> refused,
        Map<String, String> errnos) {
    FilterFile {
        words = Map.copyOf(words);
        plain = List.copyOf(plain);
        checked = List.copyOf(checked);
        refused = List.copyOf(refused);
        errnos = Map.copyOf(errnos);
    }

    /** In which of the two filters an entry stands. */
    enum When {
        start,
        run,
        both;

        boolean covers(Phase phase) {
            return switch (this) {
                case start -> phase == Phase.START;
                case run -> phase == Phase.RUN;
                case both -> true;
            };
        }
    }

    /** @param comment who needs it */
    record Plain(String call, When phase, String comment) {
        Plain {
            requireReason(call, comment);
        }
    }

    /** @param otherwise the name of an error, or nothing for what the strictness says */
    record Checked(String call, When phase, String otherwise, String comment, List<Test> when) {
        Checked {
            requireReason(call, comment);
            when = List.copyOf(when);
        }
    }

    /** A condition in words; {@code ALL} is the mask of all bits, {@code SELF} the own process. */
    record Test(int argument, String mask, List<String> values) {
        Test {
            values = List.copyOf(values);
        }
    }

    record Refused(String call, When phase, String errno, String comment) {
        Refused {
            requireReason(call, comment);
        }
    }

    private static void requireReason(String call, String comment) {
        if (comment.isBlank()) {
            throw new IllegalArgumentException(call + " has no reason; say who needs it");
        }
    }
}
