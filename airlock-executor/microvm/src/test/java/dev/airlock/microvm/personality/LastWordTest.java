package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program leaves where its payload was put, and when it counts. */
class LastWordTest {
    private static final long PLACE = PaperGuest.AREA + 64;

    private final PaperGuest guest = PaperGuest.start();
    private final LastWord lastWord = LastWord.behind(read(PLACE, 4096));

    @AfterEach
    void end() {
        guest.close();
    }

    private static Event.Call read(long place, long bytes) {
        return new Event.Call(Numbers.READ, 0, place, bytes, 0, 0, 0);
    }

    private static Event.Call write(long descriptor, long bytes) {
        return new Event.Call(Numbers.WRITE, descriptor, PaperGuest.AREA, bytes, 0, 0, 0);
    }

    private void say(int code, String mark) throws Exception {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).put((byte) code);
        word.put(mark.getBytes(StandardCharsets.ISO_8859_1));
        guest.process.memory().write(PLACE, word.array());
    }

    @Test
    void who_said_it_and_wrote_everything_to_descriptor_1_has_ended_with_its_code() throws Exception {
        for (int code : new int[] {0, 1, 7, 120, 255}) {
            say(code, "\u00ffending");
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
        say(0, "\u00ffending");
        assertThat(lastWord.exitAfter(guest.process, write(2, 5), 5))
                .as("another descriptor")
                .isEmpty();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 4))
                .as("not all of it")
                .isEmpty();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), -14))
                .as("an error")
                .isEmpty();
        var pwrite = new Event.Call(Numbers.PWRITE64, 1, PaperGuest.AREA, 5, 0, 0, 0);
        assertThat(lastWord.exitAfter(guest.process, pwrite, 5))
                .as("another call")
                .isEmpty();
    }

    @Test
    void a_place_that_is_not_there_says_nothing() throws Exception {
        say(0, "\u00ffending");
        for (long place :
                new long[] {0, PaperGuest.BYTES, -8, Long.MIN_VALUE, PaperGuest.AREA + PaperGuest.AREA_BYTES - 4}) {
            assertThat(LastWord.behind(read(place, 4096)).exitAfter(guest.process, write(1, 5), 5))
                    .as(Long.toHexString(place))
                    .isEmpty();
        }
        assertThat(LastWord.behind(read(PLACE, 7)).exitAfter(guest.process, write(1, 5), 5))
                .as("too small for a word")
                .isEmpty();
        assertThat(LastWord.NOWHERE.exitAfter(guest.process, write(1, 5), 5)).isEmpty();
        assertThat(guest.call(Numbers.MUNMAP, PaperGuest.AREA, PaperGuest.PAGE)).isZero();
        assertThat(lastWord.exitAfter(guest.process, write(1, 5), 5))
                .as("given back")
                .isEmpty();
    }

    /** A payload that begins with the mark is none of the texts that a runner takes. */
    @Test
    void the_mark_is_no_text() {
        ByteBuffer mark = ByteBuffer.wrap("\u00ffending".getBytes(StandardCharsets.ISO_8859_1))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(mark.array(), StandardCharsets.UTF_8)).startsWith("\ufffd");
    }
}
