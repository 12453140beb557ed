package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PagemapScan;
import dev.airlock.microvm.machine.DirtyTracking;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine that is reset in place is its snapshot, whatever the run before did, by both ways of finding what was written. */
@Tag("kvm")
class ResetTest {
    /** More with {@code -Dairlock.resets=100000}; the long profile's own test does that many. */
    private static final int RESETS = Integer.getInteger("airlock.resets", 30);

    private static final int MANY_RESETS = 100_000;
    private static final int XSAVE_AT = 0x400;
    private static final int XSAVE_HEADER_AT = XSAVE_AT + 512;
    private static final int XSAVE_HEADER_BYTES = 64;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 1 << 20, 1_000);
    private static final Monitor ALLOW = _ -> new Judgement.Allow();
    private static final End FINE = new End.Exited(0);

    private static final Map<DirtyTracking, MicroVms> VMS = new EnumMap<>(DirtyTracking.class);

    @BeforeAll
    static void open() throws Exception {
        KvmRequired.orSkipLoudly();
    }

    @AfterAll
    static void close() {
        VMS.values().forEach(MicroVms::close);
        VMS.clear();
    }

    @ParameterizedTest
    @EnumSource
    void a_guest_sees_in_a_reset_machine_what_it_sees_in_a_new_one(DirtyTracking tracking) throws Exception {
        residue(tracking, RESETS);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void a_guest_sees_nothing_of_a_hundred_thousand_runs_before(DirtyTracking tracking) throws Exception {
        residue(tracking, MANY_RESETS);
    }

    private static void residue(DirtyTracking tracking, int resets) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.REGISTERS);
                ParkedVm vm = snapshot.park()) {
            String fresh = seen(snapshot.run(ResidueGuests.LOOK, LIMITS, ALLOW));
            for (int i = 0; i < resets; i++) {
                assertThat(vm.run(ResidueGuests.HARM, LIMITS, ALLOW).end()).isEqualTo(FINE);
                vm.reset();
                assertThat(vm.prove()).as("reset %d", i).isEqualTo(new Proof.Equal(snapshot.digest()));
                assertThat(seen(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW)))
                        .as("reset %d", i)
                        .isEqualTo(fresh);
                vm.reset();
            }
        }
    }

    /** What the guest wrote out, but for the header of XSAVE, where the same values may look different. */
    private static String seen(RunTrace trace) {
        assertThat(trace.end()).isEqualTo(FINE);
        byte[] seen = trace.stdout();
        assertThat(seen).hasSize(0x8000);
        Arrays.fill(seen, XSAVE_HEADER_AT, XSAVE_HEADER_AT + XSAVE_HEADER_BYTES, (byte) 0);
        return HexFormat.of().formatHex(seen);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "write a page that the run before made writable, 31FFBE00100000BA0300000041BA2200000049C7C0FFFFFFFF4531C9B8090000000F054889C3C603C38A034889DFBE00100000BA01000000B80A0000000F058A0331C031FF488D7424C0BA010000000F0585C074234889DFBE00100000BA03000000B80A0000000F05C603C3BF00000000B8E70000000F05C603C3BF07000000B8E70000000F05",
        "execute a page that the run before made executable, 31FFBE00100000BA0300000041BA2200000049C7C0FFFFFFFF4531C9B8090000000F054889C3C603C34889DFBE00100000BA01000000B80A0000000F058A0331C031FF488D7424C0BA010000000F0585C074224889DFBE00100000BA05000000B80A0000000F05FFD3BF00000000B8E70000000F05FFD3BF07000000B8E70000000F05",
        "read a page that the run before made readable, 31FFBE00100000BA0300000041BA2200000049C7C0FFFFFFFF4531C9B8090000000F054889C3C603C34889DFBE00100000BA00000000B80A0000000F0531C031FF488D7424C0BA010000000F0585C074224889DFBE00100000BA01000000B80A0000000F058A03BF00000000B8E70000000F058A03BF07000000B8E70000000F05",
        "read a page that the run before mapped, 48C7C30000000131C031FF488D7424C0BA010000000F0585C074334889DFBE00100000BA0300000041BA3200000049C7C0FFFFFFFF4531C9B8090000000F05C60301BF00000000B8E70000000F058A03BF07000000B8E70000000F05"
    })
    void it_is_as_hard_after_a_reset_to(String what, String code) throws Exception {
        for (DirtyTracking tracking : available()) {
            try (Snapshot snapshot = boot(tracking, code);
                    ParkedVm vm = snapshot.park()) {
                assertThat(vm.run(ResidueGuests.HARM, LIMITS, ALLOW).end())
                        .as(what)
                        .isEqualTo(FINE);
                vm.reset();
                assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end())
                        .as("%s with %s", what, tracking)
                        .isInstanceOf(End.Faulted.class);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "write a page that the run before made read-only, 31FFBE00100000BA0300000041BA2200000049C7C0FFFFFFFF4531C9B8090000000F054889C3C603C331C031FF488D7424C0BA010000000F0585C07425C603014889DFBE00100000BA01000000B80A0000000F058A03BF00000000B8E70000000F05C603C3BF07000000B8E70000000F05",
        "read a page that the run before gave back, 31FFBE00100000BA0300000041BA2200000049C7C0FFFFFFFF4531C9B8090000000F054889C3C603C331C031FF488D7424C0BA010000000F0585C0741B4889DFBE00100000B80B0000000F05BF00000000B8E70000000F058A030FB6F881EFBC000000B8E70000000F05"
    })
    void it_is_as_easy_after_a_reset_to(String what, String code) throws Exception {
        for (DirtyTracking tracking : available()) {
            try (Snapshot snapshot = boot(tracking, code);
                    ParkedVm vm = snapshot.park()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(vm.run(ResidueGuests.HARM, LIMITS, ALLOW).end())
                            .as(what)
                            .isEqualTo(FINE);
                    vm.reset();
                    assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end())
                            .as("%s with %s", what, tracking)
                            .isEqualTo(new End.Exited(7));
                    vm.reset();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_page_whose_access_came_back_by_itself_is_copied_back_too(DirtyTracking tracking) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.BOOK_TWIN);
                ParkedVm vm = snapshot.park()) {
            assertThat(vm.run(ResidueGuests.HARM, LIMITS, ALLOW).end()).isEqualTo(FINE);
            vm.reset();
            assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end()).isEqualTo(new End.Exited(0xC3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ten_megabytes_of_dirt_are_gone(DirtyTracking tracking) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.TEN_MEGABYTES);
                ParkedVm vm = snapshot.park()) {
            assertThat(vm.run(ResidueGuests.HARM, LIMITS, ALLOW).end()).isEqualTo(FINE);
            assertThat(vm.reset()).isBetween(2560, 2700);
            assertThat(vm.prove()).isEqualTo(new Proof.Equal(snapshot.digest()));
            assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end()).isEqualTo(FINE);
            assertThat(vm.reset()).isLessThan(100);
            // They are the machine's own all the same, and what it costs.
            assertThat(vm.ownPages()).isGreaterThan(2560);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_machine_whose_run_was_ended_is_never_reset(DirtyTracking tracking) throws Exception {
        Limits few = new Limits(Duration.ofMillis(500), 100, 100);
        try (Snapshot snapshot = boot(tracking, ResidueGuests.LOOP)) {
            try (ParkedVm late = snapshot.park()) {
                assertThat(late.run(ResidueGuests.HARM, few, ALLOW).end()).isEqualTo(new End.DeadlineExceeded());
                spent(late);
            }
            try (ParkedVm killed = snapshot.park()) {
                assertThat(killed.run(ResidueGuests.LOOK, LIMITS, _ -> new Judgement.Kill("no"))
                                .end())
                        .isEqualTo(new End.Killed("no"));
                spent(killed);
            }
            try (ParkedVm next = snapshot.park()) {
                assertThat(next.prove()).isEqualTo(new Proof.Equal(snapshot.digest()));
                assertThat(next.run(ResidueGuests.LOOK, LIMITS, ALLOW).end()).isEqualTo(FINE);
            }
        }
    }

    private static void spent(ParkedVm vm) {
        assertThatThrownBy(vm::reset).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(vm::prove).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vm.run(ResidueGuests.LOOK, LIMITS, ALLOW)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_used_machine_runs_nothing_before_it_is_reset(DirtyTracking tracking) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.LOOP);
                ParkedVm vm = snapshot.park()) {
            assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end()).isEqualTo(FINE);
            assertThatThrownBy(() -> vm.run(ResidueGuests.LOOK, LIMITS, ALLOW))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_run_has_random_bytes_of_its_own(DirtyTracking tracking) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.RANDOM);
                ParkedVm vm = snapshot.park()) {
            byte[] first = vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).stdout();
            vm.reset();
            byte[] second = vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).stdout();
            byte[] other = snapshot.run(ResidueGuests.LOOK, LIMITS, ALLOW).stdout();
            assertThat(first).hasSize(16).isNotEqualTo(second).isNotEqualTo(other);
            assertThat(second).hasSize(16).isNotEqualTo(other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_self_test_of_a_new_machine_finds_nothing_wrong(DirtyTracking tracking) throws Exception {
        try (Snapshot snapshot = boot(tracking, ResidueGuests.LOOP);
                ParkedVm vm = snapshot.park()) {
            assertThat(snapshot.selfTest(vm)).isEmpty();
            assertThat(vm.run(ResidueGuests.LOOK, LIMITS, ALLOW).end()).isEqualTo(FINE);
        }
    }

    private static Snapshot boot(DirtyTracking tracking, String code) throws Errno, BootFailed {
        assumeTrue(
                tracking != DirtyTracking.PAGEMAP_SCAN || PagemapScan.available(),
                "SKIPPED: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
        MicroVms vms = VMS.get(tracking);
        if (vms == null) {
            vms = MicroVms.open(tracking);
            VMS.put(tracking, vms);
        }
        return vms.boot(TinyGuest.program(code), 32);
    }

    private static DirtyTracking[] available() {
        return PagemapScan.available() ? DirtyTracking.values() : new DirtyTracking[] {DirtyTracking.DIRTY_LOG};
    }
}
