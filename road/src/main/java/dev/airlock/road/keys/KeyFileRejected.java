package dev.airlock.road.keys;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * A key file or directory that cannot be trusted as it is. The message names the path and the fix, and quotes no
 * content.
 */
public final class KeyFileRejected extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    KeyFileRejected(Path path, String whatAndFix) {
        super(path + ": " + whatAndFix);
    }
}
