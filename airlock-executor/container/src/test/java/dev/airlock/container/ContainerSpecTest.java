package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.container.ContainerRuntime.Kind;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    private static final CallList LIST = new CallList(new TreeMap<>(Map.of(1, "write")), new TreeMap<>());
    private static final ContainerSpec SPEC =
            new ContainerSpec(List.of("/bin/p", "a"), List.of("HOME=/"), 64, LIST, false);

    private static JsonNode config(Optional<String> group) throws IOException {
        return new ObjectMapper().readTree(SPEC.config(new ContainerSpec.Place(7000, group, false, Kind.CRUN)));
    }

    @Test
    void it_has_a_namespace_of_each_kind_and_users_of_the_host_that_are_its_own() throws IOException {
        JsonNode linux = config(Optional.empty()).get("linux");
        Set<String> types = new HashSet<>();
        linux.get("namespaces").forEach(namespace -> {
            assertThat(namespace.has("path")).as("joins nobody's").isFalse();
            types.add(namespace.get("type").asText());
        });
        assertThat(types).containsExactlyInAnyOrder("user", "pid", "network", "ipc", "uts", "mount", "cgroup");
        assertThat(linux.get("uidMappings").toString()).isEqualTo("[{\"containerID\":0,\"hostID\":7000,\"size\":2}]");
        assertThat(linux.get("gidMappings")).isEqualTo(linux.get("uidMappings"));
    }

    @Test
    void its_program_is_nobody_and_can_become_nobody_else() throws IOException {
        JsonNode process = config(Optional.empty()).get("process");
        assertThat(process.get("user").get("uid").asInt()).isEqualTo(1);
        assertThat(process.get("noNewPrivileges").asBoolean()).isTrue();
        assertThat(process.get("capabilities")).hasSize(5).allSatisfy(set -> assertThat(set)
                .isEmpty());
        assertThat(process.get("terminal").asBoolean()).isFalse();
        assertThat(process.get("env").toString()).isEqualTo("[\"HOME=/\"]");
    }

    @Test
    void nothing_that_can_be_written_to_can_be_executed_and_all_of_it_has_a_size() throws IOException {
        JsonNode config = config(Optional.empty());
        assertThat(config.get("root").get("readonly").asBoolean()).isTrue();
        assertThat(config.get("mounts")).allSatisfy(mount -> {
            String options = mount.get("options").toString();
            assertThat(options).contains("noexec", "nosuid");
            boolean bound = mount.get("type").asText().equals("bind");
            assertThat(options).contains(bound ? "\"ro\"" : "size=").contains(bound ? "\"ro\"" : "nr_inodes=");
        });
        assertThat(config.get("mounts").findValuesAsText("destination"))
                .containsExactly("/dev", "/dev/shm", "/tmp", "/out", "/in");
    }

    @Test
    void its_memory_is_limited_with_and_without_control_groups() throws IOException {
        JsonNode without = config(Optional.empty());
        assertThat(without.get("process").get("rlimits").toString())
                .contains("{\"type\":\"RLIMIT_AS\",\"hard\":67108864,\"soft\":67108864}")
                .contains("{\"type\":\"RLIMIT_NPROC\",\"hard\":16,\"soft\":16}")
                .contains("{\"type\":\"RLIMIT_CORE\",\"hard\":0,\"soft\":0}");
        assertThat(without.get("linux").has("resources")).isFalse();
        JsonNode with = config(Optional.of("/g")).get("linux");
        assertThat(with.get("cgroupsPath").asText()).isEqualTo("/g");
        assertThat(with.get("resources").get("memory").get("limit").asLong()).isEqualTo((64L + 64 + 4 + 16) << 20);
        assertThat(with.get("resources").get("pids").get("limit").asInt()).isEqualTo(16);
    }

    @Test
    void of_an_ordinary_user_the_kernel_would_count_the_executor_s_threads_too_so_its_group_alone_limits_processes()
            throws IOException {
        String host = SPEC.config(new ContainerSpec.Place(7000, Optional.empty(), false, Kind.CRUN));
        String rootless = SPEC.config(new ContainerSpec.Place(7000, Optional.empty(), true, Kind.CRUN));
        assertThat(rootless)
                .isEqualTo(host.replace("{\"type\":\"RLIMIT_NPROC\",\"hard\":16,\"soft\":16},", ""))
                .isNotEqualTo(host);
    }

    private static ContainerSpec.Place place(int user, boolean rootless, Kind runtime) {
        return new ContainerSpec.Place(user, Optional.of("/" + user), rootless, runtime);
    }

    @Test
    void its_digest_is_that_of_what_it_is_and_not_of_where() {
        String digest = SPEC.digest(place(7000, false, Kind.CRUN), true);
        assertThat(digest).matches("sha256:[0-9a-f]{64}").isEqualTo(SPEC.digest(place(8000, false, Kind.CRUN), true));
        assertThat(SPEC.digest(new ContainerSpec.Place(1, Optional.empty(), false, Kind.CRUN), true))
                .as("where its runtime makes no groups there is none for devices")
                .isEqualTo(SPEC.digest(new ContainerSpec.Place(2, Optional.empty(), false, Kind.CRUN), true))
                .isNotEqualTo(digest);
        assertThat(new ContainerSpec(SPEC.command(), SPEC.environment(), 64, LIST, true)
                        .digest(place(7000, false, Kind.CRUN), true))
                .isNotEqualTo(digest);
    }

    @Test
    void its_digest_names_the_limits_that_are_in_force_and_none_that_is_not() {
        assertThat(Set.of(
                        SPEC.digest(place(1, false, Kind.CRUN), true),
                        SPEC.digest(place(1, true, Kind.CRUN), true),
                        SPEC.digest(place(1, true, Kind.CRUN), false),
                        SPEC.digest(place(1, false, Kind.RUNC), true)))
                .as("an ordinary user's has no limit of its own on processes, and without groups it has none at all")
                .hasSize(4);
        assertThat(SPEC.limits(true)).doesNotContainKey("RLIMIT_NPROC").containsEntry("RLIMIT_AS", 64L << 20);
        assertThat(SPEC.limits(false)).containsEntry("RLIMIT_NPROC", 16L);
    }

    @Test
    void what_a_runtime_needs_for_itself_is_nothing_that_its_program_has() {
        for (Kind runtime : Kind.values()) {
            JsonNode held = SPEC.inForce(place(1, false, runtime), true);
            assertThat(held.get("mounts").findValuesAsText("destination"))
                    .containsExactly("/dev", "/dev/shm", "/tmp", "/out", "/in");
            assertThat(held.get("process").get("rlimits").findValuesAsText("type"))
                    .contains("RLIMIT_AS", "RLIMIT_NPROC");
            assertThat(held.get("linux").get("resources").has("devices")).isTrue();
            JsonNode ours = SPEC.inForce(new ContainerSpec.Place(1, Optional.empty(), true, runtime), true);
            assertThat(ours.get("linux").get("resources").fieldNames())
                    .toIterable()
                    .containsExactly("memory", "pids");
            JsonNode none = SPEC.inForce(new ContainerSpec.Place(1, Optional.empty(), true, runtime), false);
            assertThat(none.get("linux").has("resources")).isFalse();
        }
    }

    @Test
    void a_runtime_of_many_threads_is_left_the_limits_that_it_would_meet_itself_and_the_proc_that_it_needs()
            throws IOException {
        JsonNode config = new ObjectMapper().readTree(SPEC.config(place(7000, false, Kind.RUNC)));
        assertThat(config.get("process").get("rlimits").findValuesAsText("type"))
                .contains("RLIMIT_NOFILE", "RLIMIT_CORE")
                .doesNotContain("RLIMIT_AS", "RLIMIT_NPROC");
        assertThat(config.get("mounts").findValuesAsText("destination"))
                .containsExactly("/proc", "/dev", "/dev/shm", "/tmp", "/out", "/in");
        assertThat(config.get("linux").get("seccomp").get("defaultAction").asText())
                .isEqualTo("SCMP_ACT_KILL_PROCESS");
    }

    @Test
    void limits_are_read_back_from_the_kernel_and_one_that_is_another_or_missing_is_named() {
        List<String> lines = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max file size             67108864             67108864             bytes     ",
                "Max open files            256                  1024                 files     ");
        Map<String, Long> asked = Map.of("RLIMIT_FSIZE", 67_108_864L);
        assertThat(LimitReading.open(lines, asked)).isEmpty();
        assertThat(LimitReading.open(lines, Map.of("RLIMIT_NOFILE", 256L)))
                .containsExactly("RLIMIT_NOFILE is 256 1024, not 256");
        assertThat(LimitReading.open(lines, Map.of("RLIMIT_AS", 1L))).containsExactly("RLIMIT_AS is not there, not 1");
    }

    @Test
    void a_command_without_a_path_and_an_odd_size_are_refused() {
        assertThatThrownBy(() -> new ContainerSpec(List.of("sh"), List.of(), 64, LIST, false))
                .hasMessageContaining("no absolute path");
        assertThatThrownBy(() -> new ContainerSpec(List.of("/sh"), List.of(), 16, LIST, false))
                .hasMessageContaining("32 to 512 MiB");
    }
}
