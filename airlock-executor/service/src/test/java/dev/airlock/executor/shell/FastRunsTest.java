package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.model.Given;
import dev.airlock.microvm.personality.Recording;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Hashes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FastRunsTest {
    /** The names and the hash of an output, each at its longest. */
    private static final int AROUND = 1024;

    @Test
    void the_room_that_is_set_aside_holds_the_largest_output_that_a_run_can_leave() {
        List<NamedFile> files = new ArrayList<>();
        for (int i = 0; i < Intent.OUTPUTS_MAX; i++) {
            int bytes = Given.OUTPUT_FILES_BYTES_MAX / Intent.OUTPUTS_MAX;
            files.add(new NamedFile("x".repeat(126) + (10 + i), Bytes.of(new byte[bytes])));
        }
        Bytes half = Bytes.of(new byte[1 << 15]);
        var output = new Output(
                "s".repeat(128),
                "i".repeat(128),
                "t".repeat(128),
                half,
                half,
                true,
                Hashes.output(half, half),
                files,
                Bytes.of(new byte[Recording.READINGS_BYTES_MAX + 64]));
        int room = FastRuns.leftBytesMax(
                1 << 16, files.stream().map(NamedFile::name).toList());
        assertThat(Codecs.OUTPUT.encode(output).length).isLessThanOrEqualTo(room + AROUND);
    }

    @Test
    void the_largest_of_all_runs_leaves_no_less_than_any_and_the_slots_are_told() {
        Slots slots = new Slots(3, Slots.Guests.NONE);
        var runs = new FastRuns(null, slots, null, 1 << 16);
        assertThat(runs.leftBytesMax())
                .isGreaterThanOrEqualTo(FastRuns.leftBytesMax(1 << 16, List.of("a", "b/c")))
                .isGreaterThanOrEqualTo(FastRuns.leftBytesMax(1 << 16, List.of()));
        assertThat(runs.slots()).isEqualTo(3);
    }
}
