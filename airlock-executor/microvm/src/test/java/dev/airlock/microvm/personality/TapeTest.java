package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTest {
    private static final List<Tape.Dial> DIALS = List.of(Tape.Dial.values());

    private record Read(Tape.Dial dial, long now) {}

    private static byte[] bytes(Tape tape, int... counts) {
        var all = new java.io.ByteArrayOutputStream();
        for (int count : counts) {
            byte[] part = new byte[count];
            tape.fill(part);
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static List<Long> shown(Tape tape, List<Read> reads) {
        return reads.stream().map(read -> tape.reading(read.dial(), read.now())).toList();
    }

    private static List<Read> reads(long seed, int count) {
        Random random = new Random(seed);
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Tape.Dial dial = DIALS.get(random.nextInt(DIALS.size()));
            reads.add(new Read(dial, random.nextLong() >> random.nextInt(Long.SIZE)));
        }
        return reads;
    }

    @Test
    void random_bytes_are_new_for_each_run_and_the_same_when_played_however_they_are_asked_for() {
        Tape tape = Tape.fresh();
        byte[] first = bytes(tape, 16, 1, 0, 31, 100);
        assertThat(bytes(Tape.fresh(), 148)).isNotEqualTo(first);
        assertThat(bytes(Tape.playing(tape.recording()), 148)).isEqualTo(first);
        assertThat(first).hasSize(148);
    }

    @Test
    void random_bytes_do_not_repeat() {
        byte[] all = bytes(Tape.fresh(), 1 << 20);
        var blocks = new java.util.HashSet<String>();
        for (int at = 0; at < all.length; at += 16) {
            blocks.add(java.util.HexFormat.of().formatHex(all, at, at + 16));
        }
        assertThat(blocks).hasSize(all.length / 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void clocks_show_what_they_are_and_what_they_were(long seed) {
        List<Read> reads = reads(seed, 500);
        Tape tape = Tape.fresh();
        List<Long> live = shown(tape, reads);
        assertThat(live).isEqualTo(reads.stream().map(Read::now).toList());
        Recording recording = Recording.of(tape.recording().bytes());
        assertThat(recording.whole()).isTrue();
        Tape again = Tape.playing(recording);
        List<Read> other = reads.stream().map(read -> new Read(read.dial(), 7)).toList();
        assertThat(shown(again, other)).isEqualTo(live);
        assertThat(again.strayed()).isEmpty();
    }

    @Test
    void a_run_that_reads_more_or_less_or_another_clock_has_strayed_and_still_sees_time_pass() {
        Tape tape = Tape.fresh();
        shown(tape, List.of(new Read(Tape.Dial.WALL, 5_000), new Read(Tape.Dial.MONOTONIC, 10)));
        Recording recording = tape.recording();

        Tape less = Tape.playing(recording);
        less.reading(Tape.Dial.WALL, 0);
        assertThat(less.strayed()).hasValue("it read a clock less often than it did then");

        Tape more = Tape.playing(recording);
        shown(more, List.of(new Read(Tape.Dial.WALL, 0), new Read(Tape.Dial.MONOTONIC, 0)));
        assertThat(more.strayed()).isEmpty();
        long next = more.reading(Tape.Dial.MONOTONIC, 0);
        assertThat(more.strayed()).hasValue("it read a clock once more than it did then");
        assertThat(more.reading(Tape.Dial.MONOTONIC, 0)).isGreaterThan(next).isGreaterThan(10);

        Tape other = Tape.playing(recording);
        other.reading(Tape.Dial.PROCESSOR, 0);
        assertThat(other.strayed()).hasValue("it read its PROCESSOR clock where it read another one then");
    }

    @Test
    void what_does_not_fit_is_cut_and_said() {
        Tape tape = Tape.fresh();
        List<Read> reads = reads(9, 20_000);
        assertThat(shown(tape, reads)).isEqualTo(reads.stream().map(Read::now).toList());
        Recording recording = tape.recording();
        assertThat(recording.whole()).isFalse();
        assertThat(recording.readings()).hasSizeLessThanOrEqualTo(Recording.READINGS_BYTES_MAX);
        assertThat(Recording.of(recording.bytes()).whole()).isFalse();
    }

    @Test
    void bytes_of_anybody_are_a_recording_or_refused_and_never_more_than_that() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = 1;
                bytes[1] &= 3;
            }
            Recording recording;
            try {
                recording = Recording.of(bytes);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("recording");
                continue;
            }
            assertThat(recording.bytes()).isEqualTo(bytes);
            Tape tape = Tape.playing(recording);
            shown(tape, reads(i, 100));
            assertThat(tape.strayed()).isPresent();
        }
        assertThatThrownBy(() -> Recording.of(Arrays.copyOf(new byte[] {1}, Recording.READINGS_BYTES_MAX + 35)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waiting_takes_no_time_while_a_tape_is_played() {
        VirtualTime time = new VirtualTime();
        GuestClock live = GuestClock.over(time, Long.MAX_VALUE);
        long before = live.monotonicNanos();
        live.sleep(1_000_000);
        long after = live.monotonicNanos();
        Recording recording = live.tape().recording();

        VirtualTime later = new VirtualTime();
        GuestClock again = GuestClock.over(later, Long.MAX_VALUE, Tape.playing(recording));
        assertThat(again.monotonicNanos()).isEqualTo(before);
        again.sleep(1_000_000);
        assertThat(again.monotonicNanos()).isEqualTo(after).isEqualTo(before + 1_000_000);
        assertThat(later.parks).isZero();
    }
}
