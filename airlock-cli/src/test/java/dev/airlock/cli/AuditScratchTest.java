package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an audit's own files are, and what it says when there is no room for them. */
class AuditScratchTest {
    @TempDir
    private static Path folder;

    private static Node node;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(new DataDirectory(data()), new NodeOptions(0, 0, 2, true, true, true, false), _ -> {});
        Said ran = Said.by("run", "code:execute", "print(1)", "--backend", "simulation", "--data", data().toString());
        assertThat(ran.exit()).describedAs(ran.err()).isZero();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Path data() {
        return folder.resolve("data");
    }

    private Said audit() {
        return Said.by("audit", "--policy-replay", "--scratch", scratch.toString(), "--data", data().toString());
    }

    @Test
    void what_an_audit_wrote_is_gone_and_its_directory_is_still_there() {
        Said said = audit();
        assertThat(said.exit()).describedAs(said.out() + said.err()).isZero();
        assertThat(scratch).isEmptyDirectory();
    }

    /** A real file system that is full: a small tmpfs, which takes root to mount. */
    @Test
    void a_full_disk_is_told_with_what_helps_and_says_nothing_of_the_ledger() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", scratch.toString()), "it takes root");
        try {
            fill(scratch.resolve("filler"));
            Said said = audit();
            assertThat(said.exit()).describedAs(said.out() + said.err()).isEqualTo(Exit.USAGE);
            assertThat(said.out()).isEmpty();
            assertThat(said.err())
                    .contains("airlock: the audit has come to no end, and says nothing of the ledger: files in "
                            + scratch + " cannot be used: No space left on device")
                    .contains("try: make room there, or airlock audit --scratch DIR")
                    .doesNotContain("Exception", "\tat ");
        } finally {
            run("umount", "--lazy", scratch.toString());
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int block = 0; block < 1 << 10; block++) {
                out.write(new byte[1 << 10]);
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
