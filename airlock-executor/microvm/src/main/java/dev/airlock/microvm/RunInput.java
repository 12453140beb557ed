package dev.airlock.microvm;

import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.personality.Recording;
import java.util.List;
import java.util.Optional;

/**
 * What one run is given, and what is to be kept of it.
 *
 * @param payload what reads of descriptor 0 yield
 * @param files what lies below /in; names differ and none is a folder of another
 * @param wanted the names of files below /out to be kept when the program has ended itself
 * @param wantedBytes what those may have together, 0 to 64 MiB
 * @param played the world that it lives in once more; empty for the world as it is
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; the accessors' callers own the record
public record RunInput(
        byte[] payload, List<GuestFile> files, List<String> wanted, long wantedBytes, Optional<Recording> played) {
    private static final long WANTED_MOST = 64L << 20;

    public RunInput {
        payload = payload.clone();
        files = List.copyOf(files);
        wanted = List.copyOf(wanted);
        if (wantedBytes < 0 || wantedBytes > WANTED_MOST) {
            throw new IllegalArgumentException("files of " + wantedBytes + " bytes; at most " + WANTED_MOST);
        }
    }

    /** A payload and no files. */
    public static RunInput of(byte[] payload) {
        return new RunInput(payload, List.of(), List.of(), 0, Optional.empty());
    }

    /** The same once more in the world of a run that was recorded. */
    public RunInput playing(Recording recording) {
        return new RunInput(payload, files, wanted, wantedBytes, Optional.of(recording));
    }
}
