package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import dev.airlock.microvm.store.Unstorable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Linux would keep for a process, written down and read again. */
class StoredProcessTest {
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final int O_DIRECTORY = 0200000;
    private static final int SIGUSR1 = 10;
    private static final int SEEK_CURRENT = 1;
    private static final int GETFD = 1;

    private PaperGuest guest;

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
    }

    @AfterEach
    void end() {
        guest.close();
    }

    private byte[] stored() throws Unstorable {
        StateWriter into = new StateWriter();
        guest.process.write(into);
        return into.written();
    }

    private GuestProcess read(byte[] state) throws BadState {
        StateReader from = new StateReader(state);
        GuestProcess process = GuestProcess.read(PaperGuest.root(), guest.space, from);
        from.end();
        GuestProcess fork = process.fork(guest.space, new PaperCpu());
        fork.begin(new Console(new byte[0], 1 << 10), System.nanoTime() + DEADLINE_NANOS, Tape.fresh());
        return fork;
    }

    private static long call(GuestProcess process, int number, long... arguments) {
        long[] all = Arrays.copyOf(arguments, 6);
        return Personality.answer(process, new Event.Call(number, all[0], all[1], all[2], all[3], all[4], all[5]));
    }

    /** A guest that has a bit of everything the format has words for. */
    private void live() {
        assertThat(guest.call(Numbers.OPENAT, PaperGuest.HERE, guest.path("/text"), 02000000, 0))
                .isEqualTo(3);
        assertThat(guest.call(Numbers.LSEEK, 3, 5, 0)).isEqualTo(5);
        assertThat(guest.call(Numbers.DUP, 3)).isEqualTo(4);
        assertThat(guest.call(Numbers.OPENAT, PaperGuest.HERE, guest.path("/dev/zero"), 0, 0))
                .isEqualTo(5);
        assertThat(guest.call(Numbers.OPENAT, PaperGuest.HERE, guest.path("/folder"), O_DIRECTORY, 0))
                .isEqualTo(6);
        assertThat(guest.call(Numbers.CHDIR, guest.path("/folder"))).isZero();
        assertThat(guest.call(Numbers.UMASK, 027)).isEqualTo(022);
        byte[] action = new SignalAction(0x900010, 0x0400_0004L, 0x900020, 2).bytes();
        assertThat(guest.call(Numbers.RT_SIGACTION, SIGUSR1, guest.put(action), 0, 8))
                .isZero();
        assertThat(guest.call(Numbers.BRK, PaperGuest.HEAP + 8192)).isEqualTo(PaperGuest.HEAP + 8192);
        assertThat(guest.call(Numbers.CLOSE, 2)).isZero();
    }

    @Test
    void a_process_goes_on_as_it_was() throws Exception {
        live();
        GuestProcess process = read(stored());
        assertThat(call(process, Numbers.READ, 4, PaperGuest.AREA, 100)).isEqualTo(4);
        assertThat(new String(process.memory().read(PaperGuest.AREA, 4), StandardCharsets.US_ASCII))
                .isEqualTo("text");
        assertThat(call(process, Numbers.LSEEK, 3, 0, SEEK_CURRENT))
                .as("3 and 4 share a position")
                .isEqualTo(9);
        assertThat(call(process, Numbers.FCNTL, 3, GETFD)).isEqualTo(1);
        assertThat(call(process, Numbers.FCNTL, 4, GETFD)).isZero();
        assertThat(call(process, Numbers.READ, 5, PaperGuest.AREA, 8)).isEqualTo(8);
        assertThat(call(process, Numbers.GETDENTS64, 6, PaperGuest.AREA, 4096)).isPositive();
        assertThat(call(process, Numbers.GETCWD, PaperGuest.AREA, 100)).isEqualTo(8);
        assertThat(call(process, Numbers.UMASK, 0)).isEqualTo(027);
        assertThat(call(process, Numbers.BRK, 0)).isEqualTo(PaperGuest.HEAP + 8192);
        assertThat(call(process, Numbers.WRITE, 2, PaperGuest.AREA, 1))
                .as("2 is closed")
                .isEqualTo(-9);
        assertThat(process.signals().action(SIGUSR1)).isEqualTo(new SignalAction(0x900010, 0x0400_0004L, 0x900020, 2));
        assertThat(stored()).as("the second writing").hasSameSizeAs(stored());
    }

    @Test
    void the_monotonic_clock_goes_on_and_never_back() throws Exception {
        guest.time.park(5_000_000_000L);
        long seen = guest.process.clock().monotonicNanos();
        assertThat(seen).isGreaterThanOrEqualTo(5_000_000_000L);
        assertThat(read(stored()).clock().monotonicNanos()).isBetween(seen, seen + DEADLINE_NANOS);
    }

    @Test
    void what_the_format_has_no_words_for_is_said() {
        assertThat(guest.call(Numbers.PIPE2, PaperGuest.AREA, 0)).isZero();
        assertThatThrownBy(this::stored).isInstanceOf(Unstorable.class).hasMessage("an open PipeEnd");
        guest.call(Numbers.CLOSE, 3);
        guest.call(Numbers.CLOSE, 4);
        assertThat(guest.call(Numbers.OPENAT, PaperGuest.HERE, guest.path("/tmp/x"), 0101, 0600))
                .isEqualTo(3);
        assertThatThrownBy(this::stored).isInstanceOf(Unstorable.class).hasMessage("files in memory");
    }

    @Test
    void a_state_that_ends_early_is_refused_wherever_it_ends() throws Exception {
        live();
        byte[] state = stored();
        for (int length = 0; length < state.length; length++) {
            byte[] cut = Arrays.copyOf(state, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(BadState.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(state, state.length + 1))).hasMessage("1 bytes follow the state");
    }

    @Test
    void no_bytes_at_all_are_more_than_refused() throws Exception {
        live();
        byte[] state = stored();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = state.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                GuestProcess process = read(bytes);
                assertThat(process.signals().mask() & (Signal.bit(Signal.KILL) | Signal.bit(Signal.STOP)))
                        .as("seed %d", seed)
                        .isZero();
            } catch (BadState e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
