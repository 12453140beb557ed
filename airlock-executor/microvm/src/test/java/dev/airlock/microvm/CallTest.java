package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** System calls played by a guest, call by call, with arguments that no libc would send. */
@Tag("kvm")
class CallTest {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int CLOSE = 3;
    private static final int FSTAT = 5;
    private static final int LSEEK = 8;
    private static final int MMAP = 9;
    private static final int MPROTECT = 10;
    private static final int MUNMAP = 11;
    private static final int BRK = 12;
    private static final int RT_SIGACTION = 13;
    private static final int PREAD64 = 17;
    private static final int READV = 19;
    private static final int WRITEV = 20;
    private static final int MREMAP = 25;
    private static final int MADVISE = 28;
    private static final int DUP = 32;
    private static final int NANOSLEEP = 35;
    private static final int GETCWD = 79;
    private static final int ARCH_PRCTL = 158;
    private static final int FUTEX = 202;
    private static final int CLOCK_GETTIME = 228;
    private static final int OPENAT = 257;
    private static final int NEWFSTATAT = 262;
    private static final int GETRANDOM = 318;

    private static final long EFAULT = -14;
    private static final long EINVAL = -22;
    private static final long ENOMEM = -12;
    private static final long EBADF = -9;

    private static final long ENOSYS = -38;
    private static final long AT_FDCWD = -100;
    private static final long PRIVATE_ANONYMOUS = 0x22;
    private static final long FIXED = 0x10;
    private static final long MEBIBYTE = 1 << 20;

    /** A page of the guest's own, mapped first in the tests that need one. */
    private static final long PAGE = 0x60_0000;

    private static final long[] MAP_PAGE = {MMAP, PAGE, 4096, 3, PRIVATE_ANONYMOUS | FIXED, -1, 0};

    /** Calls that end the guest or wait. */
    private static final Set<Integer> NOT_PLAYED = Set.of(60, 231, 35, 230, 202, 7, 23, 270, 271);

    private static MicroVms vms;
    private static Snapshot player;

    @BeforeAll
    static void boot() throws Exception {
        KvmRequired.orSkipLoudly();
        vms = MicroVms.open();
        player = vms.boot(TinyGuest.program(TinyGuest.PLAYER), 32);
    }

    @AfterAll
    static void close() {
        if (vms != null) {
            player.close();
            vms.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                0x1000,
                0x8000,
                0xA000,
                0x100000,
                0x1FFFFF,
                0x200000,
                0x20FFFF,
                0x2000000,
                0x1FFFFFFF,
                0x7FFFFFFFFFFFL,
                0xFFFF800000000000L,
                -1,
                -4096,
                Long.MIN_VALUE,
                Long.MAX_VALUE
            })
    void a_forged_pointer_is_efault_and_never_more(long pointer) {
        long[] answers = play(
                new long[] {WRITE, 1, pointer, 8, 0, 0, 0},
                new long[] {WRITEV, 1, pointer, 1, 0, 0, 0},
                new long[] {READV, 0, pointer, 1, 0, 0, 0},
                new long[] {FSTAT, 0, pointer, 0, 0, 0, 0},
                new long[] {OPENAT, AT_FDCWD, pointer, 0, 0, 0, 0},
                new long[] {NEWFSTATAT, AT_FDCWD, pointer, pointer, 0, 0, 0},
                new long[] {GETCWD, pointer, 100, 0, 0, 0, 0},
                new long[] {CLOCK_GETTIME, 0, pointer, 0, 0, 0, 0},
                new long[] {GETRANDOM, pointer, 16, 0, 0, 0, 0},
                new long[] {RT_SIGACTION, 2, 0, pointer, 8, 0, 0},
                new long[] {NANOSLEEP, pointer, 0, 0, 0, 0, 0});
        assertThat(answers).hasSize(11).containsOnly(EFAULT);
    }

    @Test
    void a_range_that_leaves_the_guests_memory_or_wraps_is_efault() {
        long[] answers = play(
                MAP_PAGE,
                new long[] {WRITE, 1, PAGE, 4097, 0, 0, 0},
                new long[] {WRITE, 1, PAGE + 4095, 2, 0, 0, 0},
                new long[] {GETRANDOM, PAGE + 1, 4096, 0, 0, 0, 0},
                new long[] {WRITE, 1, PAGE, -PAGE, 0, 0, 0},
                new long[] {WRITE, 1, PAGE, Long.MIN_VALUE, 0, 0, 0});
        assertThat(answers).containsExactly(PAGE, EFAULT, EFAULT, EFAULT, EINVAL, EINVAL);
    }

    @Test
    void the_guests_code_cannot_be_overwritten_by_a_call() {
        long[] answers = play(
                new long[] {GETRANDOM, TinyGuest.CODE, 16, 0, 0, 0, 0},
                new long[] {READ, 0, TinyGuest.CODE, 16, 0, 0, 0},
                new long[] {FSTAT, 0, TinyGuest.CODE + 64, 0, 0, 0, 0});
        assertThat(answers).containsOnly(EFAULT);
    }

    @Test
    void a_readv_over_its_own_vector_uses_the_vector_as_it_was() {
        // The vector lies at PAGE: 16 bytes to PAGE itself, then 8 to PAGE + 64.
        RunTrace trace = run(
                MAP_PAGE,
                new long[] {READ, 0, PAGE, 32, 0, 0, 0},
                new long[] {PAGE, 16, PAGE + 64, 8}, // read into PAGE by the call before
                new long[] {READV, 0, PAGE, 2, 0, 0, 0},
                new long[] {-1, -1, 77}, // read by the readv
                new long[] {WRITE, 1, PAGE + 64, 8, 0, 0, 0});
        long[] answers = TinyGuest.answers(trace);
        assertThat(answers).containsExactly(PAGE, 32, 24, 77, 8);
    }

    @Test
    void memory_that_is_given_back_can_be_had_again_and_is_zero() {
        long most = 20 * MEBIBYTE;
        long[][] calls = new long[20][];
        for (int i = 0; i < 20; i += 2) {
            calls[i] = new long[] {MMAP, 0, most, 3, PRIVATE_ANONYMOUS, -1, 0};
            calls[i + 1] = new long[] {MUNMAP, 0x2000000 - 2 * MEBIBYTE - 4096 - most, most, 0, 0, 0, 0};
        }
        long[] answers = play(calls);
        for (int i = 0; i < 20; i += 2) {
            assertThat(answers[i]).isPositive();
            assertThat(answers[i + 1]).isZero();
        }
    }

    @Test
    void what_was_written_before_an_munmap_is_gone_after_the_next_mmap() {
        long[] answers = play(
                MAP_PAGE,
                new long[] {GETRANDOM, PAGE, 4096, 0, 0, 0, 0},
                new long[] {MUNMAP, PAGE, 4096, 0, 0, 0, 0},
                new long[] {WRITE, 1, PAGE, 8, 0, 0, 0},
                MAP_PAGE,
                new long[] {WRITE, 1, PAGE, 8, 0, 0, 0});
        assertThat(answers).containsExactly(PAGE, 4096, 0, EFAULT, PAGE, 0, 8);
    }

    @Test
    void more_memory_than_there_is_is_enomem() {
        long[] answers = play(
                new long[] {MMAP, 0, 1L << 30, 3, PRIVATE_ANONYMOUS, -1, 0},
                new long[] {MMAP, 0, Long.MAX_VALUE, 3, PRIVATE_ANONYMOUS, -1, 0},
                new long[] {MMAP, 0, -1, 3, PRIVATE_ANONYMOUS, -1, 0},
                new long[] {MMAP, 0, 31 * MEBIBYTE, 3, PRIVATE_ANONYMOUS, -1, 0});
        assertThat(answers).containsOnly(ENOMEM);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x1000, 0x8000, 0x100000, 0x1FF000, 0x200000, 0x20F000, 0x2000000, 0x7FFFFFFFF000L, -4096})
    void nothing_can_be_mapped_or_changed_where_the_machine_keeps_its_tables(long address) {
        long[] answers = play(
                new long[] {MMAP, address, 4096, 7, PRIVATE_ANONYMOUS | FIXED, -1, 0},
                new long[] {MPROTECT, address, 4096, 7, 0, 0, 0},
                new long[] {MUNMAP, address, 4096, 0, 0, 0, 0},
                new long[] {MREMAP, address, 4096, 8192, 1, 0, 0},
                new long[] {MADVISE, address, 4096, 4, 0, 0, 0});
        assertThat(answers).containsExactly(ENOMEM, ENOMEM, EINVAL, EINVAL, ENOMEM);
    }

    @Test
    void the_heap_grows_and_shrinks_and_stays_within_memory() {
        long start = play(new long[] {BRK, 0, 0, 0, 0, 0, 0})[0];
        long[] answers = play(
                new long[] {BRK, start + MEBIBYTE, 0, 0, 0, 0, 0},
                new long[] {GETRANDOM, start, 4096, 0, 0, 0, 0},
                new long[] {BRK, start, 0, 0, 0, 0, 0},
                new long[] {GETRANDOM, start, 4096, 0, 0, 0, 0},
                new long[] {BRK, 1L << 40, 0, 0, 0, 0, 0},
                new long[] {BRK, -1, 0, 0, 0, 0, 0},
                new long[] {BRK, start + MEBIBYTE, 0, 0, 0, 0, 0},
                new long[] {WRITE, 1, start, 8, 0, 0, 0});
        assertThat(answers)
                .containsExactly(start + MEBIBYTE, 4096, start, EFAULT, start, start, start + MEBIBYTE, 0, 8);
    }

    @Test
    void a_mapping_moves_with_its_content() {
        long[] answers = play(
                MAP_PAGE,
                new long[] {READ, 0, PAGE, 8, 0, 0, 0},
                new long[] {4711},
                new long[] {MMAP, PAGE + 4096, 4096, 3, PRIVATE_ANONYMOUS | FIXED, -1, 0},
                new long[] {MREMAP, PAGE, 4096, 8192, 0, 0, 0},
                new long[] {MREMAP, PAGE, 4096, 8192, 1, 0, 0},
                new long[] {WRITE, 1, PAGE, 8, 0, 0, 0});
        assertThat(answers).startsWith(PAGE, 8, PAGE + 4096, ENOMEM).endsWith(EFAULT);
        long moved = answers[4];
        assertThat(moved).isPositive().isNotEqualTo(PAGE);
    }

    @Test
    void files_of_the_image_are_read_and_mapped_but_never_written() {
        RunTrace trace = run(
                MAP_PAGE,
                new long[] {READ, 0, PAGE, 8, 0, 0, 0},
                new long[] {0x747865742FL}, // "/text"
                new long[] {OPENAT, AT_FDCWD, PAGE, 0, 0, 0, 0},
                new long[] {PREAD64, 3, PAGE + 100, 8, 5, 0, 0},
                new long[] {LSEEK, 3, 0, 2, 0, 0, 0},
                new long[] {LSEEK, 3, -10, 0, 0, 0, 0},
                new long[] {MMAP, 0, 4096, 1, 2, 3, 0},
                new long[] {MMAP, 0, 4096, 3, 1, 3, 0},
                new long[] {WRITE, 3, PAGE, 1, 0, 0, 0},
                new long[] {OPENAT, AT_FDCWD, PAGE, 1, 0, 0, 0},
                new long[] {OPENAT, AT_FDCWD, PAGE, 0x40 | 2, 0, 0, 0},
                new long[] {CLOSE, 3, 0, 0, 0, 0, 0},
                new long[] {CLOSE, 3, 0, 0, 0, 0, 0});
        long[] answers = TinyGuest.answers(trace);
        assertThat(Arrays.copyOfRange(answers, 1, 6)).containsExactly(8, 3, 4, 9, EINVAL);
        assertThat(answers[6]).isPositive();
        assertThat(Arrays.copyOfRange(answers, 7, 13)).containsExactly(-13, EBADF, -30, -30, 0, EBADF);
    }

    @Test
    void descriptors_run_out_cleanly() {
        long[][] calls = new long[300][];
        Arrays.fill(calls, new long[] {DUP, 1, 0, 0, 0, 0, 0});
        long[] answers = play(calls);
        assertThat(answers[0]).isEqualTo(3);
        assertThat(answers[252]).isEqualTo(255);
        assertThat(answers[253]).isEqualTo(-24);
    }

    @Test
    void unknown_calls_are_enosys_and_counted() {
        RunTrace trace = run(
                new long[] {41, 2, 1, 0, 0, 0, 0},
                new long[] {41, 2, 1, 0, 0, 0, 0},
                new long[] {9999, 0, 0, 0, 0, 0, 0},
                new long[] {-1, 0, 0, 0, 0, 0, 0},
                new long[] {1L << 32 | 39, 0, 0, 0, 0, 0, 0}); // Linux reads EAX: getpid
        assertThat(TinyGuest.answers(trace)).containsExactly(ENOSYS, ENOSYS, ENOSYS, ENOSYS, 1000);
        assertThat(trace.unknownCalls())
                .containsEntry(41, 2L)
                .containsEntry(9999, 1L)
                .containsEntry(-1, 1L);
    }

    @Test
    void the_monitor_sees_the_call_that_is_answered() {
        long[][] seen = new long[1][];
        Monitor monitor = call -> {
            if (call.number() == 4711) {
                seen[0] = new long[] {call.a0(), call.a1(), call.a2(), call.a3(), call.a4(), call.a5()};
            }
            return new Judgement.Allow();
        };
        player.run(TinyGuest.calls(new long[] {4711, 1, 2, 3, 4, 5, 6}), WarmPython.LIMITS, monitor);
        assertThat(seen[0]).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void the_fs_base_stays_below_the_top_of_user_addresses() {
        assertThat(play(
                        new long[] {ARCH_PRCTL, 0x1002, PAGE, 0, 0, 0, 0},
                        new long[] {ARCH_PRCTL, 0x1002, 1L << 47, 0, 0, 0, 0},
                        new long[] {ARCH_PRCTL, 0x1002, -1, 0, 0, 0, 0},
                        new long[] {ARCH_PRCTL, 0x1001, PAGE, 0, 0, 0, 0}))
                .containsExactly(0, -1, -1, EINVAL);
    }

    @Test
    void a_futex_nobody_can_wake_dies_at_the_deadline() {
        Limits limits = new Limits(Patience.of(Duration.ofMillis(200)), 10_000, 1000);
        byte[] payload = TinyGuest.calls(MAP_PAGE, new long[] {FUTEX, PAGE, 0, 0, 0, 0, 0});
        assertThat(player.run(payload, limits, WarmPython.ALLOW_ALL).end()).isEqualTo(new End.DeadlineExceeded());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_calls_end_a_guest_at_worst(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(TinyGuest.calls(MAP_PAGE));
        for (int i = 0; i < 400; i++) {
            int number = random.nextInt(450);
            if (!NOT_PLAYED.contains(number)) {
                payload.writeBytes(TinyGuest.calls(new long[] {
                    number, word(random), word(random), word(random), word(random), word(random), word(random)
                }));
            }
        }
        // A call among them may wait for ever; the four hundred take milliseconds.
        Limits limits = new Limits(Patience.of(Duration.ofSeconds(2)), 1 << 20, 1_000_000);
        RunTrace trace = player.run(payload.toByteArray(), limits, WarmPython.ALLOW_ALL);
        assertThat(trace.end().toString())
                .as("seed %d", seed)
                .doesNotContain("an answer failed")
                .doesNotContain("the machine failed")
                .doesNotContain("illegal exit");
    }

    private static long word(Random random) {
        long[] interesting = {
            0,
            1,
            2,
            3,
            7,
            8,
            16,
            0x22,
            0x32,
            1024,
            4096,
            8192,
            PAGE,
            PAGE + 4090,
            TinyGuest.CODE,
            0x200000,
            0x2000000,
            -1,
            -100,
            -4096,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1L << 32,
            1L << 47,
            0x1F00000,
            0x1000,
            0x40
        };
        int choice = random.nextInt(interesting.length + 3);
        return choice < interesting.length ? interesting[choice] : random.nextLong() >>> random.nextInt(64);
    }

    private static long[] play(long[]... calls) {
        return TinyGuest.answers(run(calls));
    }

    /** A row of fewer than seven words is data that the call before reads. */
    private static RunTrace run(long[]... calls) {
        RunTrace trace = player.run(TinyGuest.calls(calls), WarmPython.LIMITS, WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.Exited(42));
        return trace;
    }
}
