package dev.airlock.jail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.jail.model.TaskFacts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTextTest {
    private static final String TEXT = """
            Name:\tG1 Service: x
            Umask:\t0022
            Pid:\t4321
            Uid:\t64000\t64000\t64000\t64000
            Gid:\t64001\t64001\t64001\t64001
            Groups:\t107 64001\s
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000001
            CapEff:\t0000000000000002
            CapBnd:\t000001fffeffffff
            CapAmb:\t0000000000000004
            NoNewPrivs:\t1
            Seccomp:\t2
            Seccomp_filters:\t3
            """;

    @Test
    void the_kernels_text_is_read() {
        assertThat(TaskText.read(TEXT))
                .isEqualTo(new TaskFacts(
                        4321,
                        "G1 Service: x",
                        List.of(64000, 64000, 64000, 64000),
                        List.of(64001, 64001, 64001, 64001),
                        List.of(107, 64001),
                        7,
                        0x1FF_FEFF_FFFFL,
                        true,
                        2,
                        3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Uid", "Gid", "Groups", "CapBnd", "CapEff", "NoNewPrivs", "Seccomp"})
    void a_line_that_is_missing_is_not_assumed(String line) {
        String without = TEXT.replaceFirst("(?m)^" + line + ":.*\n", "");
        assertThatThrownBy(() -> TaskText.read(without))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    @Test
    void a_name_cannot_forge_another_line() {
        assertThat(TaskText.read(TEXT.replace("G1 Service: x", "x Seccomp:\t0")).seccomp())
                .isEqualTo(2);
    }

    @Test
    void a_kernel_that_counts_no_filters_is_read_too() {
        assertThat(TaskText.read(TEXT.replaceFirst("Seccomp_filters:.*\n", "")).filters())
                .isZero();
    }
}
