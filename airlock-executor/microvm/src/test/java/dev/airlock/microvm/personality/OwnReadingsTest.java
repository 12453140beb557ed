package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.ClockPage;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.Stub;
import dev.airlock.microvm.personality.Tape.Dial;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnReadingsTest {
    private static final long PAGE = GuestMap.VDSO + GuestMap.PAGE;
    private static final long USED = PAGE + 8;
    private static final long LIMIT = PAGE + 16;
    private static final long SCALE = PAGE + 32;
    private static final long BASE_MONOTONIC = PAGE + 48;
    private static final long ASKED = PAGE + 56;
    private static final long NEXT = PAGE + 64;
    private static final long READINGS = PAGE + 128;
    private static final long WALL = 1L << 63;
    private static final int KHZ = 2_000_000;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(4 << 20, GuestMap.PAGE);
    private final AddressSpace space = Machine.furnish(memory, Stub.STANDARD);
    private final ClockPage page = space.clock();
    private long now = 1_000;

    @AfterEach
    void free() {
        arena.close();
    }

    private long word(long at) {
        return memory.get(ValueLayout.JAVA_LONG, at);
    }

    private void word(long at, long value) {
        memory.set(ValueLayout.JAVA_LONG, at, value);
    }

    /** What the page's code does, but that time is {@link #now} instead of a counter's; true if the reading was asked for. */
    private boolean read(OwnReadings own, Tape tape, Dial dial, List<Long> shown) {
        long used = word(USED);
        if (Long.compareUnsigned(used, word(LIMIT)) < 0) {
            long noted = word(READINGS + used * 8);
            if (!tape.isPlaying()) {
                now += 7;
                noted = dial == Dial.WALL ? now | WALL : now;
                word(READINGS + used * 8, noted);
            }
            if (!tape.isPlaying() || noted < 0 == (dial == Dial.WALL)) {
                word(USED, used + 1);
                shown.add(noted & ~WALL);
                return false;
            }
        }
        word(ASKED, 1);
        shown.add(asked(own, tape, dial));
        own.answered(now, now);
        if (word(ASKED) == 2) {
            word(LIMIT, word(NEXT));
        }
        word(ASKED, 0);
        return true;
    }

    private long asked(OwnReadings own, Tape tape, Dial dial) {
        now += 11;
        own.settle(now);
        long shown = dial == Dial.MONOTONIC && !tape.isPlaying() ? Math.max(now, tape.last(dial)) : now;
        long answer = tape.reading(dial, shown);
        own.toldByCall();
        return answer;
    }

    /** Readings of all clocks, by itself and by calls, with waits between; the turns that were asked for, and what all showed. */
    private List<Long> live(Tape tape, long seed, int count, List<Integer> asked, boolean told) {
        page.shut();
        word(USED, 0);
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        if (told && own.tell(now, now)) {
            word(LIMIT, word(NEXT)); // as the page's code does where the guest goes on
        }
        Random random = new Random(seed);
        List<Long> shown = new ArrayList<>();
        for (int turn = 0; turn < count; turn++) {
            switch (random.nextInt(60)) {
                case 0 -> shown.add(asked(own, tape, Dial.PROCESSOR));
                case 2 -> shown.add(asked(own, tape, Dial.WALL));
                default -> {
                    if (read(own, tape, random.nextBoolean() ? Dial.WALL : Dial.MONOTONIC, shown)) {
                        asked.add(turn);
                    }
                }
            }
        }
        own.settle(now);
        return shown;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 495, 496, 497, 498, 1_500, 3_000})
    void what_was_read_is_read_again_and_the_same_readings_are_asked_for(int count) {
        readAgain(count, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 495, 496, 497, 498, 1_500, 3_000})
    void so_it_is_where_the_guest_is_told_the_time_with_its_payload(int count) {
        readAgain(count, true);
    }

    private void readAgain(int count, boolean told) {
        for (long seed = 1; seed <= 5; seed++) {
            Tape tape = Tape.fresh();
            List<Integer> asked = new ArrayList<>();
            List<Long> shown = live(tape, seed, count, asked, told);
            assertThat(tape.recording().whole()).isTrue();
            assertThat(tape.recording().told()).isEqualTo(told);
            Tape again = Tape.playing(tape.recording());
            List<Integer> askedAgain = new ArrayList<>();
            assertThat(live(again, seed, count, askedAgain, told)).isEqualTo(shown);
            assertThat(askedAgain).isEqualTo(asked);
            assertThat(again.strayed()).isEmpty();
        }
    }

    @Test
    void a_run_of_readings_without_calls_asks_once_in_four_hundred_and_ninety_seven() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        int asked = 0;
        for (int turn = 0; turn < 2 * 497; turn++) {
            asked += read(own, tape, Dial.MONOTONIC, new ArrayList<>()) ? 1 : 0;
        }
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void who_was_told_the_time_does_not_ask_for_the_first_reading() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        assertThat(own.tell(now, now)).isTrue();
        assertThat(word(LIMIT)).as("before its counter is there").isZero();
        word(LIMIT, word(NEXT));
        List<Long> shown = new ArrayList<>();
        assertThat(read(own, tape, Dial.MONOTONIC, shown)).isFalse();
        own.settle(now);
        assertThat(shown).containsExactly(now);
        assertThat(tape.recording().whole()).isTrue();
    }

    @Test
    void who_reads_once_more_when_it_is_played_has_left_its_tape() {
        Tape tape = Tape.fresh();
        var _ = live(tape, 3, 100, new ArrayList<>(), false);
        Tape again = Tape.playing(tape.recording());
        var _ = live(again, 3, 101, new ArrayList<>(), false);
        var _ = live(again, 4, 50, new ArrayList<>(), false);
        assertThat(again.strayed()).isPresent();
    }

    @Test
    void beyond_what_a_recording_takes_nothing_more_is_kept_and_the_guest_goes_on_as_before() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        int asked = 0;
        for (int turn = 0; turn < 20 * 497; turn++) {
            asked += read(own, tape, Dial.MONOTONIC, new ArrayList<>()) ? 1 : 0;
        }
        assertThat(tape.recording().whole()).isFalse();
        assertThat(asked).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 497, Long.MAX_VALUE})
    void a_number_of_readings_that_cannot_be_ends_the_recording_and_the_reading_by_itself(long used) {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        var _ = read(own, tape, Dial.MONOTONIC, new ArrayList<>());
        word(USED, used);
        own.settle(now);
        assertThat(tape.recording().whole()).isFalse();
        word(ASKED, 1);
        own.answered(now, now);
        assertThat(word(NEXT)).isZero();
        assertThat(word(LIMIT)).isZero();
    }

    @Test
    void a_reading_that_no_clock_can_have_shown_ends_the_recording() {
        for (long reading : List.of(now + 2_000_000_000L, Long.MAX_VALUE, -1L, 0L, 1L, WALL)) {
            Tape tape = Tape.fresh();
            OwnReadings own = OwnReadings.begin(page, tape, KHZ);
            var _ = read(own, tape, Dial.MONOTONIC, new ArrayList<>());
            assertThat(word(LIMIT)).isPositive();
            word(USED, 1);
            word(READINGS, reading);
            own.settle(now);
            assertThat(tape.recording().whole()).as(Long.toString(reading)).isFalse();
        }
    }

    @Test
    void a_reading_before_anybody_told_the_time_ends_the_recording() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        word(USED, 1);
        word(READINGS, now);
        own.settle(now);
        assertThat(tape.recording().whole()).isFalse();
    }

    @Test
    void a_played_run_that_claims_more_readings_than_there_were_has_left_its_tape() {
        Tape tape = Tape.fresh();
        var _ = live(tape, 5, 20, new ArrayList<>(), false);
        Tape again = Tape.playing(tape.recording());
        OwnReadings own = OwnReadings.begin(page, again, KHZ);
        word(USED, 496);
        own.settle(now);
        assertThat(again.strayed()).contains("what it left of its own readings cannot be");
    }

    @Test
    void who_is_told_the_time_by_another_call_before_he_goes_on_does_not_go_on_from_the_first() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        word(ASKED, 1);
        var _ = asked(own, tape, Dial.MONOTONIC);
        own.answered(now, now);
        assertThat(word(ASKED)).isEqualTo(2);
        var _ = asked(own, tape, Dial.PROCESSOR);
        assertThat(word(ASKED)).isZero();
    }

    @Test
    void a_counter_that_was_ahead_is_slowed_until_it_is_not() {
        Tape tape = Tape.fresh();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        var _ = read(own, tape, Dial.MONOTONIC, new ArrayList<>());
        long scale = word(SCALE);
        word(USED, 1);
        word(READINGS, now + 5_000_000);
        word(ASKED, 1);
        var _ = asked(own, tape, Dial.MONOTONIC);
        own.answered(now, now);
        assertThat(word(SCALE)).isBetween(scale - scale / 20, scale - scale / 50);
        assertThat(word(BASE_MONOTONIC)).as("it does not go back").isGreaterThan(now);
        now += 10_000_000;
        word(ASKED, 1);
        own.answered(now, now);
        assertThat(word(SCALE)).isEqualTo(scale);
    }

    @Test
    void where_signals_come_a_count_that_cannot_be_ends_nothing() {
        Tape tape = Tape.fresh();
        tape.timerSet();
        OwnReadings own = OwnReadings.begin(page, tape, KHZ);
        var _ = read(own, tape, Dial.MONOTONIC, new ArrayList<>());
        word(USED, 497);
        own.settle(now);
        assertThat(read(own, tape, Dial.MONOTONIC, new ArrayList<>())).isFalse();
    }
}
