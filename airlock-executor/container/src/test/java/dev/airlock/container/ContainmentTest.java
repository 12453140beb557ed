package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainmentTest {
    private static final String TASK = """
            Uid:\t7001\t7001\t7001\t7001
            Gid:\t7001\t7001\t7001\t7001
            Groups:\t
            Threads:\t1
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapBnd:\t0000000000000000
            CapAmb:\t0000000000000000
            NoNewPrivs:\t1
            Seccomp:\t2
            """;

    private static final String MOUNTS = """
            89 65 254:0 /roots/x / ro,relatime - ext4 /dev/vda rw
            90 89 0:40 / /dev rw,nosuid,noexec,relatime - tmpfs tmpfs rw
            92 89 0:42 / /tmp rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw
            """;

    private static Map<String, String> namespaces(int number) {
        return Containment.NAMESPACES.values().stream()
                .collect(Collectors.toMap(name -> name, name -> name + ":[" + number + "]"));
    }

    private static List<String> open(String task, String mounts) {
        return new Containment(
                        task.lines().toList(), mounts.lines().toList(), List.of(89, 92), namespaces(2), namespaces(1))
                .open(7001);
    }

    @Test
    void a_container_as_it_was_asked_for_is_closed() {
        assertThat(open(TASK, MOUNTS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Uid:\t7001, Uid:\t0, user is not 7001",
                "Gid:\t7001, Gid:\t0, group is not 7001",
                "Groups:\t, Groups:\t0, other groups",
                "Threads:\t1, Threads:\t2, not alone",
                "CapEff:\t0, CapEff:\t1, CapEff",
                "CapBnd:\t0, CapBnd:\t1, CapBnd",
                "NoNewPrivs:\t1, NoNewPrivs:\t0, no_new_privs",
                "Seccomp:\t2, Seccomp:\t0, no filter",
                "Seccomp:, None:, no filter"
            })
    void each_lock_that_is_off_is_named(String on, String off, String named) {
        assertThat(open(TASK.replace(on, off), MOUNTS))
                .singleElement()
                .asString()
                .contains(named);
    }

    @ParameterizedTest
    @CsvSource({"user", "pid", "net", "ipc", "uts", "mnt", "cgroup"})
    void a_namespace_that_is_ours_or_cannot_be_seen_is_named(String name) {
        Map<String, String> shared = new HashMap<>(namespaces(2));
        shared.put(name, name + ":[1]");
        Map<String, String> unseen = new HashMap<>(namespaces(2));
        unseen.remove(name);
        for (Map<String, String> seen : List.of(shared, unseen)) {
            assertThat(new Containment(TASK.lines().toList(), MOUNTS.lines().toList(), List.of(), seen, namespaces(1))
                            .open(7001))
                    .containsExactly("namespace " + name + " is ours");
        }
    }

    @Test
    void a_root_that_can_be_written_to_or_is_there_twice_is_named() {
        assertThat(open(TASK, MOUNTS.replace("/ ro,", "/ rw,"))).containsExactly("its root can be written to");
        String twice = MOUNTS + "99 1 254:0 / / ro - ext4 /dev/vda rw\n";
        assertThat(open(TASK, twice)).containsExactly("its root can be written to");
    }

    @Test
    void proc_sys_and_a_place_for_programs_are_named() {
        String more = MOUNTS + "94 89 0:5 / /proc rw,noexec,nosuid - proc proc rw\n"
                + "95 89 0:6 / /opt rw,nosuid - tmpfs tmpfs rw\n"
                + "96 89 0:6 / /sys/fs ro,noexec,nosuid - sysfs sysfs ro\n";
        assertThat(open(TASK, more)).containsExactly("/proc is there", "/opt lets programs in", "/sys/fs is there");
    }

    @Test
    void a_file_that_lies_on_no_mount_of_its_own_is_named() {
        for (int mount : List.of(7, -1)) {
            List<String> task = TASK.lines().toList();
            List<String> mounts = MOUNTS.lines().toList();
            assertThat(new Containment(task, mounts, List.of(89, mount), namespaces(2), namespaces(1)).open(7001))
                    .containsExactly("it has a file that is none of its own");
        }
    }

    @Test
    void the_image_is_the_mount_at_the_root() {
        var seen = new Containment(List.of(), MOUNTS.lines().toList(), List.of(), Map.of(), Map.of());
        assertThat(seen.rootMount()).hasValue(89);
        assertThat(new Containment(List.of(), List.of(), List.of(), Map.of(), Map.of()).rootMount())
                .isEmpty();
    }
}
