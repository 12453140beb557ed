package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlock run --stream} against the fast lane of a whole node; no guest is needed. */
class StreamTest {
    @TempDir
    static Path directory;

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(
                new DataDirectory(directory.resolve("data")), new NodeOptions(0, freePort(), 2, true, true), _ -> {});
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(directory.resolve("data").toString());
        return Said.by(all.toArray(String[]::new));
    }

    @Test
    void what_was_streamed_and_the_rest_are_what_the_token_has_the_hash_of() {
        Said said = said("run", "--stream", "code:execute", "print(1)", "--backend", "simulation");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(said.out()).isEqualTo("simulation: nothing was run\n");
        assertThat(said.err()).contains("SAFE_EXECUTION code:execute").contains("chain fast ");
    }

    @Test
    void a_refusal_is_told_as_ever() {
        Said said = said("run", "--stream", "tea:make", "print(1)", "--backend", "simulation");
        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.err()).contains("INTENT_REJECTED tea:make");
    }

    @Test
    void an_intent_that_was_cancelled_before_it_came_is_not_run_by_the_fast_lane_either() {
        String id = UUID.randomUUID().toString();
        assertThat(said("cancel", "fast/" + id).exit()).isEqualTo(Exit.USAGE);
        Said said = said(
                "run",
                "--stream",
                "code:execute",
                "print(1)",
                "--backend",
                "simulation",
                "--session",
                "fast",
                "--id",
                id);
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.CANCELLED);
        assertThat(said.err()).contains("cancelled by local before it began");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void files_and_other_keys_do_not_go_with_it() {
        assertThat(said("run", "--stream", "code:execute", "print(1)", "--as", "operator")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(said("run", "--stream", "code:execute", "print(1)", "--json").exit())
                .isEqualTo(Exit.USAGE);
    }
}
