package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Registers;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals and timers, on a processor of paper. */
class SignalTest {
    private static final int USER_1 = 10;
    private static final int TERMINATE = 15;
    private static final long HANDLER = PaperGuest.CODE + 0x100;
    private static final long RESTORER = PaperGuest.CODE + 0x200;
    private static final long FLAGS = 0x246;

    /** Carry, parity, adjust, zero, sign, direction, overflow and the bit that is always set. */
    private static final long FLAGS_OF_A_PROGRAM = 0xCD7;

    private PaperGuest guest;

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
        guest.processor.values[Registers.RFLAGS] = FLAGS;
        for (int i = 0; i < guest.processor.vectors.length; i++) {
            guest.processor.vectors[i] = (byte) (i < 464 ? i : 0);
        }
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private void handle(int signal, long flags) {
        long action = guest.longs(HANDLER, flags | SignalAction.SA_RESTORER | SignalAction.SA_SIGINFO, RESTORER, 0);
        assertThat(guest.call(Numbers.RT_SIGACTION, signal, action, 0, 8)).isZero();
    }

    private long register(int which) {
        return guest.processor.values[which];
    }

    /** What the restorer does: the handler's RET took the restorer's address. */
    private void returnFromHandler() {
        guest.processor.values[Registers.RSP] += Long.BYTES;
        guest.call(Numbers.RT_SIGRETURN);
    }

    @Test
    void a_handler_gets_its_signal_and_everything_is_as_before_when_it_returns() {
        handle(USER_1, 0);
        guest.processor.values[Registers.RBX] = 4711;
        guest.processor.values[Registers.RIP] = PaperGuest.CODE + 0x50;
        long stack = register(Registers.RSP);
        byte[] vectors = guest.processor.vectors.clone();
        guest.call(Numbers.TGKILL, 1000, 1000, USER_1);
        assertThat(register(Registers.RIP)).isEqualTo(HANDLER);
        assertThat(register(Registers.RDI)).isEqualTo(USER_1);
        assertThat(register(Registers.RSP) % 16).isEqualTo(8);
        assertThat(register(Registers.RSP)).isLessThan(stack - 128);
        assertThat(guest.getLong(register(Registers.RSP))).isEqualTo(RESTORER);
        assertThat(guest.getInt(register(Registers.RSI))).isEqualTo(USER_1);
        assertThat(guest.process.signals().mask()).isEqualTo(Signal.bit(USER_1));
        guest.processor.values[Registers.RBX] = 0;
        guest.processor.vectors = new byte[4096];
        returnFromHandler();
        assertThat(register(Registers.RIP)).isEqualTo(PaperGuest.CODE + 0x50);
        assertThat(register(Registers.RBX)).isEqualTo(4711);
        assertThat(register(Registers.RAX)).isZero();
        assertThat(register(Registers.RSP)).isEqualTo(stack);
        assertThat(guest.process.signals().mask()).isZero();
        assertThat(guest.processor.vectors).startsWith(java.util.Arrays.copyOf(vectors, 24));
    }

    @Test
    void a_forged_frame_sets_no_flag_and_no_address_that_a_program_may_not_set() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("frame seed " + seed);
        int ended = 0;
        for (int i = 0; i < 3000; i++) {
            if (i % 100 == 0) {
                guest = guest.again();
            }
            PaperGuest forger = guest;
            forger.processor.values[Registers.RSP] = PaperGuest.AREA + 4096 + random.nextInt(64) * 8L;
            byte[] frame = new byte[8192];
            random.nextBytes(frame);
            java.nio.ByteBuffer words = java.nio.ByteBuffer.wrap(frame).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            long rip = random.nextBoolean()
                    ? PaperGuest.CODE + random.nextInt(100)
                    : random.nextLong() >>> random.nextInt(64);
            int base = (int) (forger.processor.values[Registers.RSP] - 8 - PaperGuest.AREA);
            words.putLong(base + 48 + 16 * 8, rip);
            words.putLong(base + 48 + 23 * 8, random.nextBoolean() ? PaperGuest.AREA + 5000 : 0);
            if (random.nextBoolean()) {
                words.putInt(5000 + 464, 0x46505853).putInt(5000 + 468, 2700).putInt(5000 + 480, 2696);
                words.putInt(5000 + 2696, 0x46505845);
            }
            try {
                forger.process.memory().write(PaperGuest.AREA, frame);
            } catch (dev.airlock.microvm.machine.BadAddress e) {
                throw new IllegalStateException(e);
            }
            forger.call(Numbers.RT_SIGRETURN);
            if (forger.process.stop().isPresent()) {
                ended++;
                assertThat(forger.process.stop()).hasValue(new Stop.Exited(139));
                guest = forger.again();
                continue;
            }
            assertThat(register(Registers.RIP))
                    .as("seed %d", seed)
                    .isLessThan(PaperGuest.BYTES)
                    .satisfies(at -> assertThat(GuestMap.isProgram(at)).isTrue());
            assertThat(register(Registers.RFLAGS) & ~FLAGS_OF_A_PROGRAM)
                    .as("seed %d", seed)
                    .isZero();
            java.nio.ByteBuffer vectors =
                    java.nio.ByteBuffer.wrap(guest.processor.vectors).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            assertThat(vectors.getInt(24) & ~0xFFBF).as("MXCSR, seed %d", seed).isZero();
            assertThat(vectors.getLong(512) & ~0x2E7)
                    .as("XSTATE_BV, seed %d", seed)
                    .isZero();
            assertThat(vectors.getLong(520)).as("XCOMP_BV, seed %d", seed).isZero();
        }
        assertThat(ended).isBetween(500, 2900);
    }

    @Test
    void a_vector_state_that_the_processor_refuses_ends_the_guest() {
        handle(USER_1, 0);
        guest.call(Numbers.TGKILL, 1000, 1000, USER_1);
        guest.processor.refusesVectors = true;
        returnFromHandler();
        assertThat(guest.process.stop()).hasValue(new Stop.Exited(139));
    }

    @Test
    void a_signal_without_a_handler_ends_the_guest_as_a_shell_tells_it() {
        guest.call(Numbers.KILL, 1000, TERMINATE);
        assertThat(guest.process.stop()).hasValue(new Stop.Exited(128 + TERMINATE));
    }

    @Test
    void sigkill_cannot_be_caught_blocked_or_ignored() {
        long action = guest.longs(HANDLER, 0, 0, 0);
        assertThat(guest.call(Numbers.RT_SIGACTION, 9, action, 0, 8)).isEqualTo(Errors.EINVAL);
        guest.call(Numbers.RT_SIGPROCMASK, 2, guest.longs(-1), 0, 8);
        guest.call(Numbers.KILL, 0, 9);
        assertThat(guest.process.stop()).hasValue(new Stop.Exited(137));
    }

    @Test
    void nobody_else_is_there_to_be_signalled() {
        assertThat(guest.call(Numbers.KILL, 1, 9)).isEqualTo(Errors.EPERM);
        assertThat(guest.call(Numbers.KILL, 4711, 9)).isEqualTo(Errors.ESRCH);
        assertThat(guest.call(Numbers.KILL, -1, 9)).isEqualTo(Errors.ESRCH);
        assertThat(guest.call(Numbers.KILL, 1000, 65)).isEqualTo(Errors.EINVAL);
        assertThat(guest.call(Numbers.KILL, 1000, 0)).isZero();
    }

    @Test
    void a_blocked_signal_waits_and_comes_when_it_may() {
        handle(USER_1, 0);
        guest.call(Numbers.RT_SIGPROCMASK, 0, guest.longs(Signal.bit(USER_1)), 0, 8);
        guest.call(Numbers.KILL, 1000, USER_1);
        guest.call(Numbers.KILL, 1000, USER_1);
        assertThat(register(Registers.RIP)).isNotEqualTo(HANDLER);
        guest.call(Numbers.RT_SIGPENDING, PaperGuest.AREA, 8);
        assertThat(guest.getLong(PaperGuest.AREA)).isEqualTo(Signal.bit(USER_1));
        guest.call(Numbers.RT_SIGPROCMASK, 1, guest.longs(Signal.bit(USER_1)), 0, 8);
        assertThat(register(Registers.RIP)).isEqualTo(HANDLER);
        returnFromHandler();
        assertThat(guest.process.signals().pending()).isZero();
    }

    @Test
    void a_timer_interrupts_a_sleep_and_the_rest_is_told() {
        handle(Signal.ALARM, 0);
        guest.call(Numbers.SETITIMER, 0, guest.longs(0, 0, 0, 100_000), 0);
        guest.call(Numbers.NANOSLEEP, guest.longs(10, 0), PaperGuest.AREA);
        assertThat(register(Registers.RIP)).isEqualTo(HANDLER);
        assertThat(guest.getLong(PaperGuest.AREA)).isEqualTo(9);
        returnFromHandler();
        assertThat(register(Registers.RAX)).isEqualTo(Errors.EINTR);
    }

    @Test
    void an_interrupted_read_is_made_again_when_the_handler_wants_that() {
        for (long flags : new long[] {SignalAction.SA_RESTART, 0}) {
            handle(Signal.ALARM, flags);
            guest.call(Numbers.PIPE2, PaperGuest.AREA, 0);
            guest.call(Numbers.ALARM, 1);
            guest.processor.values[Registers.RIP] = PaperGuest.CODE + 0x50;
            guest.call(Numbers.READ, guest.getInt(PaperGuest.AREA), PaperGuest.AREA + 64, 10);
            assertThat(register(Registers.RIP)).isEqualTo(HANDLER);
            returnFromHandler();
            boolean again = flags != 0;
            assertThat(register(Registers.RIP)).isEqualTo(PaperGuest.CODE + (again ? 0x4E : 0x50));
            assertThat(register(Registers.RAX)).isEqualTo(again ? Numbers.READ : Errors.EINTR);
        }
    }

    @Test
    void a_kick_delivers_what_a_timer_sent() {
        handle(Signal.ALARM, 0);
        guest.call(Numbers.SETITIMER, 0, guest.longs(0, 0, 1, 0), 0);
        guest.process.interrupted();
        assertThat(register(Registers.RIP)).isNotEqualTo(HANDLER);
        guest.time.park(1_000_000_000L);
        guest.process.interrupted();
        assertThat(register(Registers.RIP)).isEqualTo(HANDLER);
    }

    @Test
    void a_handler_runs_on_its_own_stack_if_it_asks_to() {
        long stack = PaperGuest.AREA + 0x10000;
        assertThat(guest.call(Numbers.SIGALTSTACK, guest.longs(stack, 0, 8192), 0))
                .isZero();
        assertThat(guest.call(Numbers.SIGALTSTACK, guest.longs(stack, 0, 100), 0))
                .isEqualTo(Errors.ENOMEM);
        handle(USER_1, SignalAction.SA_ONSTACK);
        guest.call(Numbers.KILL, 1000, USER_1);
        assertThat(register(Registers.RSP)).isBetween(stack, stack + 8192);
        assertThat(guest.call(Numbers.SIGALTSTACK, guest.longs(stack, 0, 8192), 0))
                .isEqualTo(Errors.EPERM);
    }

    @Test
    void a_handler_without_a_stack_to_run_on_ends_the_guest() {
        for (long stack : new long[] {0, 0x1000, PaperGuest.CODE + 0x800, PaperGuest.BYTES + 0x10000, -64, 1L << 47}) {
            PaperGuest next = guest.again();
            guest = next;
            handle(USER_1, 0);
            guest.processor.values[Registers.RSP] = stack;
            guest.call(Numbers.KILL, 1000, USER_1);
            assertThat(guest.process.stop()).as("stack 0x%x", stack).hasValue(new Stop.Exited(139));
        }
    }

    @Test
    void writing_into_a_pipe_that_nobody_reads_is_sigpipe() {
        guest.call(Numbers.PIPE2, PaperGuest.AREA, 0);
        guest.call(Numbers.CLOSE, 3);
        guest.call(Numbers.RT_SIGACTION, Signal.PIPE, guest.longs(SignalAction.IGNORE, 0, 0, 0), 0, 8);
        assertThat(guest.write(4, "x")).isEqualTo(Errors.EPIPE);
        guest.call(Numbers.RT_SIGACTION, Signal.PIPE, guest.longs(SignalAction.DEFAULT, 0, 0, 0), 0, 8);
        guest.write(4, "x");
        assertThat(guest.process.stop()).hasValue(new Stop.Exited(128 + Signal.PIPE));
    }

    @Test
    void waiting_for_ever_ends_with_the_guests_time() {
        guest.call(Numbers.PIPE2, PaperGuest.AREA, 0);
        guest.call(Numbers.READ, 3, PaperGuest.AREA + 64, 10);
        assertThat(guest.process.clock().isOver()).isTrue();
    }
}
