package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit mode over whole nodes, of which one allows it; no guest is needed. */
class AuditTest {
    @TempDir
    static Path directory;

    private static Node auditing;

    @BeforeAll
    static void start() throws Exception {
        auditing = Node.start(
                new DataDirectory(directory.resolve("data")),
                new NodeOptions(0, 0, 2, true, true, true, true),
                _ -> {});
    }

    @AfterAll
    static void stop() {
        auditing.close();
    }

    private static Said run(Path data, String... more) {
        var all = new ArrayList<>(List.of("run", "code:execute", "mmap", "--backend", "simulation"));
        all.addAll(List.of(more));
        all.addAll(List.of("--data", data.toString()));
        return Said.by(all.toArray(String[]::new));
    }

    @Test
    void what_would_have_been_killed_is_told_by_name_and_count_and_plainly_as_audit() {
        Path data = directory.resolve("data");
        assertThat(run(data).exit()).isEqualTo(Exit.VIOLATION);
        Said said = run(data, "--audit");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(said.err()).contains("AUDIT MODE: would have been killed: sys_mmap 1");
        Said token = Said.by("tokens", "--json", "--data", data.toString());
        assertThat(token.out()).contains("audited", "sys_mmap");
        assertThat(Said.by("verify", "--all", "--data", data.toString()).exit()).isZero();
    }

    @Test
    void an_external_caller_never_gets_it_and_a_local_one_only_where_it_is_on() {
        Said external = run(directory.resolve("data"), "--audit", "--origin", "external_ai");
        assertThat(external.exit()).isEqualTo(Exit.REFUSED);
        Said internal = run(directory.resolve("data"), "--audit", "--origin", "internal");
        assertThat(internal.exit()).isEqualTo(Exit.REFUSED);
        assertThat(internal.err()).contains("local callers and operators only");
        Said off = run(TestNode.shared().data().root(), "--audit");
        assertThat(off.exit()).isEqualTo(Exit.REFUSED);
        assertThat(off.err()).contains("audit mode is off on this executor");
    }
}
