package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.microvm.machine.DirtyTracking;
import dev.airlock.microvm.personality.Recording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest reads its clock by itself, and nothing that it leaves in its page is believed. */
@Tag("kvm")
class OwnClockTest {
    private static final int CLOCK_GETTIME = 228;
    /** Between two readings of the host's clocks and the guest's. */
    private static final long NEAR_NANOS = Duration.ofSeconds(2).toNanos();

    private static final String READS = """
            import time
            readings = [time.monotonic_ns() for _ in range(5000)]
            print(readings == sorted(readings), len(set(readings)) > 1000)
            """;

    private static final String MIXED = """
            import time, os
            for turn in range(40):
                print([time.monotonic_ns(), time.time_ns(), time.perf_counter_ns(), time.time()])
                if turn % 10 == 3:
                    time.sleep(0.002)
                if turn % 7 == 5:
                    print(time.process_time_ns(), os.times().elapsed)
            print(sum(time.monotonic_ns() & 1 for _ in range(1200)))
            """;

    private static WarmPython python;
    /** How often a run asks before it reads by itself. */
    private static int first;

    @BeforeAll
    static void warm(@TempDir Path folder) throws Exception {
        KvmRequired.orSkipLoudly();
        python = WarmPython.boot(folder, 64);
        first = tellsTime() ? 0 : 1;
        assumeTrue(
                python.snapshot.cpu().tscKhz() > 0,
                "SKIPPED: KVM does not know this machine's counter, so every reading is asked for");
    }

    private static boolean tellsTime() throws Exception {
        try (MicroVms vms = MicroVms.open()) {
            return vms.flavour().stub().equals("cpl3");
        }
    }

    private static void assumeItIsTold() {
        assumeTrue(first == 0, "SKIPPED: with this KVM a guest asks for its first reading");
    }

    @AfterAll
    static void close() {
        if (python != null) {
            python.close();
        }
    }

    /** Allows all, and counts the calls for the time. */
    private static final class Counting implements Monitor {
        private final boolean unasked;
        private int asked;

        Counting(boolean unasked) {
            this.unasked = unasked;
        }

        @Override
        public Judgement judge(SyscallCall call) {
            asked += call.number() == CLOCK_GETTIME ? 1 : 0;
            return new Judgement.Allow();
        }

        @Override
        public boolean readsClocksUnasked() {
            return unasked;
        }
    }

    @Test
    void thousands_of_readings_are_a_few_calls_and_none_goes_back() {
        Counting monitor = new Counting(true);
        RunTrace trace = python.run(READS, WarmPython.LIMITS, monitor);
        assertThat(WarmPython.out(trace)).as(WarmPython.err(trace)).isEqualTo("True True\n");
        assertThat(monitor.asked).isBetween(first, 30);
    }

    @Test
    void who_is_told_the_time_with_its_payload_makes_no_call_for_it() {
        assumeItIsTold();
        Counting monitor = new Counting(true);
        Instant before = Instant.now();
        RunTrace trace = python.run(
                "import time; print(time.time_ns()); print(time.monotonic_ns())", WarmPython.LIMITS, monitor);
        Instant after = Instant.now();
        List<Long> times = WarmPython.out(trace).lines().map(Long::parseLong).toList();
        assertThat(times.getFirst()).isBetween(nanos(before), nanos(after));
        assertThat(times.getLast()).isPositive();
        assertThat(monitor.asked).isZero();
        assertThat(trace.recording().told()).isTrue();
    }

    @Test
    void a_guest_that_is_interrupted_as_it_goes_on_knows_the_time_all_the_same() {
        assumeItIsTold();
        int[] asked = {0};
        int[] interrupted = {0};
        RunTrace trace = python.run("import time; print(time.time_ns() > 0)", WarmPython.LIMITS, new Monitor() {
            @Override
            public Judgement judge(SyscallCall call) {
                asked[0] += call.number() == CLOCK_GETTIME ? 1 : 0;
                return new Judgement.Allow();
            }

            @Override
            public boolean readsClocksUnasked() {
                return true;
            }

            @Override
            public void begins(Runnable kick) {
                kick.run();
            }

            @Override
            public Judgement interrupted() {
                interrupted[0]++;
                return new Judgement.Allow();
            }
        });
        assertThat(WarmPython.out(trace)).as(WarmPython.err(trace)).isEqualTo("True\n");
        assertThat(asked[0]).isZero();
        assertThat(interrupted[0]).isPositive();
    }

    @Test
    void to_be_told_the_time_changes_neither_register_of_the_counter_nor_the_carry_flag() throws Exception {
        String waits = "31C0 31FF 31F6 BA55000000 F9 0F05"; // read(0, NULL, 0x55) with the carry flag set
        String checks = "0F92C1 80F901 7516 4885C0 7511 83FA55 750C"; // carry, RAX, RDX
        String differs = "BF09000000 B8E7000000 0F05"; // exit_group(9)
        try (MicroVms vms = MicroVms.open();
                Snapshot snapshot = vms.boot(TinyGuest.program(waits + checks + TinyGuest.SURVIVE + differs), 32)) {
            assertThat(snapshot.run(new byte[0], WarmPython.LIMITS, new Counting(true))
                            .end())
                    .isEqualTo(new End.Exited(7));
            assertThat(snapshot.run(new byte[0], WarmPython.LIMITS, new Counting(false))
                            .end())
                    .isEqualTo(new End.Exited(7));
        }
    }

    @Test
    void who_may_not_be_told_the_time_unasked_asks_each_time() {
        Counting monitor = new Counting(false);
        RunTrace trace = python.run(READS, WarmPython.LIMITS, monitor);
        assertThat(WarmPython.out(trace)).as(WarmPython.err(trace)).isEqualTo("True True\n");
        assertThat(monitor.asked).isGreaterThanOrEqualTo(5000);
    }

    @Test
    void it_is_the_hosts_time_and_goes_as_fast() {
        Instant before = Instant.now();
        RunTrace trace = python.run("""
                import time
                first = time.time_ns()
                start = time.monotonic_ns()
                while time.monotonic_ns() - start < 200_000_000:
                    pass
                print(first)
                print(time.time_ns())
                """);
        Instant after = Instant.now();
        List<Long> times = WarmPython.out(trace).lines().map(Long::parseLong).toList();
        long first = times.getFirst();
        long last = times.getLast();
        assertThat(first).isCloseTo(nanos(before), within(NEAR_NANOS)).isGreaterThanOrEqualTo(nanos(before));
        assertThat(last).isLessThanOrEqualTo(nanos(after));
        assertThat(last - first).isGreaterThan(190_000_000);
        assertThat(trace.ran()).isGreaterThan(Duration.ofMillis(190));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    @Test
    void what_it_reads_by_itself_and_what_it_is_told_never_go_back() {
        RunTrace trace = python.run("""
                import os, time
                told = open('/tmp/file', 'w').close()
                for turn in range(300):
                    first = time.monotonic_ns()
                    if turn % 60 == 0:
                        sum(range(3_000_000))
                    second = time.monotonic_ns()
                    os.times()
                    third = time.monotonic_ns()
                    assert first <= second <= third, (turn, first, second, third)
                    os.utime('/tmp/file')
                    assert os.stat('/tmp/file').st_mtime_ns <= time.time_ns(), turn
                    start = time.monotonic_ns()
                    time.sleep(0.00001)
                    assert time.monotonic_ns() - start >= 10_000, turn
                print("forward")
                """);
        assertThat(WarmPython.out(trace)).as(WarmPython.err(trace)).isEqualTo("forward\n");
        assertThat(trace.recording().byItself()).isTrue();
    }

    @Test
    void a_sleep_is_never_shorter_than_was_asked_for() {
        RunTrace trace = python.run("""
                import time
                for _ in range(50):
                    start = time.monotonic_ns()
                    time.sleep(0.001)
                    assert time.monotonic_ns() - start >= 1_000_000
                print("slept")
                """);
        assertThat(WarmPython.out(trace)).as(WarmPython.err(trace)).isEqualTo("slept\n");
    }

    @Test
    void what_it_read_by_itself_is_recorded_and_is_read_again_call_by_call_when_it_is_played() {
        byte[] payload = MIXED.getBytes(StandardCharsets.UTF_8);
        List<Integer> calls = new ArrayList<>();
        RunTrace first = python.snapshot.run(payload, WarmPython.LIMITS, noting(calls));
        assertThat(first.recording().whole()).isTrue();
        assertThat(first.end()).isEqualTo(new End.Exited(0));
        List<Integer> again = new ArrayList<>();
        RunTrace played =
                python.snapshot.run(RunInput.of(payload).playing(first.recording()), WarmPython.LIMITS, noting(again));
        assertThat(WarmPython.out(played)).isEqualTo(WarmPython.out(first));
        assertThat(played.strayed()).isEmpty();
        assertThat(again).isEqualTo(calls);
        assertThat(calls.stream().filter(number -> number == CLOCK_GETTIME).count())
                .as("of 1,360 readings")
                .isLessThan(60);
    }

    @Test
    void what_was_recorded_of_a_run_that_asked_first_is_played_with_that_call() {
        assumeItIsTold();
        byte[] payload = MIXED.getBytes(StandardCharsets.UTF_8);
        Counting monitor = new Counting(true);
        Recording told =
                python.snapshot.run(payload, WarmPython.LIMITS, monitor).recording();
        Recording asked =
                new Recording(told.seed(), told.readings(), told.whole(), told.timers(), told.byItself(), false);
        Counting again = new Counting(true);
        RunTrace played = python.snapshot.run(RunInput.of(payload).playing(asked), WarmPython.LIMITS, again);
        assertThat(played.end()).isEqualTo(new End.Exited(0));
        assertThat(played.strayed()).isEmpty();
        assertThat(again.asked).isEqualTo(monitor.asked + 1);
    }

    private static Monitor noting(List<Integer> calls) {
        return new Monitor() {
            @Override
            public Judgement judge(SyscallCall call) {
                calls.add(call.number());
                return new Judgement.Allow();
            }

            @Override
            public boolean readsClocksUnasked() {
                return true;
            }
        };
    }

    @Test
    void what_was_recorded_by_calls_is_played_by_calls() {
        byte[] payload = MIXED.getBytes(StandardCharsets.UTF_8);
        Counting monitor = new Counting(false);
        RunTrace first = python.snapshot.run(payload, WarmPython.LIMITS, monitor);
        Counting again = new Counting(true);
        RunTrace played =
                python.snapshot.run(RunInput.of(payload).playing(first.recording()), WarmPython.LIMITS, again);
        assertThat(WarmPython.out(played)).isEqualTo(WarmPython.out(first));
        assertThat(played.strayed()).isEmpty();
        assertThat(again.asked).isEqualTo(monitor.asked).isGreaterThan(1_300);
    }

    @Test
    void a_run_with_more_readings_than_a_recording_takes_goes_on_and_says_that_they_are_not_all() {
        Counting monitor = new Counting(true);
        RunTrace trace = python.run("""
                import time
                for _ in range(50_000):
                    time.time_ns()
                print("done")
                """, WarmPython.LIMITS, monitor);
        assertThat(WarmPython.out(trace)).isEqualTo("done\n");
        assertThat(trace.recording().whole()).isFalse();
        assertThat(monitor.asked).isLessThan(200);
    }

    @Test
    void nothing_of_it_is_left_for_the_next_run() throws Exception {
        try (ParkedVm vm = python.snapshot.park()) {
            for (int run = 0; run < 3; run++) {
                RunTrace trace = vm.run(READS.getBytes(StandardCharsets.UTF_8), WarmPython.LIMITS, new Counting(true));
                assertThat(trace.end()).isEqualTo(new End.Exited(0));
                vm.reset();
                assertThat(vm.prove()).isInstanceOf(Proof.Equal.class);
            }
        }
    }

    @Test
    void nothing_of_it_is_left_where_kvm_says_what_was_written() throws Exception {
        String reads = "BF01000000 488D7424C0 B800122000 FFD0";
        try (MicroVms vms = MicroVms.open(DirtyTracking.DIRTY_LOG);
                Snapshot snapshot = vms.boot(TinyGuest.trap(reads.repeat(3)), 32);
                ParkedVm vm = snapshot.park()) {
            for (int run = 0; run < 3; run++) {
                Counting monitor = new Counting(true);
                assertThat(vm.run(new byte[0], WarmPython.LIMITS, monitor).end())
                        .isEqualTo(new End.Exited(7));
                assertThat(monitor.asked).as("of three readings").isEqualTo(first);
                vm.reset();
                assertThat(vm.prove()).isInstanceOf(Proof.Equal.class);
            }
        }
    }

    private static RunTrace tiny(String code) throws Exception {
        try (MicroVms vms = MicroVms.open();
                Snapshot snapshot = vms.boot(TinyGuest.trap(code), 32)) {
            return snapshot.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL);
        }
    }

    @Test
    void whatever_a_guest_writes_into_its_page_harms_nobody_but_its_own_recording() throws Exception {
        String ones = "48C7C0FFFFFFFF";
        String zeros = "31C0";
        String small = "B801000000";
        for (String filler : List.of(ones, zeros, small)) {
            // 0x201200 is where the page's code begins
            RunTrace trace = tiny("BF00202000 B900020000" + filler + "F348AB" // fills the page
                    + "BF01000000 488D7424C0 B800122000 FFD0" // and asks by the page's code
                    + "BF00202000 B900020000" + filler + "F348AB");
            assertThat(trace.end()).as(filler).isEqualTo(new End.Exited(7));
            assertThat(trace.recording().whole()).as(filler).isEqualTo(filler.equals(zeros));
        }
    }

    static Stream<String> forbidden() {
        return Stream.of(
                "C604250010200000", // mov byte [VDSO], 0
                "B880202000 FFD0"); // call CLOCK + 128
    }

    @Test
    void its_code_cannot_be_written_and_its_page_of_data_not_be_executed() throws Exception {
        for (String code : forbidden().toList()) {
            assertThat(tiny(code).end()).as(code).isInstanceOfSatisfying(End.Faulted.class, faulted -> assertThat(
                            faulted.blame())
                    .isEqualTo(End.Blame.GUEST));
        }
    }
}
