package dev.airlock.executor.model;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import java.util.List;

/**
 * What a run is given, and what it is to leave.
 *
 * @param payload the program, or what the image's runner takes
 * @param inputs what lies below /in
 * @param outputs the names of files below /out that are kept
 */
public record Given(Bytes payload, List<NamedFile> inputs, List<String> outputs) {
    /** What the files that are kept may have together, in bytes. */
    public static final int OUTPUT_FILES_BYTES_MAX = 1 << 20;

    public Given {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
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
