package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.model.Offence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadScanTest {
    @Test
    void a_clean_payload_shows_five_calls() {
        PayloadScan.Sighting seen = PayloadScan.look("code:execute", "print(1)");
        assertThat(seen.calls()).containsExactly("sys_execve", "sys_read", "sys_write", "sys_brk", "sys_exit");
        assertThat(seen.violations()).isEmpty();
    }

    @Test
    void the_well_known_example_is_a_violation_in_the_order_of_the_table() {
        PayloadScan.Sighting seen = PayloadScan.look("code:execute", "import os\nos.system('curl http://example.org')");
        assertThat(seen.violations())
                .extracting(Offence.Violation::call)
                .containsExactly("sys_socket", "sys_socket", "sys_fork");
        assertThat(seen.violations().getFirst().text())
                .isEqualTo("sys_socket (blocked: dangerous syscall for any intent)");
        assertThat(seen.calls()).startsWith("sys_execve").doesNotContain("sys_exit");
    }

    @ParameterizedTest
    @CsvSource({"call:video, 0", "call:video:hd, 0", "ai:infer, 0", "code:execute, 1", "call:videos, 1"})
    void mapping_memory_is_only_for_video_and_inference(String intent, int violations) {
        assertThat(PayloadScan.look(intent, "import mmap").violations()).hasSize(violations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMPORT OS",
                "import  os",
                "getattr(o, 'sys' + 'tem')",
                "import base64; base64.b64decode('b3Muc3lzdGVt')",
                "\u0456mport socket"
            })
    void what_is_spelt_differently_is_missed_so_the_scan_is_a_hint_only(String payload) {
        assertThat(PayloadScan.look("code:execute", payload).violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"print('I like bash')", "# eval( is not called", "print('to remount(ain)')"})
    void harmless_words_are_hit_too(String payload) {
        assertThat(PayloadScan.look("code:execute", payload).violations()).isNotEmpty();
    }
}
