package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.files.GuestFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs in real containers of runc, in what it does otherwise than crun. All tests of containers run by it with the long ones. */
class RuncIT extends ContainerGround {
    private static final int PRCTL = 157;

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }

    @Test
    void a_program_gets_its_files_and_its_payload_and_its_files_output_and_code_come_out() throws ContainerFailed {
        RunInput input = new RunInput(
                """
                import sys
                open('/out/y', 'w').write(open('/in/x').read() + 'out')
                print(6*7); print('e', file=sys.stderr); sys.exit(7)
                """.getBytes(StandardCharsets.UTF_8),
                List.of(new GuestFile("x", "in\n".getBytes(StandardCharsets.UTF_8))),
                List.of("y"),
                1 << 20,
                Optional.empty());
        RunTrace trace = run(input, LIMITS, new Watch(false), false);
        assertThat(trace.end()).as(text(trace.stderr())).isEqualTo(new End.Exited(7));
        assertThat(text(trace.stdout())).isEqualTo("42\n");
        assertThat(text(trace.stderr())).isEqualTo("e\n");
        assertThat(trace.files()).singleElement().satisfies(file -> assertThat(text(file.content()))
                .isEqualTo("in\nout"));
        assertThat(containers.isolation(false))
                .startsWith("container runc ")
                .endsWith(", unlisted calls seen that its libseccomp knows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import socket; socket.socket() | sys_socket",
                "import os; os.fork() | sys_clone",
                "import mmap; mmap.mmap(-1, 4096, prot=7) | sys_dlopen",
                "import os; os.memfd_create('x') | sys_memfd_create"
            })
    void a_call_outside_the_policy_ends_the_program_and_is_named(String program, String call) throws ContainerFailed {
        RunTrace trace = run("print('before', flush=True)\n" + program + "\nprint('after', flush=True)");
        assertThat(trace.end()).isInstanceOf(End.Killed.class);
        assertThat(((End.Killed) trace.end()).offence()).startsWith(call);
        assertThat(text(trace.stdout())).as("what it wrote before is kept").isEqualTo("before\n");
    }

    @ParameterizedTest
    @CsvSource({
        "21, b814000000 cd80", // int 0x80
        "22, b827000040 0f05", // getpid of x32
    })
    void a_call_of_another_architecture_ends_the_program(String digest, String code) throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root(digest, code + "0f0b"), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            boolean named = trace.end() instanceof End.Killed(String offence) && offence.contains("has no name for");
            assertThat(named || trace.end().equals(new End.Exited(139)))
                    .as("%s: killed, or a kernel without these calls faults", trace.end())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "23, b8f4010000 0f05", // number 500
        "24, b800000010 0f05", // number 0x10000000
    })
    void a_call_that_it_has_no_name_for_is_answered_by_nobody_and_ends_the_program(String digest, String code)
            throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root(digest, code + "0f0b"), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end())
                    .as("not ENOSYS from a filter in front of ours, behind which it would go on")
                    .isInstanceOfSatisfying(
                            End.Killed.class, end -> assertThat(end.offence()).contains("has no name for"));
        }
    }

    @Test
    void a_program_that_names_itself_like_an_end_of_its_own_choice_ends_as_the_kernel_says_it() throws ContainerFailed {
        // prctl(PR_SET_NAME, name); getpid of x32; ud2; name
        String code = "b89d000000 bf0f000000 488d350b000000 0f05" + "b827000040 0f05" + "0f0b";
        String name = HexFormat.of().formatHex(") Z 51200\n\0".getBytes(StandardCharsets.US_ASCII));
        ContainerSpec spec = new ContainerSpec(
                List.of(TinyElf.PATH),
                List.of(),
                32,
                calls(number -> number == CallList.READ || number == CallList.WRITE || number == PRCTL),
                false);
        try (ParkedContainer parked = containers.park(TinyElf.root("27", code + name), spec)) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).as("exit code 200 is what its name says").isInstanceOf(End.Killed.class);
        }
    }

    @Test
    void an_image_that_would_be_believed_when_its_proc_is_taken_away_is_refused() {
        Node table =
                new Node.File(9, 0644, 0, MemorySegment.ofArray("TARGET=/proc\n".getBytes(StandardCharsets.UTF_8)));
        Map<String, Node> children =
                new TreeMap<>(TinyElf.root("28", "0f0b").root().children());
        children.put("run", folder("mount", folder("utab", table)));
        RootFs root = new RootFs(new Node.Directory(1, 0755, 0, new TreeMap<>(children)), "sha256:" + "28".repeat(32));
        assertThat(Containers.unfit(root)).isPresent();
        assertThatThrownBy(() -> containers.park(root, tiny()))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("/run/mount/utab");
    }

    private static Node folder(String name, Node child) {
        return new Node.Directory(8, 0755, 0, new TreeMap<>(Map.of(name, child)));
    }

    @Test
    void the_proc_that_its_runtime_needed_is_gone_when_the_program_begins_and_nothing_of_the_host_is_there()
            throws ContainerFailed {
        RunTrace trace = run("""
                import os
                print(os.listdir('/proc'), os.path.exists('/proc/self'), os.path.exists('/sys/kernel'))
                print(os.getpid(), os.getuid(), sorted(os.listdir('/dev')))
                for path in '/x', '/usr/x', '/proc/x', '/in/x', '/dev/x', '/proc/self/mem':
                    try:
                        open(path, 'w'); print('WROTE', path)
                    except OSError as e:
                        pass
                """);
        assertThat(text(trace.stdout())).startsWith("[] False False\n1 1 [").doesNotContain("WROTE");
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
    }

    @Test
    void more_memory_than_its_own_is_not_to_be_had_and_a_loop_ends_at_its_deadline() throws ContainerFailed {
        RunTrace trace = run("x = 'a' * (200 << 20)");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(text(trace.stderr())).contains("MemoryError");
        Limits brief = new Limits(Duration.ofMillis(300), 10_000, 1_000);
        byte[] program = "while True: pass".getBytes(StandardCharsets.UTF_8);
        assertThat(run(RunInput.of(program), brief, new Watch(false), false).end())
                .isEqualTo(new End.DeadlineExceeded());
    }

    @Test
    void a_program_that_does_what_no_program_may_ends_as_the_kernel_says_it() throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root("25", "0f0b"), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).as("128 and SIGILL").isEqualTo(new End.Exited(132));
        }
    }

    @Test
    void who_wants_every_call_seen_is_refused_with_the_fix_and_never_given_less() {
        assertThatThrownBy(() -> containers.park(image.root(), spec(true)))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("not every call can be seen; apt-get install crun");
        ContainerSpec silent = new ContainerSpec(
                List.of(TinyElf.PATH), List.of(), 32, calls(number -> number == CallList.READ), false);
        assertThatThrownBy(() -> containers.park(TinyElf.root("26", "0f0b"), silent))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("policy does not list it; apt-get install crun");
    }
}
