package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.microvm.SyscallCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
    private static final CallList LIST = new CallList(
            new TreeMap<>(Map.of(
                    0, "read", 1, "write", 9, "mmap", 10, "mprotect", 59, "execve", 60, "exit", 231, "exit_group")),
            new TreeMap<>());

    private static List<JsonNode> rules(JsonNode profile) {
        return StreamSupport.stream(profile.get("syscalls").spliterator(), false)
                .toList();
    }

    private static List<String> names(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.get("names").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void what_no_rule_names_is_asked_about() {
        JsonNode profile = SeccompProfile.of(LIST, false, "/b/s");
        assertThat(profile.get("defaultAction").asText()).isEqualTo("SCMP_ACT_NOTIFY");
        assertThat(profile.get("listenerPath").asText()).isEqualTo("/b/s");
        assertThat(profile.get("architectures")).hasSize(1);
        assertThat(rules(profile))
                .allSatisfy(rule -> assertThat(rule.get("action").asText()).isEqualTo("SCMP_ACT_ALLOW"));
    }

    @Test
    void ends_and_new_programs_are_never_left_to_the_kernel() {
        assertThat(rules(SeccompProfile.of(LIST, false, "/b/s")))
                .noneSatisfy(rule -> assertThat(names(rule)).containsAnyOf("execve", "exit", "exit_group"));
    }

    @Test
    void executable_memory_and_descriptor_0_are_asked_about_and_other_uses_of_those_calls_are_not() {
        List<JsonNode> rules = rules(SeccompProfile.of(LIST, false, "/b/s"));
        assertThat(rules).hasSize(4);
        assertThat(names(rules.getFirst())).containsExactly("write");
        assertThat(rules.getFirst().has("args")).isFalse();
        assertThat(rules.get(1).toString())
                .isEqualTo("{\"action\":\"SCMP_ACT_ALLOW\",\"names\":[\"read\"],"
                        + "\"args\":[{\"index\":0,\"value\":0,\"op\":\"SCMP_CMP_NE\"}]}");
        for (JsonNode rule : rules.subList(2, 4)) {
            assertThat(rule.get("args").toString())
                    .isEqualTo("[{\"index\":2,\"value\":4,\"valueTwo\":0,\"op\":\"SCMP_CMP_MASKED_EQ\"}]");
        }
        assertThat(names(rules.get(2))).containsExactly("mmap");
        assertThat(names(rules.get(3))).containsExactly("mprotect");
    }

    @Test
    void where_every_call_is_to_be_seen_the_kernel_decides_nothing() {
        assertThat(rules(SeccompProfile.of(LIST, true, "/b/s"))).isEmpty();
    }

    @Test
    void a_list_that_does_not_have_a_call_gives_no_rule_for_it() {
        CallList one = new CallList(new TreeMap<>(Map.of(1, "write")), new TreeMap<>());
        assertThat(rules(SeccompProfile.of(one, false, "/b/s"))).hasSize(1);
    }

    @Test
    void a_number_beyond_the_table_is_refused() {
        assertThatThrownBy(() -> new CallList(new TreeMap<>(Map.of(512, "x32")), new TreeMap<>()))
                .hasMessageContaining("numbers are 0 to 511");
        assertThatThrownBy(() -> new CallList(new TreeMap<>(Map.of(-1, "none")), new TreeMap<>()))
                .hasMessageContaining("numbers are 0 to 511");
    }

    @Test
    void of_calls_with_commands_the_kernel_does_the_few_that_are_for_programs() {
        CallList narrow = new CallList(
                new TreeMap<>(Map.of(16, "ioctl", 72, "fcntl", 157, "prctl", 324, "membarrier")), new TreeMap<>());
        List<JsonNode> rules = rules(SeccompProfile.of(narrow, false, "/b/s"));
        assertThat(rules.stream().filter(rule -> rule.has("args")))
                .hasSize(Narrow.IOCTLS.size() + Narrow.FCNTLS.size() + Narrow.PRCTLS.size())
                .allSatisfy(rule ->
                        assertThat(rule.get("args").get(0).get("op").asText()).isEqualTo("SCMP_CMP_EQ"));
        assertThat(rules.stream().filter(rule -> !rule.has("args")).flatMap(rule -> names(rule).stream()))
                .isEmpty();
        assertThat(Narrow.permits(new SyscallCall(16, 1, 0x5401, 0, 0, 0, 0, false)))
                .isTrue();
        assertThat(Narrow.permits(new SyscallCall(16, 1, 0xC020660BL, 0, 0, 0, 0, false)))
                .isFalse();
        assertThat(Narrow.permits(new SyscallCall(72, 1, 0x1_0000_0001L, 0, 0, 0, 0, false)))
                .isFalse();
        assertThat(rules.stream().filter(rule -> names(rule).contains("prctl")))
                .allSatisfy(rule ->
                        assertThat(rule.get("args").get(0).get("index").asInt()).isZero());
        assertThat(Narrow.permits(new SyscallCall(157, 15, 0x5401, 0, 0, 0, 0, false)))
                .isTrue();
        assertThat(Narrow.permits(new SyscallCall(157, 22, 15, 0, 0, 0, 0, false)))
                .isFalse();
        assertThat(Narrow.permits(new SyscallCall(324, 1, 0, 0, 0, 0, 0, false)))
                .isFalse();
    }

    private static final CallList NAMED = new CallList(LIST.calls(), new TreeMap<>(Map.of(41, "socket", 16, "ioctl")));

    private static List<String> withAction(JsonNode profile, String action) {
        return rules(profile).stream()
                .filter(rule -> rule.get("action").asText().equals("SCMP_ACT_" + action))
                .map(rule -> names(rule) + (rule.has("args") ? rule.get("args").toString() : ""))
                .toList();
    }

    @Test
    void a_runtime_that_asks_by_names_alone_is_told_every_name_and_what_has_none_ends_the_program() {
        JsonNode profile = SeccompProfile.byNames(NAMED, "/b/s");
        assertThat(profile.get("defaultAction").asText()).isEqualTo("SCMP_ACT_KILL_PROCESS");
        assertThat(profile.get("defaultErrnoRet").asInt())
                .as("SECCOMP_RET_ERRNO | ENOSYS: so it answers none of them by itself")
                .isEqualTo(327_718);
        assertThat(withAction(profile, "NOTIFY"))
                .containsExactly(
                        "[read][{\"index\":0,\"value\":0,\"op\":\"SCMP_CMP_EQ\"}]",
                        "[mmap][{\"index\":2,\"value\":4,\"valueTwo\":4,\"op\":\"SCMP_CMP_MASKED_EQ\"}]",
                        "[mprotect][{\"index\":2,\"value\":4,\"valueTwo\":4,\"op\":\"SCMP_CMP_MASKED_EQ\"}]",
                        "[execve, exit, exit_group]",
                        "[ioctl, socket]");
        assertThat(withAction(profile, "ALLOW"))
                .containsExactly(
                        "[write]",
                        "[read][{\"index\":0,\"value\":0,\"op\":\"SCMP_CMP_NE\"}]",
                        "[mmap][{\"index\":2,\"value\":4,\"valueTwo\":0,\"op\":\"SCMP_CMP_MASKED_EQ\"}]",
                        "[mprotect][{\"index\":2,\"value\":4,\"valueTwo\":0,\"op\":\"SCMP_CMP_MASKED_EQ\"}]");
    }

    @Test
    void a_listed_call_with_commands_is_asked_about_whatever_its_command_is_where_names_alone_count() {
        CallList narrow = new CallList(
                new TreeMap<>(Map.of(1, "write", 16, "ioctl", 72, "fcntl", 324, "membarrier")), new TreeMap<>());
        JsonNode profile = SeccompProfile.byNames(narrow, "/b/s");
        assertThat(withAction(profile, "ALLOW")).containsExactly("[write]");
        assertThat(withAction(profile, "NOTIFY")).containsExactly("[ioctl, fcntl, membarrier]", "[]");
    }

    @Test
    void a_list_without_write_is_none_that_such_a_runtime_can_keep() {
        CallList silent = new CallList(new TreeMap<>(Map.of(0, "read")), new TreeMap<>(Map.of(1, "write")));
        assertThatThrownBy(() -> SeccompProfile.byNames(silent, "/b/s")).hasMessageContaining("write is not listed");
    }

    @Test
    void a_call_is_listed_or_it_is_not() {
        assertThatThrownBy(() -> new CallList(LIST.calls(), LIST.calls())).hasMessageContaining("listed, or it is not");
    }
}
