package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestChoiceTest {
    private static boolean chooses(String glob, String type, String method) {
        List<String> options = new TestChoice(List.of(glob)).options();
        return type.matches(option(options, "--include-classname="))
                && (type + "#" + method).matches(option(options, "--include-methodname="));
    }

    private static String option(List<String> options, String name) {
        return options.stream()
                .filter(option -> option.startsWith(name))
                .map(option -> option.substring(name.length()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "TrapTest, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, true",
        "Trap*, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, true",
        "*Test, dev.airlock.linux.VcpuTest, a_kick_ends_an_endless_loop, true",
        "TrapTest#a_harmless_guest_survives, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, true",
        "*#a_harmless*, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, true",
        "TrapTest#a_harmless, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, false",
        "Test, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, false",
        "TrapTest, dev.airlock.microvm.BearTrapTest, a_harmless_guest_survives, false",
        "CallTest#a_*, dev.airlock.microvm.TrapTest, a_harmless_guest_survives, false"
    })
    void a_glob_chooses_classes_and_methods_by_their_whole_names(
            String glob, String type, String method, boolean chosen) {
        assertThat(chooses(glob, type, method)).isEqualTo(chosen);
    }

    @Test
    void without_a_glob_every_test_of_a_guest_is_chosen_and_no_long_one() {
        List<String> options = new TestChoice(List.of()).options();
        assertThat(options).contains("--include-tag=kvm", "--exclude-tag=long");
        assertThat("dev.airlock.microvm.CallTest").matches(option(options, "--include-classname="));
        assertThat("dev.airlock.node.NodeIT").matches(option(options, "--include-classname="));
        assertThat("dev.airlock.microvm.CallTest#x").matches(option(options, "--include-methodname="));
    }

    @Test
    void several_globs_choose_what_any_of_them_chooses() {
        List<String> options = new TestChoice(List.of("CallTest#a_*", "VcpuTest")).options();
        String methods = option(options, "--include-methodname=");
        assertThat("dev.airlock.linux.VcpuTest#anything").matches(methods);
        assertThat("dev.airlock.microvm.CallTest#a_mapping_moves").matches(methods);
        assertThat("dev.airlock.microvm.CallTest#descriptors_run_out").doesNotMatch(methods);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "TrapTest#", "#a", "Trap(Test)", "Trap Test", "A#b#c", "Trap$(id)"})
    void what_is_no_name_is_refused(String glob) {
        List<String> globs = List.of(glob);
        assertThatThrownBy(() -> new TestChoice(globs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLASS#METHOD");
    }
}
