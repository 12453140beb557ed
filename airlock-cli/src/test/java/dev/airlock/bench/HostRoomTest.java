package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostRoomTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                96366                processes
            Max open files            1024                 20000                files
            Max locked memory         8388608              8388608              bytes
            """;
    private static final String NOBODY = "Name:\tjava\nCapEff:\t0000000000000000\n";
    private static final String ROOT = "Name:\tjava\nCapEff:\t000001ffffffffff\n";
    private static final String MEMORY = "MemTotal:       24683984 kB\nMemAvailable:   22638000 kB\n";

    @Test
    void the_hard_limits_of_this_process_are_read() {
        HostRoom room = HostRoom.read(LIMITS, NOBODY, "65530\n", MEMORY);

        assertThat(room).isEqualTo(new HostRoom(20_000, 96_366, 65_530, 8_388_608, 22_638_000));
        assertThatCode(() -> room.require(500)).doesNotThrowAnyException();
    }

    @Test
    void whoever_may_lock_all_memory_has_no_bound_there_and_others_have() {
        assertThat(HostRoom.read(LIMITS, ROOT, "65530\n", MEMORY).locks(500, 64 << 20))
                .isTrue();
        assertThat(HostRoom.read(LIMITS, NOBODY, "65530\n", MEMORY).locks(500, 64 << 20))
                .isFalse();
        assertThat(HostRoom.read(LIMITS.replace("8388608", "unlimited"), NOBODY, "65530\n", MEMORY)
                        .locks(500, 64 << 20))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 96366, 65530, 22638000, RLIMIT_NOFILE, ulimit -Hn 2000",
        "20000, 512, 65530, 22638000, RLIMIT_NPROC, ulimit -Hu 600",
        "20000, 96366, 2048, 22638000, vm.max_map_count, sysctl vm.max_map_count=6000",
        "20000, 96366, 65530, 1000000, KiB of memory, a host with more memory"
    })
    void what_is_too_small_is_named_with_its_fix(
            long files, long threads, long mappings, long memory, String named, String fix) {
        HostRoom room = new HostRoom(files, threads, mappings, Long.MAX_VALUE, memory);

        assertThatThrownBy(() -> room.require(500))
                .isInstanceOfSatisfying(
                        BenchFailed.class, failed -> assertThat(failed.fix()).startsWith(fix))
                .hasMessageStartingWith("500 parked guests take ")
                .hasMessageContaining(named);
    }

    @Test
    void the_process_that_asks_has_some_of_everything() throws Exception {
        HostRoom here = HostRoom.here();

        assertThat(here.files()).isPositive();
        assertThat(here.threads()).isPositive();
        assertThat(here.mappings()).isGreaterThan(1_000);
        assertThat(here.availableKib()).isPositive();
    }
}
