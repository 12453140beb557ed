package dev.airlock.jail.decide;

import dev.airlock.jail.model.Landlocked;
import dev.airlock.jail.model.Landlocked.Trial;
import dev.airlock.jail.model.Lock;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.model.Observation.Position;
import dev.airlock.jail.model.TaskFacts;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which locks are on. A lock is on when it is on for every thread; no thread at all is no jail. */
public final class Inspection {
    private static final int NAMED_MAX = 3;

    private Inspection() {}

    /**
     * @param threads every thread of a process
     * @param filtersMin how many filters each has to have, where the kernel counts them
     * @param landlocked what is known of Landlock
     */
    public static List<Observation> of(List<TaskFacts> threads, int filtersMin, Landlocked landlocked) {
        return List.of(
                every(threads, Lock.USER, Inspection::isUnprivileged),
                every(threads, Lock.NO_NEW_PRIVILEGES, TaskFacts::noNewPrivileges),
                every(threads, Lock.CAPABILITIES, thread -> thread.capabilities() == 0),
                every(threads, Lock.BOUNDING_SET, thread -> thread.boundingSet() == 0),
                every(threads, Lock.SECCOMP, thread -> isFiltered(thread, filtersMin)),
                tried(Lock.LANDLOCK_FILES, landlocked.files(), landlocked.kernel()),
                tried(Lock.LANDLOCK_TCP, landlocked.tcp(), landlocked.kernel()));
    }

    private static boolean isUnprivileged(TaskFacts thread) {
        return Stream.of(thread.users(), thread.groups(), thread.otherGroups())
                .flatMap(List::stream)
                .noneMatch(id -> id == 0);
    }

    private static boolean isFiltered(TaskFacts thread, int filtersMin) {
        return thread.seccomp() == 2 && (thread.filters() == 0 || thread.filters() >= filtersMin);
    }

    private static Observation every(List<TaskFacts> threads, Lock lock, Predicate<TaskFacts> holds) {
        List<TaskFacts> without = threads.stream().filter(holds.negate()).toList();
        if (threads.isEmpty()) {
            return new Observation(lock, Position.OFF, "no thread was found");
        }
        if (without.isEmpty()) {
            return new Observation(lock, Position.ON, "on all " + threads.size() + " threads");
        }
        String some = without.stream()
                .limit(NAMED_MAX)
                .map(thread -> thread.thread() + " (" + thread.name() + ")")
                .collect(Collectors.joining(", "));
        return new Observation(
                lock, Position.OFF, "off on " + without.size() + " of " + threads.size() + " threads: " + some);
    }

    private static Observation tried(Lock lock, Trial trial, String kernel) {
        return switch (trial) {
            case REFUSED -> new Observation(lock, Position.ON, kernel + "; tried, and refused");
            case WENT_THROUGH -> new Observation(lock, Position.OFF, kernel + "; tried, and it went through");
            case NOT_TRIED ->
                new Observation(
                        lock, Position.UNSEEN, kernel + "; only the process itself can tell, in its first log lines");
        };
    }

    /** Those that are not on. */
    public static List<Observation> missing(List<Observation> seen) {
        return seen.stream()
                .filter(observation -> observation.position() != Position.ON)
                .toList();
    }
}
