package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmulatorTest {
    @TempDir
    private Path folder;

    private Emulator emulator() {
        return emulator(Reach.GUESTS);
    }

    private Emulator emulator(Reach reach) {
        return new Emulator(new Kernel(Path.of("/k/vmlinuz-6.1.0-56-cloud-amd64"), Path.of("/k")), reach, folder);
    }

    @Test
    void the_machine_has_no_network_and_no_disk_and_no_help_from_hardware() {
        assertThat(emulator().arguments(Path.of("/run/initrd")))
                .containsSequence("-accel", "tcg,thread=single")
                .containsSequence("-kernel", "/k/vmlinuz-6.1.0-56-cloud-amd64")
                .containsSequence("-initrd", "/run/initrd")
                .containsSequence("-m", "2048")
                .contains("-nodefaults")
                .noneMatch(argument -> argument.matches("-(netdev|nic|net|drive|hda|blockdev|enable-kvm)"));
    }

    @Test
    void the_road_gets_more_memory_and_a_clock_that_a_busy_host_does_not_hurry() {
        assertThat(emulator(Reach.ROAD).arguments(Path.of("/run/initrd")))
                .containsSequence("-icount", "shift=0,sleep=off")
                .containsSequence("-m", "4096");
        assertThat(emulator(Reach.GUESTS).arguments(Path.of("/run/initrd"))).doesNotContain("-icount");
    }

    @Test
    void its_last_words_are_the_end_of_its_console() throws Exception {
        assertThat(emulator().lastWords()).isEmpty();
        Files.writeString(Path.of(emulator().console()), "line\n".repeat(100) + "Kernel panic - not syncing\n");
        assertThat(emulator().lastWords())
                .endsWith("Kernel panic - not syncing")
                .hasLineCount(15);
    }
}
