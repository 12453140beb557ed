package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {
    @TempDir
    private Path folder;

    private DataDirectory data;
    private NodeFile own;

    @BeforeEach
    void start() throws IOException {
        data = new DataDirectory(folder);
        own = NodeFile.ofThisProcess("127.0.0.1:9092", "127.0.0.1:7700");
        own.write(data);
    }

    @Test
    void a_node_is_found_with_all_that_it_said() throws IOException {
        assertThat(NodeFile.running(data)).contains(own);
        assertThat(own.process()).contains(ProcessHandle.current());
        NodeFile.remove(data);
        assertThat(NodeFile.running(data)).isEmpty();
    }

    @Test
    void a_later_process_of_its_number_is_not_taken_for_it() throws IOException {
        new NodeFile(own.pid(), own.boot(), own.began() + 1, own.bootstrap(), own.mux()).write(data);
        assertThat(NodeFile.running(data)).isEmpty();
    }

    @Test
    void nor_one_that_began_as_long_after_another_start_of_the_machine() throws IOException {
        new NodeFile(own.pid(), "another", own.began(), own.bootstrap(), own.mux()).write(data);
        assertThat(NodeFile.running(data)).isEmpty();
    }

    /** By the day it would be another one whenever somebody sets the clock. */
    @Test
    void it_is_known_by_what_the_kernel_counts_and_not_by_the_time_of_day() throws IOException {
        String words = Files.readString(Path.of("/proc/self/stat")).replaceFirst("^.*\\) ", "");
        assertThat(own.began()).isEqualTo(Long.parseLong(words.split(" ", -1)[19]));
        assertThat(own.boot())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip());
    }

    @Test
    void a_name_that_looks_like_the_end_of_a_name_hides_no_process() throws Exception {
        Path odd = Files.copy(Path.of("/bin/sleep"), folder.resolve("a) S 1 (b"));
        Process sleeper = new ProcessBuilder(odd.toString(), "60").start();
        try {
            String words = Files.readString(Path.of("/proc/" + sleeper.pid() + "/stat"))
                    .replaceFirst("^.*\\) ", "");
            long began = Long.parseLong(words.split(" ", -1)[19]);
            assertThat(new NodeFile(sleeper.pid(), own.boot(), began, "", "").process())
                    .contains(sleeper.toHandle());
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void what_another_version_left_behind_is_a_node_that_has_ended() throws IOException {
        Files.writeString(
                data.nodeFile(),
                "{\"pid\":" + own.pid() + ",\"startedMillis\":1,\"bootstrap\":\"127.0.0.1:9092\",\"mux\":\"\"}");
        assertThat(NodeFile.running(data)).isEmpty();
    }
}
