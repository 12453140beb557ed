package dev.airlock.jail.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.jail.model.Landlocked;
import dev.airlock.jail.model.Landlocked.Trial;
import dev.airlock.jail.model.Lock;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.model.Observation.Position;
import dev.airlock.jail.model.TaskFacts;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionTest {
    private static final List<Integer> NOBODY = Collections.nCopies(4, 64000);
    private static final TaskFacts LOCKED = facts(NOBODY, NOBODY, List.of(107), 0, 0, true, 2, 2);
    private static final Landlocked TRIED = new Landlocked("Landlock 7", Trial.REFUSED, Trial.REFUSED);

    private static TaskFacts facts(
            List<Integer> users,
            List<Integer> groups,
            List<Integer> others,
            long capabilities,
            long bounding,
            boolean noNew,
            int seccomp,
            int filters) {
        return new TaskFacts(7, "GC Thread", users, groups, others, capabilities, bounding, noNew, seccomp, filters);
    }

    private static List<Lock> off(List<TaskFacts> threads, Landlocked landlocked) {
        return Inspection.missing(Inspection.of(threads, 2, landlocked)).stream()
                .map(Observation::lock)
                .toList();
    }

    static Stream<Arguments> unlocked() {
        return Stream.of(
                Arguments.of(Lock.USER, facts(List.of(64000, 64000, 0, 64000), NOBODY, List.of(), 0, 0, true, 2, 2)),
                Arguments.of(Lock.USER, facts(NOBODY, List.of(0, 1, 1, 1), List.of(), 0, 0, true, 2, 2)),
                Arguments.of(Lock.USER, facts(NOBODY, NOBODY, List.of(107, 0), 0, 0, true, 2, 2)),
                Arguments.of(Lock.CAPABILITIES, facts(NOBODY, NOBODY, List.of(), 1, 0, true, 2, 2)),
                Arguments.of(Lock.BOUNDING_SET, facts(NOBODY, NOBODY, List.of(), 0, 1L << 40, true, 2, 2)),
                Arguments.of(Lock.NO_NEW_PRIVILEGES, facts(NOBODY, NOBODY, List.of(), 0, 0, false, 2, 2)),
                Arguments.of(Lock.SECCOMP, facts(NOBODY, NOBODY, List.of(), 0, 0, true, 0, 0)),
                Arguments.of(Lock.SECCOMP, facts(NOBODY, NOBODY, List.of(), 0, 0, true, 1, 0)),
                Arguments.of(Lock.SECCOMP, facts(NOBODY, NOBODY, List.of(), 0, 0, true, 2, 1)));
    }

    @ParameterizedTest
    @MethodSource("unlocked")
    void one_thread_without_a_lock_takes_it_from_the_process(Lock lock, TaskFacts thread) {
        assertThat(off(List.of(LOCKED, LOCKED, thread, LOCKED), TRIED)).containsExactly(lock);
    }

    @Test
    void all_locks_on_all_threads_leave_nothing_to_say() {
        assertThat(off(List.of(LOCKED, LOCKED), TRIED)).isEmpty();
    }

    @Test
    void a_process_without_a_thread_has_no_lock() {
        assertThat(off(List.of(), TRIED))
                .containsExactly(Lock.USER, Lock.NO_NEW_PRIVILEGES, Lock.CAPABILITIES, Lock.BOUNDING_SET, Lock.SECCOMP);
    }

    @Test
    void a_kernel_without_landlock_is_missing_it_and_says_so() {
        Landlocked none = new Landlocked("this kernel has no Landlock", Trial.WENT_THROUGH, Trial.WENT_THROUGH);
        assertThat(off(List.of(LOCKED), none)).containsExactly(Lock.LANDLOCK_FILES, Lock.LANDLOCK_TCP);
        assertThat(Inspection.of(List.of(LOCKED), 2, none).getLast().seen()).contains("no Landlock");
    }

    @Test
    void what_nobody_outside_can_see_is_not_taken_for_locked() {
        Landlocked unseen = new Landlocked("Landlock 7", Trial.NOT_TRIED, Trial.NOT_TRIED);
        assertThat(Inspection.of(List.of(LOCKED), 2, unseen).getLast().position())
                .isEqualTo(Position.UNSEEN);
        assertThat(off(List.of(LOCKED), unseen)).containsExactly(Lock.LANDLOCK_FILES, Lock.LANDLOCK_TCP);
    }

    @Test
    void the_threads_without_are_named() {
        TaskFacts open = facts(NOBODY, NOBODY, List.of(), 0, 0, false, 2, 2);
        assertThat(Inspection.of(List.of(LOCKED, open), 2, TRIED).get(1).seen())
                .isEqualTo("off on 1 of 2 threads: 7 (GC Thread)");
    }
}
