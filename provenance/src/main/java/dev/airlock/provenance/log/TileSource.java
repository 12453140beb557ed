package dev.airlock.provenance.log;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.Optional;

/** Where stored tiles are read: a directory, a server, a map. */
@FunctionalInterface
public interface TileSource {
    /**
     * The bytes of the tile with exactly this path; empty if there is none. What comes back is not believed: its length
     * is checked here, and its hashes by whoever compares the root.
     *
     * @throws IOException if it cannot be read
     */
    Optional<Bytes> read(TilePath path) throws IOException;

    /**
     * The same, or the beginning of the full tile if the partial one is there no more.
     *
     * @throws TileMissing if neither is there
     */
    default Bytes need(TilePath path) throws IOException {
        Optional<Bytes> asked = read(path);
        if (asked.isPresent() || path.width() == TilePath.WIDTH) {
            return asked.orElseThrow(() -> new TileMissing(path, "is not there"));
        }
        return read(path.full()).orElseThrow(() -> new TileMissing(path, "is not there, nor is the full one"));
    }
}
