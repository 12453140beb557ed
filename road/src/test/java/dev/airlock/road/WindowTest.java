package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final Mark NONE = Mark.of(List.of(), "");

    @Test
    void the_committed_offset_is_the_contiguous_prefix() {
        Window window = new Window(10, NONE);
        LongStream.of(10, 11, 13, 14).forEach(window::opened);
        assertThat(window.committedWith(Set.of(11L, 14L))).isEqualTo(10);
        assertThat(window.doneWith(Set.of(11L, 14L))).containsExactly(11L, 14L);
        window.finish(List.of(11L, 14L));
        assertThat(window.committedWith(Set.of(10L)))
                .as("11 is done too, 12 is a transaction's marker")
                .isEqualTo(13);
        window.finish(List.of(10L));
        window.finish(List.of(13L));
        assertThat(window.committed()).isEqualTo(15);
        assertThat(window.openCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void after_any_history_a_restart_begins_exactly_what_was_not_committed(long seed) {
        Random random = new Random(seed);
        Window window = new Window(100, NONE);
        List<Long> open = new ArrayList<>();
        Set<Long> finished = new HashSet<>();
        Set<Long> all = new TreeSet<>();
        long offset = 100;
        long committed = 100;
        String metadata = "";
        for (int i = 0; i < 2_000; i++) {
            if (open.size() < 50 && random.nextBoolean()) {
                offset += 1 + random.nextInt(3);
                window.opened(offset);
                open.add(offset);
                all.add(offset);
            } else if (!open.isEmpty()) {
                Set<Long> batch = Set.of(open.remove(random.nextInt(open.size())));
                committed = window.committedWith(batch);
                metadata = new Mark(window.doneWith(batch), "head " + i).encode(committed);
                window.finish(batch);
                finished.addAll(batch);
            }
        }
        assertThat(window.committed()).isGreaterThanOrEqualTo(committed);
        Mark mark = Mark.decode(new CommittedAt(committed, metadata));
        Window restarted = new Window(committed, mark);
        Set<Long> begun = new TreeSet<>();
        for (long one : all) {
            if (one >= committed && !restarted.alreadyDone(one)) {
                begun.add(one);
            }
        }
        Set<Long> unfinished = new TreeSet<>(all);
        unfinished.removeAll(finished);
        assertThat(begun).isEqualTo(unfinished);
    }

    @Test
    void the_longest_mark_fits_what_kafka_keeps() {
        NavigableSet<Long> done = new TreeSet<>();
        LongStream.range(1, Mark.SPAN).forEach(distance -> done.add(7 + distance));
        Mark longest = new Mark(done, "h".repeat(Step.MARK_MAX));
        String encoded = longest.encode(7);
        assertThat(encoded.length()).isLessThanOrEqualTo(4096);
        assertThat(Mark.decode(new CommittedAt(7, encoded))).isEqualTo(longest);
    }

    @Test
    void a_record_too_far_from_the_oldest_open_one_is_out_of_reach() {
        Window window = new Window(0, NONE);
        window.opened(0);
        assertThat(window.reaches(Mark.SPAN - 1)).isTrue();
        assertThat(window.reaches(Mark.SPAN)).isFalse();
    }

    @Test
    void a_head_may_hold_colons() {
        Mark mark = Mark.of(List.of(3L), "sha256:ab:7");
        assertThat(Mark.decode(new CommittedAt(1, mark.encode(1)))).isEqualTo(mark);
    }

    @Test
    void metadata_of_another_program_are_refused() {
        assertThatThrownBy(() -> Mark.decode(new CommittedAt(1, "something else")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another program commits for the group");
    }
}
