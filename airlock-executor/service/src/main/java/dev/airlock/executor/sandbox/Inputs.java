package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Given;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.personality.Recording;

/** What a run is given, as guests take it. */
final class Inputs {
    private Inputs() {}

    static RunInput of(Given given) {
        return new RunInput(
                given.payload().toArray(),
                given.inputs().stream()
                        .map(file -> new GuestFile(file.name(), file.content().toArray()))
                        .toList(),
                given.outputs(),
                Given.OUTPUT_FILES_BYTES_MAX,
                given.played().map(recording -> Recording.of(recording.toArray())));
    }
}
