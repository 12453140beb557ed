package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes, counters, timers, and waiting for them. */
class EventCallTest {
    private static final int NON_BLOCKING = 04000;
    private static final int ADD = 1;
    private static final int EDGE = 1 << 31;
    private static final int ONE_SHOT = 1 << 30;

    private PaperGuest guest;

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private void pipe() {
        assertThat(guest.call(Numbers.PIPE2, PaperGuest.AREA, NON_BLOCKING)).isZero();
    }

    private long poll(long number, int events, int millis) {
        long record = guest.longs(number | (long) events << 32);
        long ready = guest.call(Numbers.POLL, record, 1, millis);
        return ready == 1 ? guest.getLong(record) >>> 48 : ready;
    }

    @Test
    void a_pipe_holds_64_kib_and_tells_its_ends() {
        pipe();
        assertThat(guest.read(3, 10)).isEqualTo("errno 11");
        assertThat(guest.call(Numbers.WRITE, 4, PaperGuest.AREA, 100_000)).isEqualTo(65536);
        assertThat(guest.call(Numbers.WRITE, 4, PaperGuest.AREA, 1)).isEqualTo(Errors.EAGAIN);
        assertThat(poll(4, Channel.OUT, 0)).isZero();
        assertThat(guest.call(Numbers.READ, 3, PaperGuest.AREA, 65536)).isEqualTo(65536);
        assertThat(poll(4, Channel.OUT, 0)).isEqualTo(Channel.OUT);
        guest.call(Numbers.CLOSE, 4);
        assertThat(poll(3, Channel.IN, 0)).isEqualTo(Channel.HANG_UP);
        assertThat(guest.read(3, 10)).isEmpty();
    }

    @Test
    void poll_waits_as_long_as_it_is_told_and_no_longer() {
        pipe();
        long before = guest.time.nanos();
        assertThat(poll(3, Channel.IN, 250)).isZero();
        assertThat(guest.time.nanos() - before).isBetween(250_000_000L, 251_000_000L);
        guest.write(4, "x");
        assertThat(poll(3, Channel.IN, -1)).isEqualTo(Channel.IN);
        assertThat(poll(99, Channel.IN, -1)).isEqualTo(0x20);
    }

    @Test
    void select_tells_the_ready_and_refuses_the_closed() {
        pipe();
        long read = guest.longs(1 << 3);
        long write = guest.longs(1 << 4);
        assertThat(guest.call(Numbers.SELECT, 5, read, write, 0, guest.longs(0, 0)))
                .isEqualTo(1);
        assertThat(guest.getLong(read)).isZero();
        assertThat(guest.getLong(write)).isEqualTo(1 << 4);
        assertThat(guest.call(Numbers.SELECT, 10, guest.longs(1 << 9), 0, 0, guest.longs(0, 0)))
                .isEqualTo(Errors.EBADF);
        assertThat(guest.call(Numbers.SELECT, -1, 0, 0, 0, 0)).isEqualTo(Errors.EINVAL);
    }

    @Test
    void epoll_tells_a_level_again_an_edge_once_and_one_shot_once() {
        pipe();
        guest.write(4, "x");
        for (int flags : new int[] {0, EDGE, ONE_SHOT}) {
            long list = guest.call(Numbers.EPOLL_CREATE1, 0);
            long event = guest.longs(Integer.toUnsignedLong(Channel.IN | flags) | (77L << 32), 0);
            assertThat(guest.call(Numbers.EPOLL_CTL, list, ADD, 3, event)).isZero();
            assertThat(guest.call(Numbers.EPOLL_CTL, list, ADD, 3, event)).isEqualTo(Errors.EEXIST);
            assertThat(guest.call(Numbers.EPOLL_WAIT, list, PaperGuest.AREA, 10, 0))
                    .isEqualTo(1);
            assertThat(guest.getLong(PaperGuest.AREA) >>> 32).isEqualTo(77);
            assertThat(guest.call(Numbers.EPOLL_WAIT, list, PaperGuest.AREA, 10, 0))
                    .isEqualTo(flags == 0 ? 1 : 0);
            guest.write(4, "y");
            assertThat(guest.call(Numbers.EPOLL_WAIT, list, PaperGuest.AREA, 10, 0))
                    .isEqualTo(flags == ONE_SHOT ? 0 : 1);
        }
    }

    @Test
    void epoll_refuses_files_itself_circles_and_too_many() {
        long list = guest.call(Numbers.EPOLL_CREATE1, 0);
        long other = guest.call(Numbers.EPOLL_CREATE1, 0);
        long file = guest.open("/text", 0);
        long event = guest.longs(Channel.IN, 0);
        assertThat(guest.call(Numbers.EPOLL_CTL, list, ADD, file, event)).isEqualTo(Errors.EPERM);
        assertThat(guest.call(Numbers.EPOLL_CTL, list, ADD, list, event)).isEqualTo(Errors.EINVAL);
        assertThat(guest.call(Numbers.EPOLL_CTL, list, ADD, other, event)).isZero();
        assertThat(guest.call(Numbers.EPOLL_CTL, other, ADD, list, event)).isEqualTo(Errors.ELOOP);
        assertThat(guest.call(Numbers.EPOLL_WAIT, list, PaperGuest.AREA, 0, 0)).isEqualTo(Errors.EINVAL);
        assertThat(guest.call(Numbers.EPOLL_WAIT, list, PaperGuest.AREA, Integer.MAX_VALUE, 0))
                .isEqualTo(Errors.EINVAL);
    }

    @Test
    void a_counter_counts_and_a_timer_runs_out() {
        long counter = guest.call(Numbers.EVENTFD2, 3, NON_BLOCKING);
        assertThat(guest.call(Numbers.READ, counter, PaperGuest.AREA, 8)).isEqualTo(8);
        assertThat(guest.getLong(PaperGuest.AREA)).isEqualTo(3);
        assertThat(guest.call(Numbers.READ, counter, PaperGuest.AREA, 8)).isEqualTo(Errors.EAGAIN);
        assertThat(guest.call(Numbers.WRITE, counter, guest.longs(-1), 8)).isEqualTo(Errors.EINVAL);
        long timer = guest.call(Numbers.TIMERFD_CREATE, 1, 0);
        assertThat(guest.call(Numbers.TIMERFD_SETTIME, timer, 0, guest.longs(0, 1_000_000, 1, 0), 0))
                .isZero();
        assertThat(guest.call(Numbers.READ, timer, PaperGuest.AREA, 8)).isEqualTo(8);
        assertThat(guest.getLong(PaperGuest.AREA)).isEqualTo(1);
        guest.time.park(10_000_000);
        assertThat(guest.call(Numbers.READ, timer, PaperGuest.AREA, 8)).isEqualTo(8);
        assertThat(guest.getLong(PaperGuest.AREA)).isEqualTo(10);
    }

    @Test
    void a_timer_of_a_nanosecond_whose_signal_is_ignored_costs_a_sleeping_guest_nothing() {
        guest.call(Numbers.RT_SIGACTION, Signal.ALARM, guest.longs(SignalAction.IGNORE, 0, 0, 0), 0, 8);
        guest.call(Numbers.TIMER_CREATE, 1, 0, PaperGuest.AREA);
        guest.call(Numbers.TIMER_SETTIME, guest.getInt(PaperGuest.AREA), 0, guest.longs(0, 1, 0, 1), 0);
        long parked = guest.time.parks;
        guest.call(Numbers.NANOSLEEP, guest.longs(30, 0), 0);
        assertThat(guest.time.parks - parked).isLessThan(10);
        long timer = guest.call(Numbers.TIMERFD_CREATE, 1, 0);
        guest.call(Numbers.TIMERFD_SETTIME, timer, 0, guest.longs(0, 1, 0, 1), 0);
        guest.call(Numbers.NANOSLEEP, guest.longs(1, 0), 0);
        assertThat(guest.time.parks - parked).isLessThan(25_000);
    }

    @Test
    void nobody_wakes_the_only_thread() {
        long word = guest.longs(5);
        assertThat(guest.call(Numbers.FUTEX, word, 0, 4, 0)).isEqualTo(Errors.EAGAIN);
        assertThat(guest.call(Numbers.FUTEX, word, 0, 5, guest.longs(0, 1000))).isEqualTo(Errors.ETIMEDOUT);
        assertThat(guest.call(Numbers.FUTEX, word, 1, 1)).isZero();
    }

    @Test
    void time_passes_while_a_guest_sleeps_and_is_no_processor_time() {
        guest.call(Numbers.CLOCK_GETTIME, 2, PaperGuest.AREA);
        guest.call(Numbers.NANOSLEEP, guest.longs(5, 0), 0);
        guest.call(Numbers.CLOCK_GETTIME, 1, PaperGuest.AREA + 16);
        guest.call(Numbers.CLOCK_GETTIME, 2, PaperGuest.AREA + 32);
        assertThat(guest.getLong(PaperGuest.AREA + 16)).isEqualTo(5);
        assertThat(guest.getLong(PaperGuest.AREA + 32)).isZero();
    }
}
