package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelegationTest {
    private static final List<String> SINGLE = List.of(
            "30 25 0:26 / /sys/fs/cgroup/memory rw,nosuid shared:1 - cgroup cgroup rw,memory",
            "31 25 0:27 /outer /sys/fs/cgroup/pids rw,nosuid - cgroup cgroup rw,pids",
            "32 25 0:28 / /sys/fs/cgroup/both rw,nosuid - cgroup cgroup rw,cpu,cpuacct");

    private static Optional<ControlGroups> single(String... ours) {
        return Delegation.of(ControlGroups.of(SINGLE), SINGLE, List.of(ours));
    }

    @Test
    void of_each_controller_by_itself_it_is_the_group_that_this_process_is_in() {
        ControlGroups found =
                single("8:pids:/outer/a/b", "4:memory:/m", "1:cpu,cpuacct:/").orElseThrow();
        assertThat(found.roots())
                .containsExactly(Path.of("/sys/fs/cgroup/memory/m"), Path.of("/sys/fs/cgroup/pids/a/b"));
        assertThat(found.maker()).isEqualTo(Maker.OURSELVES);
        assertThat(found.text()).isEqualTo("cgroup v1 delegated");
        assertThat(found.joins("/g"))
                .isEqualTo("/sys/fs/cgroup/memory/m/g/c/cgroup.procs /sys/fs/cgroup/pids/a/b/g/c/cgroup.procs");
    }

    @ParameterizedTest
    @CsvSource({
        "4:memory:/m,",
        "4:memory:/m, 8:pids:/elsewhere",
        "4:memory:/a b, 8:pids:/outer",
        "nonsense, 8:pids:/outer"
    })
    void a_controller_that_is_missing_or_out_of_sight_and_a_path_that_a_shell_would_split_are_none(
            String memory, String processes) {
        assertThat(single(memory, String.valueOf(processes))).isEmpty();
    }

    private static Optional<ControlGroups> unified(Path root, String path) {
        List<String> mounts = List.of("32 25 0:28 / " + root + " rw - cgroup2 cgroup2 rw");
        return Delegation.of(ControlGroups.of(mounts), mounts, List.of("0::" + path));
    }

    /** Files where the kernel has its own; what is written to them is seen, and nothing follows from it. */
    private static Path group(Path at, String handsOn) throws IOException {
        Files.createDirectories(at);
        Files.writeString(at.resolve("cgroup.procs"), "");
        Files.writeString(at.resolve("cgroup.subtree_control"), handsOn);
        return at;
    }

    @Test
    void in_one_hierarchy_this_process_leaves_its_group_for_one_below_and_then_hands_its_controllers_on(
            @TempDir Path root) throws IOException {
        Path own = group(root.resolve("scope"), "");
        Path leaf = group(own.resolve(Delegation.LEAF), "");
        assertThat(unified(root, "/scope").orElseThrow().roots()).containsExactly(own);
        assertThat(leaf.resolve("cgroup.procs")).hasContent("0");
        assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory +pids");
    }

    @Test
    void who_has_left_already_finds_the_group_that_it_has_left(@TempDir Path root) throws IOException {
        Path own = group(root.resolve("scope"), "cpu memory pids\n");
        group(own.resolve(Delegation.LEAF), "");
        ControlGroups found = unified(root, "/scope/" + Delegation.LEAF).orElseThrow();
        assertThat(found.roots()).containsExactly(own);
        assertThat(found.text()).isEqualTo("cgroup v2 delegated");
        assertThat(own.resolve(Delegation.LEAF).resolve("cgroup.procs"))
                .as("nothing was moved")
                .hasContent("");
    }

    @Test
    void who_may_not_make_a_group_below_its_own_has_none(@TempDir Path root) throws IOException {
        assertThat(unified(root, "/nowhere")).isEmpty();
        Path own = group(root.resolve("scope"), "");
        Files.writeString(own.resolve(Delegation.LEAF), "in the way");
        assertThat(unified(root, "/scope")).isEmpty();
        assertThat(own.resolve("cgroup.subtree_control")).hasContent("");
    }

    @Test
    void groups_of_ours_have_both_limits_before_anybody_is_in_them(@TempDir Path root) throws Exception {
        ControlGroups ours = new ControlGroups(Hierarchy.V1, Maker.OURSELVES, "", List.of(root));
        Files.createDirectories(root.resolve("g"));
        assertThat(Files.exists(root.resolve("g/c"))).isFalse();
        assertThatThrownBy(() -> ours.prepare("/g", 4096, 16))
                .as("somebody has made it before")
                .isInstanceOf(ContainerFailed.class);
        assertThatThrownBy(() -> ours.prepare("/h", 4096, 16))
                .as("no file takes the limit")
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("memory.limit_in_bytes");
    }
}
