package dev.airlock.cli.doctor;

import dev.airlock.jail.decide.Inspection;
import dev.airlock.jail.model.Landlocked;
import dev.airlock.jail.model.Landlocked.Trial;
import dev.airlock.jail.model.Lock;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.shell.LandlockTrial;
import dev.airlock.jail.shell.Tasks;
import java.io.IOException;
import java.util.List;

/** What this kernel has for the executor's jail, and which of its locks are on for the threads of a process. */
final class JailCheck {
    /** Of the start and of the run. */
    private static final int FILTERS = 2;

    /** Before this version Landlock cannot forbid TCP connections. */
    private static final String FORBIDS_TCP = "Landlock ([4-9]|\\d{2,})";

    private JailCheck() {}

    /** The host. */
    static Diagnosis host() {
        String kernel = LandlockTrial.kernel();
        return kernel.matches(FORBIDS_TCP)
                ? Diagnosis.ok("jail", kernel + "; airlock executor --jail encloses an executor")
                : Diagnosis.warn(
                        "jail",
                        kernel + "; an executor in the jail is not kept from other files and ports",
                        "Linux 6.7 or later, built with CONFIG_SECURITY_LANDLOCK and started with landlock in lsm=");
    }

    /** Every lock of one process, looked at from outside. */
    static List<Diagnosis> process(long process) {
        try {
            var outside = new Landlocked(LandlockTrial.kernel(), Trial.NOT_TRIED, Trial.NOT_TRIED);
            return Inspection.of(Tasks.of(process), FILTERS, outside).stream()
                    .map(JailCheck::diagnosis)
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            return List.of(Diagnosis.bad(
                    "process " + process, "its threads cannot be read: " + e.getMessage(), "give a running process"));
        }
    }

    /** From outside nobody sees whose filters they are, and whether they only write down. */
    private static String ofOthers(Lock lock) {
        return lock == Lock.SECCOMP ? "; the executor's log says whether they are its own and enforce" : "";
    }

    private static Diagnosis diagnosis(Observation seen) {
        String check = seen.lock().text();
        return switch (seen.position()) {
            case ON -> Diagnosis.ok(check, seen.seen() + ofOthers(seen.lock()));
            case OFF -> Diagnosis.bad(check, seen.seen(), seen.lock().fix());
            case UNSEEN -> Diagnosis.warn(check, seen.seen(), "look for 'jail' in the executor's log lines");
        };
    }
}
