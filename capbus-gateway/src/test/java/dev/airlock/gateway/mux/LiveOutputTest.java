package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.model.Answer.Streamed;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private final AtomicInteger woken = new AtomicInteger();
    private final LiveOutput live = LiveOutput.of(woken::incrementAndGet);

    @Test
    void whoever_sends_is_woken_once_until_he_takes() {
        live.wrote(false, Tokens.utf8("a"));
        live.wrote(false, Tokens.utf8("b"));
        assertThat(woken.get()).isEqualTo(1);
        assertThat(live.take()).hasSize(1);
        live.wrote(false, Tokens.utf8("c"));
        assertThat(woken.get()).isEqualTo(2);
    }

    @Test
    void once_too_much_waits_nothing_more_is_taken_of_either_stream() {
        live.wrote(false, new byte[LiveOutput.WAITING_BYTES_MAX - 64]);
        live.wrote(false, new byte[1]);
        assertThat(live.take()).hasSize(1);
        live.wrote(false, new byte[1]);
        live.wrote(true, new byte[1]);
        assertThat(live.take()).isEmpty();
        assertThat(live.end()).isEqualTo(new Streamed(LiveOutput.WAITING_BYTES_MAX - 64, 0));
    }

    @Test
    void many_small_stretches_are_bounded_too() {
        for (int n = 0; n < 100_000; n++) {
            live.wrote(n % 2 == 0, new byte[1]);
        }
        assertThat(live.take()).hasSizeLessThanOrEqualTo(LiveOutput.WAITING_BYTES_MAX / 64);
    }

    @Test
    void nobody_who_did_not_ask_is_sent_anything() {
        LiveOutput none = LiveOutput.none();
        none.wrote(false, new byte[1]);
        assertThat(none.take()).isEmpty();
        assertThat(none.end()).isEqualTo(new Streamed(0, 0));
    }

    /** Whatever is written and taken when: what was taken of each stream is its beginning, and so long as the end says. */
    @RepeatedTest(50)
    void what_was_sent_is_the_beginning_of_each_stream(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        ByteArrayOutputStream[] written = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        ByteArrayOutputStream[] sent = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        for (int n = 0; n < 400; n++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            boolean error = random.nextInt(4) == 0;
            live.wrote(error, bytes);
            written[error ? 1 : 0].writeBytes(bytes);
            if (random.nextInt(30) == 0) {
                live.take()
                        .forEach(stretch -> sent[stretch.error() ? 1 : 0].writeBytes(
                                stretch.bytes().toByteArray()));
            }
        }
        Streamed end = live.end();
        assertThat(end).isEqualTo(new Streamed(sent[0].size(), sent[1].size()));
        for (int stream = 0; stream < 2; stream++) {
            assertThat(written[stream].toByteArray()).startsWith(sent[stream].toByteArray());
        }
    }
}
