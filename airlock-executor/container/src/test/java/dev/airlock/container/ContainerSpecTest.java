package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    private static final CallList LIST = new CallList(new TreeMap<>(Map.of(1, "write")));
    private static final ContainerSpec SPEC =
            new ContainerSpec(List.of("/bin/p", "a"), List.of("HOME=/"), 64, LIST, false);

    private static JsonNode config(Optional<String> group) throws IOException {
        return new ObjectMapper().readTree(SPEC.config(new ContainerSpec.Place(7000, group, false)));
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
        String host = SPEC.config(new ContainerSpec.Place(7000, Optional.empty(), false));
        String rootless = SPEC.config(new ContainerSpec.Place(7000, Optional.empty(), true));
        assertThat(rootless)
                .isEqualTo(host.replace("{\"type\":\"RLIMIT_NPROC\",\"hard\":16,\"soft\":16},", ""))
                .isNotEqualTo(host);
    }

    @Test
    void its_digest_is_that_of_what_it_is_and_not_of_where() {
        assertThat(SPEC.digest()).matches("sha256:[0-9a-f]{64}").isEqualTo(SPEC.digest());
        assertThat(new ContainerSpec(SPEC.command(), SPEC.environment(), 64, LIST, true).digest())
                .isNotEqualTo(SPEC.digest());
    }

    @Test
    void a_command_without_a_path_and_an_odd_size_are_refused() {
        assertThatThrownBy(() -> new ContainerSpec(List.of("sh"), List.of(), 64, LIST, false))
                .hasMessageContaining("no absolute path");
        assertThatThrownBy(() -> new ContainerSpec(List.of("/sh"), List.of(), 16, LIST, false))
                .hasMessageContaining("32 to 512 MiB");
    }
}
