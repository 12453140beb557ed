package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlGroupsTest {
    private static final List<String> SINGLE = List.of(
            "30 25 0:26 / /sys/fs/cgroup/memory rw,nosuid shared:1 - cgroup cgroup rw,memory",
            "31 25 0:27 / /sys/fs/cgroup/pids rw,nosuid - cgroup cgroup rw,pids");

    private static final String UNIFIED = "32 25 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw";

    @Test
    void controllers_by_themselves_are_v1() {
        ControlGroups seen = ControlGroups.of(SINGLE);
        assertThat(seen.hierarchy()).isEqualTo(Hierarchy.V1);
        assertThat(seen.usable()).isTrue();
        assertThat(seen.hidden()).isEmpty();
        assertThat(seen.roots()).containsExactly(Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup/pids"));
        assertThat(seen.text()).isEqualTo("cgroup v1");
    }

    @Test
    void with_a_second_hierarchy_it_is_hybrid_and_a_runtime_must_not_see_that() {
        ControlGroups seen = ControlGroups.of(List.of(SINGLE.get(0), SINGLE.get(1), UNIFIED));
        assertThat(seen.hierarchy()).isEqualTo(Hierarchy.HYBRID);
        assertThat(seen.hidden()).isEqualTo("/sys/fs/cgroup/unified");
        assertThat(seen.roots()).hasSize(2);
    }

    @Test
    void all_in_one_is_v2() {
        ControlGroups seen = ControlGroups.of(List.of(UNIFIED.replace("/unified", "")));
        assertThat(seen.hierarchy()).isEqualTo(Hierarchy.V2);
        assertThat(seen.roots()).containsExactly(Path.of("/sys/fs/cgroup"));
        assertThat(seen.hidden()).isEmpty();
    }

    private static ControlGroups planted(Path root, String memory, String processes, String member) throws IOException {
        Path group = Files.createDirectories(root.resolve("g/c"));
        Files.writeString(root.resolve("memory.limit_in_bytes"), "0");
        Files.writeString(group.resolve("memory.limit_in_bytes"), memory);
        Files.writeString(group.resolve("pids.max"), processes);
        Files.writeString(group.resolve("cgroup.procs"), member);
        return new ControlGroups(Hierarchy.V1, Maker.RUNTIME, "", List.of(root));
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 16, 77, ",
        "9223372036854771712, 16, 77, memory.limit_in_bytes is 9223372036854771712",
        "4096, max, 77, pids.max is max",
        "4096, 16, 78, it is not in the group"
    })
    void a_limit_that_is_not_as_asked_or_holds_for_somebody_else_is_named(
            String memory, String processes, String member, String named, @TempDir Path root) throws IOException {
        List<String> open = new GroupReading(planted(root, memory + "\n", processes + "\n", member + "\n"))
                .open("/g/c", 77, 4096, 16);
        if (named == null) {
            assertThat(open).isEmpty();
        } else {
            assertThat(open).first().asString().contains(named);
        }
    }

    @Test
    void limits_that_are_nowhere_are_named(@TempDir Path root) {
        assertThat(new GroupReading(new ControlGroups(Hierarchy.V2, Maker.RUNTIME, "", List.of(root)))
                        .open("/g/c", 77, 4096, 16))
                .containsExactly("there is no memory.max", "there is no pids.max");
    }

    @Test
    void a_group_was_full_when_the_kernel_says_so_and_nowhere_else(@TempDir Path root) throws IOException {
        ControlGroups single = planted(root, "0", "0", "0");
        Files.writeString(root.resolve("g/memory.limit_in_bytes"), Long.MAX_VALUE - 4095 + "\n");
        assertThat(new GroupReading(single).wasFull("/g", 100L << 20))
                .as("no figure")
                .isFalse();
        Files.writeString(root.resolve("g/memory.max_usage_in_bytes"), (50L << 20) + "\n");
        assertThat(new GroupReading(single).wasFull("/g", 100L << 20)).isFalse();
        Files.writeString(root.resolve("g/memory.max_usage_in_bytes"), (100L << 20) - 4096 + "\n");
        assertThat(new GroupReading(single).wasFull("/g", 100L << 20)).isTrue();
        Files.writeString(root.resolve("cgroup.controllers"), "memory pids");
        ControlGroups all = new ControlGroups(Hierarchy.V2, Maker.RUNTIME, "", List.of(root));
        Files.writeString(root.resolve("g/memory.events"), "oom 3\noom_kill 0\n");
        assertThat(new GroupReading(all).wasFull("/g", 1)).isFalse();
        Files.writeString(root.resolve("g/memory.events"), "oom 3\noom_kill 1\n");
        assertThat(new GroupReading(all).wasFull("/g", 1)).isTrue();
    }

    @Test
    void without_the_two_controllers_it_says_that_rlimits_are_alone() {
        ControlGroups seen = ControlGroups.of(SINGLE.subList(0, 1));
        assertThat(seen.usable()).isFalse();
        assertThat(seen.text()).isEqualTo("cgroup v1 unused, rlimits alone");
        assertThat(ControlGroups.of(List.of("", "nonsense", "1 2 - cgroup")).text())
                .isEqualTo("no cgroups unused, rlimits alone");
    }
}
