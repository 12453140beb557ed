package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private static final int MIB = 1 << 20;
    /** What each takes beside its own bytes. */
    private static final int HEAD = 28;

    private record Thing(Print print, Bytes bytes) {}

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static Print print(long number) {
        return new Print(number * 0x9E37_79B9_7F4A_7C15L, number << 1 | 1);
    }

    @Test
    void the_newest_are_found_byte_for_byte_and_the_oldest_give_way_by_number() {
        var remembered = new Remembered(3, MIB);
        for (int i = 1; i <= 5; i++) {
            remembered.add(print(i), filled(i, i));
        }
        assertThat(remembered.size()).isEqualTo(3);
        assertThat(remembered.holds(print(1))).isFalse();
        assertThat(remembered.find(print(2))).isEmpty();
        for (int i = 3; i <= 5; i++) {
            assertThat(remembered.find(print(i))).hasValue(filled(i, i));
        }
    }

    @Test
    void large_ones_give_way_by_their_bytes_and_what_is_larger_than_everything_displaces_nothing() {
        var remembered = new Remembered(100, 2 * MIB);
        int length = MIB / 2 - HEAD;
        for (int i = 1; i <= 5; i++) {
            remembered.add(print(i), filled(length, i));
        }
        assertThat(remembered.size()).isEqualTo(4);
        assertThat(remembered.holds(print(1))).isFalse();
        remembered.add(print(6), new byte[2 * MIB - HEAD + 1]);
        assertThat(remembered.holds(print(6))).isFalse();
        assertThat(remembered.find(print(2))).hasValue(filled(length, 2));
        remembered.add(print(7), filled(2 * MIB - HEAD, 7));
        assertThat(remembered.size()).isOne();
        assertThat(remembered.find(print(7))).hasValue(filled(2 * MIB - HEAD, 7));
    }

    @Test
    void of_two_under_one_print_the_newer_is_found_and_prints_that_share_a_row_are_told_apart() {
        var remembered = new Remembered(8, MIB);
        for (int i = 1; i <= 4; i++) {
            remembered.add(new Print(7, i << 1 | 1), filled(9, i));
        }
        remembered.add(new Print(7, 2 << 1 | 1), filled(9, 20));
        assertThat(remembered.find(new Print(7, 2 << 1 | 1))).hasValue(filled(9, 20));
        assertThat(remembered.find(new Print(7, 3 << 1 | 1))).hasValue(filled(9, 3));
        assertThat(remembered.holds(new Print(7, 5 << 1 | 1))).isFalse();
        assertThat(remembered.holds(new Print(6, 3 << 1 | 1))).isFalse();
    }

    /** Against a list, many times around the ring, so that each part of a thing lies over the end of a piece at times. */
    @Test
    void whatever_comes_it_finds_what_a_list_of_the_newest_has() {
        var random = new Random(20);
        int most = 200;
        long bytesMax = 3L * MIB;
        var remembered = new Remembered(most, bytesMax);
        Deque<Thing> list = new ArrayDeque<>();
        long bytes = 0;
        for (int i = 0; i < 6_000; i++) {
            int length = random.nextInt(8) == 0 ? random.nextInt(300_000) : random.nextInt(3_000);
            byte[] thing = new byte[length];
            random.nextBytes(thing);
            var added = new Thing(print(i), Bytes.of(thing));
            remembered.add(added.print(), thing);
            list.addLast(added);
            bytes += HEAD + length;
            while (list.size() > most || bytes > bytesMax) {
                Thing gone = list.removeFirst();
                bytes -= HEAD + gone.bytes().size();
                assertThat(remembered.holds(gone.print())).isFalse();
            }
            assertThat(remembered.size()).isEqualTo(list.size());
            for (Thing one : new Thing[] {list.getFirst(), list.getLast()}) {
                assertThat(remembered.find(one.print())).hasValue(one.bytes().toArray());
            }
        }
        for (Thing one : list) {
            assertThat(remembered.find(one.print())).hasValue(one.bytes().toArray());
        }
    }
}
