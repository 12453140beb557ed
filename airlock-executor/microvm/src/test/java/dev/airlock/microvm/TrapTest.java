package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ring 3 must not get away with, each in a few bytes of machine code. Vectors differ between KVMs: not asserted. */
@Tag("kvm")
class TrapTest {
    /** mmap a page with all rights, touch it, execute it, mprotect it to the access named, mmap's address in rbx. */
    private static final String PAGE_DOWN_TO = "31FF BE00100000 BA07000000 41BA22000000 49C7C0FFFFFFFF 4531C9"
            + "B809000000 0F05 4889C3 C603C3 FFD3 4889DF BE00100000 BA%02X000000 B80A000000 0F05";

    private static final String MUNMAP = "4889DF BE00100000 B80B000000 0F05";
    private static final String READ_IT = "8A03";
    private static final String WRITE_IT = "8803";
    private static final String CALL_IT = "FFD3";

    private static MicroVms vms;

    @BeforeAll
    static void open() throws Exception {
        KvmRequired.orSkipLoudly();
        vms = MicroVms.open();
    }

    @AfterAll
    static void close() {
        if (vms != null) {
            vms.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "read the page tables, 8A042500100000",
        "read the descriptor tables, 8A042500800000",
        "write the IDT, 88042500A00000",
        "write a page table, 88042500001000",
        "write the stub, 88042500002000",
        "write the fault stack, 8804 2500800100",
        "read beyond memory, 8A042500000002",
        "read the highest half, 48B8000000000080FFFF 488B00",
        "write its own read-only code, 880500000000",
        "execute its stack, C60424C3 FFE4",
        "execute data behind the stub, B810002000 FFE0",
        "in al from the call port, E410",
        "in al from another port, E411",
        "string output to the call port, 66BA1000 4889E6 B904000000 F36E",
        "string input from the call port, 66BA1000 4889E7 B904000000 F36C",
        "four bytes to the call port, E710",
        "output to the call port outside the stub, E610",
        "output to the fault port, E620",
        "output to another port, E680",
        "interrupt 0x80, CD80",
        "interrupt 14, CD0E",
        "breakpoint, CC",
        "sysenter, 0F34",
        "far return to 32-bit code, 6A23 68 00004000 48CB",
        "far return to ring 0, 6A10 68 00004000 48CB",
        "halt, F4",
        "disable interrupts, FA",
        "load a page directory, 0F22D8",
        "read a debug register, 0F21F8",
        "write a model-specific register, 0F30",
        "load a descriptor table, 0F011424",
        "an invalid instruction, 0F0B",
        "a divide by zero, 31C9 F7F1",
        "single-step, 9C 810C2400010000 9D 90",
        "an alignment trap, 9C 810C2400000400 9D 8B442401",
        "a stack below its end, 488DA42400000080 50"
    })
    void the_guest_ends_as_faulted_when_it_tries_to(String what, String code) throws Exception {
        assumeFalse(
                what.equals("an alignment trap") && KvmRequired.isEmulated(),
                "SKIPPED: QEMU's TCG raises no alignment faults");
        RunTrace trace = run(code);
        assertThat(trace.end()).as(what).isInstanceOf(End.Faulted.class);
        assertThat(trace.end().toString()).doesNotContain("the machine failed");
    }

    @Test
    void a_harmless_guest_survives() throws Exception {
        assertThat(run("90").end()).isEqualTo(new End.Exited(7));
    }

    @ParameterizedTest(name = "mprotect to {0}, then {1}: dies {2}")
    @CsvSource({
        "7, 8803, false",
        "7, FFD3, false",
        "3, FFD3, true",
        "1, 8803, true",
        "1, 8A03, false",
        "5, 8803, true",
        "5, FFD3, false",
        "0, 8A03, true",
        "0, 8803, true",
        "0, FFD3, true"
    })
    void a_touched_page_loses_what_mprotect_takes(int prot, String access, boolean dies) throws Exception {
        RunTrace trace = run(PAGE_DOWN_TO.formatted(prot) + access);
        if (dies) {
            assertThat(trace.end()).isInstanceOf(End.Faulted.class);
        } else {
            assertThat(trace.end()).isEqualTo(new End.Exited(7));
        }
    }

    @ParameterizedTest
    @CsvSource({READ_IT, WRITE_IT, CALL_IT})
    void a_touched_page_is_out_of_reach_once_unmapped(String access) throws Exception {
        RunTrace trace = run(PAGE_DOWN_TO.formatted(7) + MUNMAP + access);
        assertThat(trace.end()).isInstanceOf(End.Faulted.class);
    }

    @Test
    void a_page_downgraded_before_the_snapshot_stays_so_in_every_fork() throws Exception {
        GuestProgram program = TinyGuest.program(
                PAGE_DOWN_TO.formatted(1) + "31C0 31FF 31F6 31D2 0F05" + WRITE_IT + TinyGuest.SURVIVE);
        try (Snapshot snapshot = vms.boot(program, 32)) {
            for (int i = 0; i < 3; i++) {
                assertThat(snapshot.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL)
                                .end())
                        .isInstanceOf(End.Faulted.class);
            }
        }
    }

    @Test
    void a_fault_names_where_and_on_what() throws Exception {
        assertThat(run("8A042500100000").end().toString()).contains("0x1000", "at 0x4000");
    }

    @Test
    void an_endless_loop_dies_at_the_deadline() throws Exception {
        Limits limits = new Limits(Patience.of(Duration.ofMillis(150)), 100, 100);
        try (Snapshot snapshot = vms.boot(TinyGuest.trap("EBFE"), 32)) {
            RunTrace trace = snapshot.run(new byte[0], limits, WarmPython.ALLOW_ALL);
            assertThat(trace.end()).isEqualTo(new End.DeadlineExceeded());
            assertThat(trace.ran()).isBetween(limits.deadline(), Patience.of(Duration.ofSeconds(5)));
        }
    }

    @Test
    void endless_calls_die_at_the_deadline() throws Exception {
        Limits limits = new Limits(Patience.of(Duration.ofMillis(150)), 100, Long.MAX_VALUE);
        try (Snapshot snapshot = vms.boot(TinyGuest.trap("B827000000 0F05 EBF7"), 32)) { // getpid for ever
            RunTrace trace = snapshot.run(new byte[0], limits, WarmPython.ALLOW_ALL);
            assertThat(trace.end()).isEqualTo(new End.DeadlineExceeded());
            assertThat(trace.calls()).isPositive();
        }
    }

    @Test
    void calls_beyond_the_limit_end_the_run() throws Exception {
        Limits limits = new Limits(Patience.of(Duration.ofSeconds(20)), 100, 50);
        try (Snapshot snapshot = vms.boot(TinyGuest.trap("B827000000 0F05 EBF7"), 32)) {
            RunTrace trace = snapshot.run(new byte[0], limits, WarmPython.ALLOW_ALL);
            assertThat(trace.end()).isEqualTo(new End.CallsExceeded());
        }
    }

    @Test
    void a_call_outside_the_policy_is_told_as_that_also_where_it_is_one_too_many() throws Exception {
        Limits one = new Limits(Patience.of(Duration.ofSeconds(20)), 100, 1);
        Monitor monitor = call -> call.number() == 41 ? new Judgement.Kill("socket") : new Judgement.Allow();
        try (Snapshot snapshot = vms.boot(TinyGuest.trap("B829000000 0F05"), 32)) {
            RunTrace trace = snapshot.run(new byte[0], one, monitor);
            assertThat(trace.end()).isEqualTo(new End.Killed("socket"));
            assertThat(trace.calls()).isEqualTo(2);
        }
    }

    @Test
    void a_loop_that_jumps_into_the_stub_makes_only_calls_that_are_judged() throws Exception {
        Monitor monitor = call -> call.number() == 41 ? new Judgement.Kill("socket") : new Judgement.Allow();
        String jump = "B829000000 48C7C100004000 BA00002000 FFE2"; // rax = socket, rcx = code, jmp stub
        try (Snapshot snapshot = vms.boot(TinyGuest.trap(jump), 32)) {
            End end = snapshot.run(new byte[0], WarmPython.LIMITS, monitor).end();
            if (vms.flavour().stub().equals("cpl3")) {
                assertThat(end).isEqualTo(new End.Killed("socket"));
            } else {
                assertThat(end).isInstanceOf(End.Faulted.class);
            }
        }
    }

    @Test
    void a_program_that_never_reads_is_no_snapshot() {
        assertThatThrownBy(() -> vms.boot(TinyGuest.program(TinyGuest.SURVIVE), 32))
                .isInstanceOf(BootFailed.class)
                .hasMessageContaining("Exited[code=7]");
    }

    @Test
    void a_virtual_thread_is_refused() throws Exception {
        try (Snapshot snapshot = vms.boot(TinyGuest.trap("90"), 32)) {
            Throwable[] thrown = new Throwable[1];
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            snapshot.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL);
                        } catch (IllegalStateException e) {
                            thrown[0] = e;
                        }
                    })
                    .join();
            assertThat(thrown[0]).hasMessageContaining("virtual thread");
        }
    }

    private static RunTrace run(String code) throws Exception {
        try (Snapshot snapshot = vms.boot(TinyGuest.trap(code), 32)) {
            return snapshot.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL);
        }
    }
}
