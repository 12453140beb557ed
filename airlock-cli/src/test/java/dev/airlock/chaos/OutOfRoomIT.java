package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The machine is in the way: the command says what and how to mend it, and nothing that was there is lost. */
@Tag("system")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OutOfRoomIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 7;

    @TempDir
    Path directory;

    private static Child airlock(String... arguments) throws IOException {
        return Child.java("dev.airlock.cli.Airlock", List.of(arguments));
    }

    private Child up(Path data, int port) throws IOException {
        return airlock(
                "up",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--mux-port",
                "0",
                "--http-port",
                "0");
    }

    @Test
    void a_taken_port_is_named_with_the_option_that_changes_it() throws Exception {
        Path data = withImage(directory.resolve("data"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Child up = up(data, taken.getLocalPort())) {
            assertThat(up.exit()).isEqualTo(UNAVAILABLE);
            assertThat(up.text())
                    .contains("127.0.0.1:" + taken.getLocalPort() + " is taken")
                    .contains("try: airlock up --port PORT");
        }
    }

    @Test
    void a_data_directory_that_cannot_be_made_is_named_and_so_is_the_fix() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        try (Child up = up(file.resolve("data"), 0)) {
            assertThat(up.exit()).isIn(USAGE, UNAVAILABLE);
            assertThat(up.text()).contains(file.toString()).contains("try: ").doesNotContain("\tat ");
        }
        assertThat(file).hasContent("in the way");
    }

    @Test
    void a_second_node_on_the_same_data_is_told_so_and_the_first_goes_on() throws Exception {
        try (NodeUnderTest node = new NodeUnderTest(directory)) {
            node.start();
            try (Child second = up(directory, 0)) {
                assertThat(second.exit()).isEqualTo(UNAVAILABLE);
                assertThat(second.text())
                        .contains("another node works on this data directory")
                        .contains("airlock stop");
            }
            try (Ground ground = new Ground(node.bus(), node.data())) {
                ground.await(ground.send(node.wish("first", 1)), SOON);
                ground.audit().holdsFor(ground.sent());
            }
        }
    }

    @Test
    void a_disk_that_is_nearly_full_is_refused_before_anything_is_written() throws Exception {
        try (SmallDisk disk = SmallDisk.of(directory.resolve("disk"), 48)) {
            withImage(disk.root());
            try (Child up = up(disk.root(), 0)) {
                assertThat(up.exit()).isEqualTo(UNAVAILABLE);
                assertThat(up.text())
                        .contains("MiB free; make room for at least 64 MiB")
                        .contains("try: ");
            }
        }
    }

    @Test
    void a_disk_that_fills_up_ends_the_node_in_words_and_loses_nothing() throws Exception {
        try (SmallDisk disk = SmallDisk.of(directory.resolve("disk"), 160)) {
            withImage(disk.root());
            try (NodeUnderTest node = new NodeUnderTest(disk.root())) {
                Child first = node.start();
                try (Ground ground = new Ground(node.bus(), node.data())) {
                    for (int i = 0; i < 10; i++) {
                        ground.await(ground.send(node.wish("before", i)), SOON);
                    }
                    Set<IntentKey> before = Set.copyOf(ground.sent());
                    disk.fill();
                    Thread sending = Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < 40; i++) {
                            ground.send(node.wish("full", i));
                        }
                    });
                    Awaitility.await("the broker gives up").atMost(SOON).until(() -> !first.alive());
                    assertThat(first.exit()).isEqualTo(UNAVAILABLE);
                    assertThat(first.text()).contains(" MiB free").contains("try: make room");
                    disk.makeRoom();
                    node.start();
                    sending.join();
                    ground.awaitAll(ground.sent(), SOON);
                    Audit audit = ground.audit();
                    audit.holdsFor(ground.sent());
                    assertThat(audit.tokens().keySet()).containsAll(before);
                }
            }
        }
    }

    /** The image lies elsewhere, so that it takes no room. */
    private Path withImage(Path data) throws Exception {
        Path images = Files.createDirectories(directory.resolve("images"));
        Files.createDirectories(data);
        Files.createSymbolicLink(data.resolve("images"), images);
        TestGround.images(images, List.of(Recipe.PYTHON));
        return data;
    }

    /** A real file system that is small: a tmpfs, which takes root to mount. */
    private record SmallDisk(Path root, Path filler) implements AutoCloseable {
        static SmallDisk of(Path root, int mib) throws IOException {
            Files.createDirectories(root);
            boolean mounted =
                    run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m,mode=0700", "tmpfs", root.toString());
            if (!mounted) {
                System.err.println("SKIPPED: no tmpfs can be mounted here, so no disk was filled");
            }
            assumeTrue(mounted, "mounting a tmpfs takes root");
            return new SmallDisk(root, root.resolve("filler"));
        }

        void fill() throws IOException {
            byte[] block = new byte[1 << 16];
            try (OutputStream out = Files.newOutputStream(filler)) {
                for (int i = 0; i < 1 << 14; i++) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
                return;
            }
            throw new AssertionError("the disk is not small");
        }

        void makeRoom() throws IOException {
            Files.delete(filler);
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

        @Override
        public void close() throws IOException {
            run("umount", "--lazy", root.toString());
        }
    }
}
