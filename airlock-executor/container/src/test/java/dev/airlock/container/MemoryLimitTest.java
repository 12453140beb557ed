package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root;

    private List<String> unified(String shown) {
        return List.of("32 25 0:28 " + shown + " " + root + " rw - cgroup2 cgroup2 rw");
    }

    private void write(String file, String text) throws IOException {
        Path to = root.resolve(file);
        Files.createDirectories(to.getParent());
        Files.writeString(to, text + "\n");
    }

    @Test
    void in_one_hierarchy_it_is_that_of_our_group() throws Exception {
        write("system.slice/airlock-executor.service/memory.max", Long.toString(6 * GIB));
        write("system.slice/memory.max", "max");
        assertThat(MemoryLimit.of(unified("/"), List.of("0::/system.slice/airlock-executor.service")))
                .isEqualTo(OptionalLong.of(6 * GIB));
    }

    @Test
    void a_group_above_may_leave_less() throws Exception {
        write("a/memory.max", Long.toString(2 * GIB));
        write("a/b/memory.max", Long.toString(6 * GIB));
        assertThat(MemoryLimit.of(unified("/"), List.of("0::/a/b"))).isEqualTo(OptionalLong.of(2 * GIB));
    }

    @Test
    void without_one_it_is_none() throws Exception {
        write("a/memory.max", "max");
        assertThat(MemoryLimit.of(unified("/"), List.of("0::/a"))).isEmpty();
        assertThat(MemoryLimit.of(unified("/"), List.of("0::/elsewhere"))).isEmpty();
        assertThat(MemoryLimit.of(List.of(), List.of("0::/a"))).isEmpty();
        assertThat(MemoryLimit.of(unified("/"), List.of())).isEmpty();
    }

    @Test
    void of_controllers_by_themselves_it_is_that_of_memory_and_the_number_for_none_is_none() throws Exception {
        List<String> mounts = List.of(
                "31 25 0:27 / /elsewhere rw,nosuid - cgroup cgroup rw,pids",
                "30 25 0:26 / " + root + " rw,nosuid shared:1 - cgroup cgroup rw,memory",
                "32 25 0:28 / /unified rw - cgroup2 cgroup2 rw");
        List<String> ours = List.of("5:pids:/p", "4:memory:/docker/1", "0::/u");
        write("memory.limit_in_bytes", "9223372036854771712");
        write("docker/1/memory.limit_in_bytes", "9223372036854771712");
        assertThat(MemoryLimit.of(mounts, ours)).isEmpty();
        write("docker/1/memory.limit_in_bytes", Long.toString(4 * GIB));
        assertThat(MemoryLimit.of(mounts, ours)).isEqualTo(OptionalLong.of(4 * GIB));
    }

    @Test
    void in_a_container_our_group_is_the_top_of_what_is_mounted() throws Exception {
        write("memory.max", Long.toString(4 * GIB));
        assertThat(MemoryLimit.of(unified("/docker/1"), List.of("0::/docker/1")))
                .isEqualTo(OptionalLong.of(4 * GIB));
        assertThat(MemoryLimit.of(unified("/"), List.of("0::/"))).isEqualTo(OptionalLong.of(4 * GIB));
        assertThat(MemoryLimit.of(unified("/../.."), List.of("0::/docker/1"))).isEqualTo(OptionalLong.of(4 * GIB));
    }
}
