package dev.airlock.schemas.syscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyscallRecorderTest {
    private static final Ruling ALLOWED = new Ruling.Allowed();
    private static final Ruling.Violation SOCKET = new Ruling.Violation("sys_socket", Ruling.Cause.DANGEROUS);

    private final SyscallRecorder recorder = new SyscallRecorder(SyscallNames.load());

    @Test
    void counts_and_order_are_kept_with_the_refused_call_last() throws Exception {
        int[] calls = {257, 0, 0, 3, 41};
        for (int number : calls) {
            recorder.record(number, number == 41 ? SOCKET : ALLOWED);
        }
        SyscallTrace trace = recorder.finish();
        assertThat(trace.total()).isEqualTo(5);
        assertThat(trace.counts())
                .isEqualTo(Map.of("sys_openat", 1L, "sys_read", 2L, "sys_close", 1L, "sys_socket", 1L));
        assertThat(trace.sequence()).isEqualTo(hashOf(calls));
        assertThat(trace.violations()).containsExactly(SOCKET);
    }

    @Test
    void the_same_calls_in_another_order_have_another_hash() {
        SyscallRecorder other = new SyscallRecorder(SyscallNames.load());
        List.of(0, 1).forEach(n -> recorder.record(n, ALLOWED));
        List.of(1, 0).forEach(n -> other.record(n, ALLOWED));
        assertThat(recorder.finish().sequence()).isNotEqualTo(other.finish().sequence());
    }

    @Test
    void a_long_run_hashes_as_one_sequence() throws Exception {
        int[] calls = new int[5000];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = i % 300;
            recorder.record(calls[i], ALLOWED);
        }
        assertThat(recorder.finish().sequence()).isEqualTo(hashOf(calls));
    }

    @Test
    void no_call_at_all_is_the_hash_of_nothing() throws Exception {
        SyscallTrace trace = recorder.finish();
        assertThat(trace.total()).isZero();
        assertThat(trace.counts()).isEmpty();
        assertThat(trace.sequence()).isEqualTo(hashOf());
    }

    @Test
    void a_guest_that_invents_numbers_does_not_fill_the_memory() {
        Ruling.Violation unknown = new Ruling.Violation("sys_nr", Ruling.Cause.NOT_ALLOWED);
        for (int number = 1000; number < 100_000; number++) {
            recorder.record(number, unknown);
        }
        recorder.record(1000, unknown);
        SyscallTrace trace = recorder.finish();
        assertThat(trace.total()).isEqualTo(99_001);
        assertThat(trace.counts())
                .hasSize(SyscallRecorder.MAX_UNKNOWN + 1)
                .containsEntry("sys_nr_1000", 2L)
                .containsEntry("sys_nr_others", 99_000L - SyscallRecorder.MAX_UNKNOWN);
        assertThat(trace.violations()).hasSize(SyscallRecorder.MAX_VIOLATIONS);
    }

    @Test
    void counts_that_do_not_add_up_are_no_trace() {
        assertThatThrownBy(() -> new SyscallTrace(2, Map.of("sys_read", 1L), "sha256:", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String hashOf(int... numbers) throws Exception {
        SyscallNames names = SyscallNames.load();
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int number : numbers) {
            hash.update((names.linuxName(number) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return "sha256:" + HexFormat.of().formatHex(hash.digest());
    }
}
