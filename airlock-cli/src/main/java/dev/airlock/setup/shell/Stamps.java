package dev.airlock.setup.shell;

import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.Stamp;
import dev.airlock.setup.wire.StampText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The stamp on the disk: whole or not at all. */
public final class Stamps {
    private static final long BYTES_MAX = 4_096;

    private Stamps() {}

    public static Found read(Layout layout) throws IOException {
        Path file = layout.stamp();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Found.Nothing();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > BYTES_MAX) {
            return new Found.Corrupt("it is no file of at most " + BYTES_MAX + " bytes");
        }
        return StampText.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    static void write(Layout layout, Stamp stamp) throws IOException {
        Synced.write(layout.stamp(), StampText.of(stamp));
    }
}
