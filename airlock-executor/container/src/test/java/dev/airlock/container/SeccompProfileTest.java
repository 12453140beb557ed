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
    private static final CallList LIST = new CallList(new TreeMap<>(
            Map.of(0, "read", 1, "write", 9, "mmap", 10, "mprotect", 59, "execve", 60, "exit", 231, "exit_group")));

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
        CallList one = new CallList(new TreeMap<>(Map.of(1, "write")));
        assertThat(rules(SeccompProfile.of(one, false, "/b/s"))).hasSize(1);
    }

    @Test
    void a_number_beyond_the_table_is_refused() {
        assertThatThrownBy(() -> new CallList(new TreeMap<>(Map.of(512, "x32"))))
                .hasMessageContaining("numbers are 0 to 511");
        assertThatThrownBy(() -> new CallList(new TreeMap<>(Map.of(-1, "none"))))
                .hasMessageContaining("numbers are 0 to 511");
    }

    @Test
    void of_calls_with_commands_the_kernel_does_the_few_that_are_for_programs() {
        CallList narrow = new CallList(new TreeMap<>(Map.of(16, "ioctl", 72, "fcntl", 324, "membarrier")));
        List<JsonNode> rules = rules(SeccompProfile.of(narrow, false, "/b/s"));
        assertThat(rules.stream().filter(rule -> rule.has("args")))
                .hasSize(Narrow.IOCTLS.size() + Narrow.FCNTLS.size())
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
        assertThat(Narrow.permits(new SyscallCall(324, 1, 0, 0, 0, 0, 0, false)))
                .isFalse();
    }
}
