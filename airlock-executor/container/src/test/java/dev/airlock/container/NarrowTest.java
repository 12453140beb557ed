package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.microvm.SyscallCall;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands of a listed call the host's kernel gets to see. */
class NarrowTest {
    private static SyscallCall call(int number, long a0, long a1, long a2) {
        return new SyscallCall(number, a0, a1, a2, 0, 0, 0, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void a_lock_is_answered_and_the_kernel_keeps_none(long command) {
        SyscallCall lock = call(Narrow.FCNTL, 3, command, 0);
        assertThat(Narrow.permits(lock)).isFalse();
        assertThat(Narrow.locks(lock)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 36, 37, 38, 1024, 1031, 1L << 32 | 6})
    void what_is_no_lock_of_a_process_is_not_answered_as_one(long command) {
        assertThat(Narrow.locks(call(Narrow.FCNTL, 3, command, 0))).isFalse();
        assertThat(Narrow.locks(call(Narrow.IOCTL, 3, command, 0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "157, 15, true", // PR_SET_NAME
        "157, 16, true", // PR_GET_NAME
        "157, 22, false", // PR_SET_SECCOMP
        "157, 4294967318, false", // the same to a kernel that looks at 32 bits
        "157, 8, false", // PR_SET_KEEPCAPS
        "158, 4098, true", // ARCH_SET_FS
        "158, 4099, true", // ARCH_GET_FS
        "158, 4097, false", // ARCH_SET_GS
        "158, 4114, false", // ARCH_SET_CPUID
    })
    void options_of_a_process_are_its_name_and_its_thread_pointer(int number, long option, boolean permitted) {
        assertThat(Narrow.permits(call(number, option, 15, 4098))).isEqualTo(permitted);
    }

    @Test
    void limits_can_be_read_and_not_set() {
        assertThat(Narrow.permits(call(Narrow.PRLIMIT64, 0, 3, 0))).isTrue();
        assertThat(Narrow.permits(call(Narrow.PRLIMIT64, 0, 0, 0x7000))).isFalse();
        assertThat(Narrow.permits(call(Narrow.SETRLIMIT, 0, 0x7000, 0))).isFalse();
    }

    @Test
    void each_rule_compares_the_argument_that_is_the_command() {
        CallList list = new CallList(
                new TreeMap<>(Map.of(72, "fcntl", 157, "prctl", 158, "arch_prctl", 302, "prlimit64")), new TreeMap<>());
        JsonNode profile = SeccompProfile.of(list, false, "/b/s");
        List<String> rules = StreamSupport.stream(profile.get("syscalls").spliterator(), false)
                .filter(rule -> rule.has("args"))
                .map(rule -> rule.get("names").get(0).asText() + " "
                        + rule.get("args").get(0).get("index") + " "
                        + rule.get("args").get(0).get("value"))
                .toList();
        assertThat(rules)
                .contains("prctl 0 15", "prctl 0 16", "arch_prctl 0 4098", "arch_prctl 0 4099", "prlimit64 2 0")
                .contains("fcntl 1 0", "fcntl 1 5")
                .doesNotContain("fcntl 1 6", "fcntl 1 7")
                .hasSize(5 + Narrow.FCNTLS.size());
        assertThat(profile.get("syscalls").toString())
                .as("none of them without a look at its command")
                .contains("{\"action\":\"SCMP_ACT_ALLOW\",\"names\":[]}");
    }
}
