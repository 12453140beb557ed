package dev.airlock.provenance.log;

import java.io.IOException;
import java.io.Serial;

/** A tile that a tree of this size must have is not there, or is not what it should be. It can be made again from the entries. */
public final class TileMissing extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    TileMissing(TilePath path, String what) {
        super(path.text() + " " + what);
    }
}
