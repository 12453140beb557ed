package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.personality.Recording;
import dev.airlock.schemas.model.Bytes;
import org.junit.jupiter.api.Test;

class RecordingsTest {
    private static Bytes recorded(boolean whole, boolean timers) {
        return Bytes.of(
                new Recording(new byte[Recording.SEED_BYTES], new byte[0], whole, timers, false, false).bytes());
    }

    @Test
    void only_a_whole_recording_without_timers_is_played() {
        assertThat(Recordings.unplayable(recorded(true, false))).isEmpty();
        assertThat(Recordings.unplayable(recorded(false, false)))
                .hasValueSatisfying(why -> assertThat(why).contains("not all"));
        assertThat(Recordings.unplayable(recorded(true, true)))
                .hasValueSatisfying(why -> assertThat(why).contains("a timer"));
        assertThat(Recordings.unplayable(Bytes.EMPTY))
                .hasValueSatisfying(why -> assertThat(why).contains("no recording"));
        assertThat(Recordings.unplayable(Bytes.of(new byte[] {9})))
                .hasValueSatisfying(why -> assertThat(why).contains("is none"));
    }
}
