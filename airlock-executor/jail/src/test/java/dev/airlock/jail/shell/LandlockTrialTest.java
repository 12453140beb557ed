package dev.airlock.jail.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.jail.model.Landlocked;
import dev.airlock.jail.model.Landlocked.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandlockTrialTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "this kernel has no Landlock",
                "this kernel has Landlock, and it was not switched on at boot",
                "Landlock: landlock_create_ruleset: EPERM (errno 1)",
                "Landlock",
            })
    void a_kernel_without_landlock_has_no_lock_whatever_else_refuses_something(String kernel) {
        assertThat(LandlockTrial.version(kernel)).isZero();
        assertThat(LandlockTrial.look(kernel))
                .isEqualTo(new Landlocked(kernel, Trial.WENT_THROUGH, Trial.WENT_THROUGH));
    }

    @ParameterizedTest
    @CsvSource({"Landlock 1, 1", "Landlock 4, 4", "Landlock 17, 17"})
    void the_version_is_the_kernels(String kernel, int version) {
        assertThat(LandlockTrial.version(kernel)).isEqualTo(version);
    }

    @Test
    void before_its_fourth_version_tcp_is_not_locked() {
        assertThat(LandlockTrial.look("Landlock 3").tcp()).isEqualTo(Trial.WENT_THROUGH);
    }
}
