package dev.airlock.executor.model;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import java.util.List;
import java.util.Optional;

/**
 * What a run is given, and what it is to leave.
 *
 * @param payload the program, or what the image's runner takes
 * @param inputs what lies below /in
 * @param outputs the names of files below /out that are kept
 * @param played the recording of an earlier run, whose world this one lives in; empty for the world as it is
 */
public record Given(Bytes payload, List<NamedFile> inputs, List<String> outputs, Optional<Bytes> played) {
    /** What the files that are kept may have together, in bytes. */
    public static final int OUTPUT_FILES_BYTES_MAX = 1 << 20;

    public Given {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** In the world as it is. */
    public Given(Bytes payload, List<NamedFile> inputs, List<String> outputs) {
        this(payload, inputs, outputs, Optional.empty());
    }

    /** The same in the world of that recording, which may be anybody's bytes. */
    public Given playing(Bytes recording) {
        return new Given(payload, inputs, outputs, Optional.of(recording));
    }

    /** A payload and no files. */
    public static Given of(Bytes payload) {
        return new Given(payload, List.of(), List.of());
    }

    /** All that an intent gives. */
    public static Given of(Intent intent) {
        return new Given(intent.payload(), intent.inputs(), intent.outputs());
    }
}
