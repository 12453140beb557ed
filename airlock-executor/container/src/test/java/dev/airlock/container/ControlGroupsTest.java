package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.container.ControlGroups.Hierarchy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void without_the_two_controllers_it_says_that_rlimits_are_alone() {
        ControlGroups seen = ControlGroups.of(SINGLE.subList(0, 1));
        assertThat(seen.usable()).isFalse();
        assertThat(seen.text()).isEqualTo("cgroup v1 unused, rlimits alone");
        assertThat(ControlGroups.of(List.of("", "nonsense", "1 2 - cgroup")).text())
                .isEqualTo("no cgroups unused, rlimits alone");
    }
}
