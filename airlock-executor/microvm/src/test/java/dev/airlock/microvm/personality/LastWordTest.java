package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program leaves where its payload was put, and when it counts. */
class LastWordTest {
    private static final long PLACE = PaperGuest.AREA + 64;
    private static final String MARK = "\u00ffending";

    private final PaperGuest guest = PaperGuest.start();
    private final LastWord lastWord = offered();

    @AfterEach
    void end() {
        guest.close();
    }

    /** A program that waited with the mark in its place, which is empty again. */
    private LastWord offered() {
        try {
            say(0, MARK);
            LastWord known = LastWord.of(guest.memory, read(PLACE, 4096));
            guest.process.memory().write(PLACE, new byte[Long.BYTES]);
            return known;
        } catch (BadAddress e) {
            throw new AssertionError(e);
        }
    }

    private static Event.Call read(long place, long bytes) {
        return new Event.Call(Numbers.READ, 0, place, bytes, 0, 0, 0);
    }

    private static Event.Call write(long descriptor, long bytes) {
        return new Event.Call(Numbers.WRITE, descriptor, PaperGuest.AREA, bytes, 0, 0, 0);
    }

    private void say(int code, String mark) throws BadAddress {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).put((byte) code);
        word.put(mark.getBytes(StandardCharsets.ISO_8859_1));
        guest.process.memory().write(PLACE, word.array());
    }

    @Test
    void who_said_it_and_wrote_everything_to_descriptor_1_has_ended_with_its_code() throws Exception {
        for (int code : new int[] {0, 1, 7, 120, 255}) {
            say(code, MARK);
            assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5))
                    .contains(new Event.Call(Numbers.EXIT_GROUP, code, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void nothing_else_is_an_end() throws Exception {
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5))
                .as("nothing said")
                .isEmpty();
        say(0, "\u00ffendinG");
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5))
                .as("another word")
                .isEmpty();
        say(0, MARK);
        assertThat(lastWord.exitAfter(guest.process, write(2, 5), 5))
                .as("another descriptor")
                .isEmpty();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 4))
                .as("not all of it")
                .isEmpty();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), -14))
                .as("an error")
                .isEmpty();
        for (long error : new long[] {-22, -9, -1, 0}) {
            assertThat(lastWord.exitAfter(guest.process, write(1, error), error))
                    .as("as many bytes as the answer, " + error)
                    .isEmpty();
        }
        var pwrite = new Event.Call(Numbers.PWRITE64, 1, PaperGuest.AREA, 5, 0, 0, 0);
        assertThat(lastWord.exitAfter(guest.process, pwrite, 5))
                .as("another call")
                .isEmpty();
    }

    /** Else whoever gets his bytes to where a payload was, by an input file perhaps, could end a program and choose its code. */
    @Test
    void a_program_that_did_not_have_the_mark_there_when_it_waited_is_not_listened_to() throws Exception {
        LastWord unaware = LastWord.of(guest.memory, read(PLACE, 4096));
        say(0, MARK);
        assertThat(unaware.exitAfter(guest.process, write(1, 5), 5)).isEmpty();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5)).isPresent();
        assertThat(LastWord.NONE.exitAfter(guest.process, write(1, 5), 5)).isEmpty();
    }

    @Test
    void a_place_that_cannot_hold_it_says_nothing() throws Exception {
        say(0, MARK);
        for (long place : new long[] {
            0, PaperGuest.BYTES, PaperGuest.BYTES - 7, -8, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7
        }) {
            assertThat(LastWord.of(guest.memory, read(place, 4096)).exitAfter(guest.process, write(1, 5), 5))
                    .as(Long.toHexString(place))
                    .isEmpty();
        }
        assertThat(LastWord.of(guest.memory, read(PLACE, 7)).exitAfter(guest.process, write(1, 5), 5))
                .as("too small for a word")
                .isEmpty();
    }

    @Test
    void a_place_that_was_given_back_says_nothing() throws Exception {
        say(0, MARK);
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5)).isPresent();
        assertThat(guest.call(Numbers.MUNMAP, PaperGuest.AREA, PaperGuest.PAGE)).isZero();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5)).isEmpty();
    }

    @Test
    void the_mark_is_no_text() {
        byte[] mark = MARK.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(mark, StandardCharsets.UTF_8)).startsWith("\ufffd");
    }
}
