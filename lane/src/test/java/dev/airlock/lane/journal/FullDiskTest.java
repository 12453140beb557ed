package dev.airlock.lane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.lane.journal.Journals.Found;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is full: a small tmpfs, which takes root to mount. */
class FullDiskTest {
    private static final Shape SHAPE = new Shape(64 << 10, 1 << 20, Duration.ZERO);

    @TempDir
    Path directory;

    @Test
    void a_full_disk_refuses_before_anything_is_lost_and_there_is_room_again_when_there_is() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", directory.toString()), "it takes root");
        try {
            fillAndMakeRoom(directory.resolve("journal"));
        } finally {
            run("umount", "--lazy", directory.toString());
        }
    }

    private void fillAndMakeRoom(Path journals) throws Exception {
        int written = 0;
        try (Found found = Journals.open(journals, SHAPE)) {
            fill(directory.resolve("filler"));
            NoRoom full = null;
            while (full == null) {
                try {
                    Journals.write(found.journal(), "record " + written);
                    written++;
                } catch (NoRoom e) {
                    full = e;
                }
            }
            assertThat(full).hasMessageContaining("No space left");
            assertThat(found.journal().broken()).isEmpty();
            assertThatThrownBy(() -> found.journal().reserve(Claim.USUAL, 1 << 14, 1))
                    .isInstanceOf(NoRoom.class);

            Files.delete(directory.resolve("filler"));
            String last = "record " + written;
            Awaitility.await("a disk that was full is asked again").until(() -> {
                try {
                    Journals.write(found.journal(), last);
                    return true;
                } catch (NoRoom e) {
                    return false;
                }
            });
        }
        try (Found again = Journals.open(journals, SHAPE)) {
            assertThat(again.texts()).hasSize(written + 1).endsWith("record " + written);
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[1 << 10];
            for (int i = 0; i < 1 << 10; i++) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }
}
