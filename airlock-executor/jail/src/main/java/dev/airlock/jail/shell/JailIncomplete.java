package dev.airlock.jail.shell;

import dev.airlock.jail.model.Observation;
import java.util.List;
import java.util.stream.Collectors;

/** A lock is missing where the jail is required: nothing may be run, and the process ends. */
public final class JailIncomplete extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    JailIncomplete(List<Observation> missing) {
        super("jail=required, and these locks are missing: "
                + missing.stream()
                        .map(lock -> lock.lock().text() + " (" + lock.seen() + "; "
                                + lock.lock().fix() + ")")
                        .collect(Collectors.joining("; ")));
    }
}
