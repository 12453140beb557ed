package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.files.GuestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real programs in real containers of crun. */
class ContainerIT extends ContainerGround {
    /** 128 and SIGSEGV. */
    private static final int NO_SUCH_GATE = 139;

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    @Test
    void a_program_prints_and_ends_with_its_code() throws ContainerFailed {
        RunTrace trace = run("import sys; print(6*7); print('e', file=sys.stderr); sys.exit(7)");
        assertThat(trace.end()).isEqualTo(new End.Exited(7));
        assertThat(text(trace.stdout())).isEqualTo("42\n");
        assertThat(text(trace.stderr())).isEqualTo("e\n");
        assertThat(trace.peakMemoryBytes()).isBetween(1L << 20, 128L << 20);
    }

    @Test
    void a_traceback_is_exit_code_1() throws ContainerFailed {
        RunTrace trace = run("1/0");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(text(trace.stderr())).contains("ZeroDivisionError");
    }

    @Test
    void a_payload_of_a_mebibyte_arrives_whole() throws ContainerFailed {
        RunTrace trace = run("x = '" + "y".repeat(1 << 20) + "'; print(len(x))");
        assertThat(text(trace.stdout())).isEqualTo((1 << 20) + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import socket; socket.socket() | sys_socket",
                "import os; os.fork() | sys_clone",
                "import threading; threading.Thread(target=print).start() | sys_clone",
                "import mmap; mmap.mmap(-1, 4096, prot=7) | sys_dlopen",
                "import mmap; mmap.mmap(-1, 4096, flags=2, prot=5) | sys_dlopen",
                "import os, mmap; f = open('/tmp/x', 'w+b'); f.write(b'x' * 4096); f.flush(); "
                        + "mmap.mmap(f.fileno(), 4096, flags=2, prot=5) | sys_dlopen",
                "import os; os.memfd_create('x') | sys_memfd_create",
                "import os; os.setuid(0) | sys_setuid",
                "import os; os.chroot('/tmp') | sys_chroot",
                "import os; os.mkfifo('/tmp/f') | sys_mknod"
            })
    void a_call_outside_the_policy_ends_the_program_and_is_named(String program, String call) throws ContainerFailed {
        RunTrace trace = run("print('before', flush=True)\n" + program + "\nprint('after', flush=True)");
        assertThat(trace.end()).isInstanceOf(End.Killed.class);
        assertThat(((End.Killed) trace.end()).offence()).startsWith(call);
        assertThat(text(trace.stdout())).as("what it wrote before is kept").isEqualTo("before\n");
    }

    @Test
    void a_loop_ends_at_its_deadline_and_a_sleep_too() throws ContainerFailed {
        Limits short_ = new Limits(Duration.ofMillis(300), 10_000, 1_000);
        for (String program : List.of("while True: pass", "import time; time.sleep(60)")) {
            RunTrace trace =
                    run(RunInput.of(program.getBytes(StandardCharsets.UTF_8)), short_, new Watch(false), false);
            assertThat(trace.end()).isEqualTo(new End.DeadlineExceeded());
            assertThat(trace.ran()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @Test
    void whoever_calls_a_run_off_ends_it() throws Exception {
        Watch watch = new Watch(false) {
            @Override
            public Judgement interrupted() {
                return new Judgement.Kill("called off");
            }
        };
        Thread.ofPlatform().start(() -> {
            while (watch.seen.isEmpty()) {
                Thread.onSpinWait();
            }
            watch.kick.run();
        });
        byte[] program = "while True: pass".getBytes(StandardCharsets.UTF_8);
        assertThat(run(RunInput.of(program), LIMITS, watch, false).end()).isEqualTo(new End.Killed("called off"));
    }

    @Test
    void more_output_than_may_be_ends_it_and_what_fits_is_kept() throws ContainerFailed {
        RunTrace trace = run("while True: print('x' * 1000)");
        assertThat(trace.end()).isEqualTo(new End.OutputExceeded());
        assertThat(trace.stdout().length + trace.stderr().length).isEqualTo(10_000);
    }

    @Test
    void more_memory_than_its_own_is_not_to_be_had() throws ContainerFailed {
        RunTrace trace = run("x = 'a' * (200 << 20)");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(text(trace.stderr())).contains("MemoryError");
    }

    @Test
    void whom_the_kernel_ends_for_its_memory_met_that_limit() throws Exception {
        ControlGroups groups = ControlGroups.look();
        assumeTrue(
                groups.usable() && groups.hierarchy() != ControlGroups.Hierarchy.V2,
                "SKIPPED: no group for memory alone can be made smaller here");
        Limits patient = new Limits(Duration.ofSeconds(60), 10_000, 1_000_000);
        ContainerSpec spec = spec(false);
        try (ParkedContainer parked = containers.park(image.root(), spec)) {
            List<Path> outer = new ArrayList<>();
            for (Path root : groups.roots()) {
                try (Stream<Path> all = Files.list(root)) {
                    all.filter(group -> group.getFileName()
                                    .toString()
                                    .startsWith(
                                            "airlock-" + ProcessHandle.current().pid() + "-"))
                            .map(group -> group.resolve("memory.limit_in_bytes"))
                            .filter(Files::exists)
                            .forEach(outer::add);
                }
            }
            assertThat(outer).hasSize(1);
            Files.writeString(outer.getFirst(), Integer.toString(48 << 20));
            byte[] program = "x = b'x' * (80 << 20)".getBytes(StandardCharsets.UTF_8);
            assertThat(parked.run(RunInput.of(program), patient, new Watch(false))
                            .end())
                    .isEqualTo(new End.MemoryExceeded());
        }
    }

    @Test
    void somebody_elses_kill_is_not_told_as_a_limit() throws Exception {
        try (ParkedContainer parked = containers.park(image.root(), spec(false))) {
            Watch kills = new Watch(false) {
                @Override
                public void wrote(boolean error, byte[] bytes) {
                    ProcessHandle.current()
                            .descendants()
                            .filter(process -> process.info()
                                    .command()
                                    .filter(name -> name.contains("python"))
                                    .isPresent())
                            .forEach(ProcessHandle::destroyForcibly);
                }
            };
            byte[] program = "print('x', flush=True)\nwhile True: pass".getBytes(StandardCharsets.UTF_8);
            assertThat(parked.run(RunInput.of(program), LIMITS, kills).end())
                    .isInstanceOfSatisfying(
                            End.Faulted.class, end -> assertThat(end.reason()).contains("somebody on the host"));
        }
    }

    @Test
    void files_in_memory_are_its_own_and_limited_and_the_image_cannot_be_written_to() throws ContainerFailed {
        RunTrace trace = run("""
                import errno, os
                open('/tmp/a', 'w').write('mine'); print(open('/tmp/a').read())
                for path in '/x', '/usr/x', '/etc/passwd', '/in/x', '/dev/x', '/airlock/runner.py':
                    try:
                        open(path, 'w'); print('WROTE', path)
                    except OSError as e:
                        print(path, e.errno in (errno.EROFS, errno.EACCES))
                try:
                    with open('/tmp/big', 'wb') as f:
                        while True: f.write(b'x' * (1 << 20))
                except OSError as e:
                    print(e.errno == errno.ENOSPC, os.stat('/tmp/big').st_size <= 64 << 20)
                """);
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(text(trace.stdout()))
                .startsWith("mine\n")
                .endsWith("True True\n")
                .doesNotContain("WROTE", "False");
    }

    @Test
    void it_sees_no_process_but_itself_and_nothing_of_the_host() throws ContainerFailed {
        RunTrace trace = run("""
                import os
                print(sorted(os.listdir('/')), os.listdir('/proc'))
                print(os.getpid(), os.getuid(), os.path.exists('/proc/self'), os.path.exists('/sys/kernel'))
                for pid in (-1, 2, %d):
                    try:
                        os.kill(pid, 9); print('SENT', pid)
                    except (ProcessLookupError, PermissionError):
                        print('none')
                try:
                    open('/dev/tty'); print('TTY')
                except OSError:
                    print('no terminal')
                """.formatted(ProcessHandle.current().pid()));
        assertThat(text(trace.stdout())).isEqualTo("""
                        ['airlock', 'bin', 'dev', 'etc', 'in', 'lib', 'lib64', 'out', 'proc', 'tmp', 'usr'] []
                        1 1 False False
                        none
                        none
                        none
                        no terminal
                        """);
    }

    @Test
    void it_becomes_no_other_program() throws ContainerFailed {
        RunTrace trace = run("import os; os.execv('" + image.command().getFirst() + "', ['x', '-c', 'print(1)'])");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(text(trace.stderr())).contains("Function not implemented");
        assertThat(trace.unknownCalls()).containsEntry(CallList.EXECVE, 1L);
    }

    @Test
    void files_go_in_and_come_out_and_links_lead_nowhere() throws ContainerFailed {
        RunInput input = new RunInput(
                """
                import os
                print(open('/in/d/x').read(), end='')
                os.mkdir('/out/d'); open('/out/d/y', 'w').write('out')
                os.symlink('/etc/shadow', '/out/link'); os.symlink('/', '/out/root')
                """.getBytes(StandardCharsets.UTF_8),
                List.of(new GuestFile("d/x", "in\n".getBytes(StandardCharsets.UTF_8))),
                List.of("d/y", "link", "root/etc/shadow", "none"),
                1 << 20,
                Optional.empty());
        RunTrace trace = run(input, LIMITS, new Watch(false), false);
        assertThat(text(trace.stdout())).isEqualTo("in\n");
        assertThat(trace.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("d/y");
            assertThat(text(file.content())).isEqualTo("out");
        });
    }

    @Test
    void where_every_call_is_seen_they_are_seen_in_order() throws ContainerFailed {
        Watch watch = new Watch(false);
        byte[] program = "import os; os.umask(0); os.getppid(); os.umask(0)".getBytes(StandardCharsets.UTF_8);
        RunTrace trace = run(RunInput.of(program), LIMITS, watch, true);
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(trace.calls()).isEqualTo(watch.seen.size());
        assertThat(watch.seen).startsWith("sys_read").endsWith("sys_exit_group");
        assertThat(watch.seen.stream().filter(call -> call.matches("sys_(umask|getppid)")))
                .containsExactly("sys_umask", "sys_getppid", "sys_umask");
    }

    @Test
    void what_a_monitor_only_writes_down_is_not_done_all_the_same() throws ContainerFailed {
        byte[] program = """
                import os, socket
                for call in os.fork, lambda: os.memfd_create('x'), socket.socket, lambda: os.chroot('/tmp'):
                    try:
                        call(); print('DONE')
                    except OSError as e:
                        print(e.errno)
                """.getBytes(StandardCharsets.UTF_8);
        RunTrace trace = run(RunInput.of(program), LIMITS, new Watch(true), true);
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(text(trace.stdout())).isEqualTo("38\n".repeat(4));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20})
    void a_run_that_makes_more_calls_than_it_may_ends(long most) throws ContainerFailed {
        Limits few = new Limits(Duration.ofSeconds(20), 10_000, most);
        byte[] program = "import os\nwhile True: os.umask(0)".getBytes(StandardCharsets.UTF_8);
        RunTrace trace = run(RunInput.of(program), few, new Watch(false), true);
        assertThat(trace.end()).isEqualTo(new End.CallsExceeded());
        assertThat(trace.calls()).isEqualTo(most + 1);
    }

    @Test
    void no_two_runs_have_the_same_random_numbers() throws ContainerFailed {
        String program = "import random, uuid, os; print(random.random(), uuid.uuid4(), os.urandom(4))";
        assertThat(text(run(program).stdout())).isNotEqualTo(text(run(program).stdout()));
    }

    @ParameterizedTest
    @CsvSource({
        "01, b814000000 cd80", // int 0x80
        "02, b827000040 0f05", // getpid of x32
    })
    void a_call_of_another_architecture_ends_it(String digest, String code) throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root(digest, code + "0f0b"), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            boolean named =
                    trace.end() instanceof End.Killed(String offence) && offence.contains("another architecture");
            assertThat(named || trace.end().equals(new End.Exited(NO_SUCH_GATE)))
                    .as("%s: killed, or a kernel without these calls faults", trace.end())
                    .isTrue();
        }
    }

    @Test
    void a_program_that_does_what_no_program_may_ends_as_a_shell_says_it() throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root("03", "0f0b"), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).as("128 and SIGILL").isEqualTo(new End.Exited(132));
        }
    }

    @Test
    void code_of_the_image_is_loaded_when_a_program_imports_it() throws ContainerFailed {
        RunTrace trace = run("import _decimal, sys; print(_decimal.Decimal('0.1') + 1)");
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(text(trace.stdout())).isEqualTo("1.1\n");
    }

    @Test
    void what_a_thread_has_started_ends_with_it() throws Exception {
        Path bundle = Files.createDirectory(folder.resolve("bundle-of-a-thread"));
        Path runtime = Files.writeString(bundle.resolve("crun"), "#!/bin/sh\nexec sleep 300\n");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
        ControlGroups groups = ControlGroups.look();
        String name = "airlock-" + ProcessHandle.current().pid() + "-of-a-thread";
        groups.prepare("/" + name, 64 << 20, 16);
        List<String> command = new Surroundings(new ContainerRuntime(ContainerRuntime.Kind.CRUN, runtime, "0"), groups)
                .command(bundle, bundle, name);
        AtomicReference<Process> started = new AtomicReference<>();
        AtomicReference<ProcessHandle> sleeps = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                started.set(new ProcessBuilder(command).start());
                while (sleeps.get() == null && started.get().isAlive()) {
                    started.get()
                            .descendants()
                            .filter(child -> child.info()
                                    .command()
                                    .filter(program -> program.endsWith("sleep"))
                                    .isPresent())
                            .findFirst()
                            .ifPresent(sleeps::set);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.join();
        assertThat(started.get().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sleeps.get()).as("it ended before its thread did").isNotNull();
        sleeps.get().onExit().get(10, TimeUnit.SECONDS);
        assertThat(sleeps.get().isAlive()).isFalse();
        groups.sweep("/" + name);
    }

    @Test
    void a_container_runs_once() throws ContainerFailed {
        try (ParkedContainer parked = containers.park(image.root(), spec(false))) {
            RunInput input = RunInput.of("print(1)".getBytes(StandardCharsets.UTF_8));
            assertThat(parked.run(input, LIMITS, new Watch(false)).end()).isEqualTo(new End.Exited(0));
            assertThatThrownBy(() -> parked.run(input, LIMITS, new Watch(false)))
                    .hasMessageContaining("runs once");
        }
    }

    @Test
    void a_container_whose_group_cannot_be_made_leaves_nothing() throws Exception {
        Path nowhere = folder.resolve("no-groups");
        ControlGroups none =
                new ControlGroups(ControlGroups.Hierarchy.V1, ControlGroups.Maker.RUNTIME, "", List.of(nowhere));
        Path others = folder.resolve("others");
        try (Containers bounded = Containers.open(others, ContainerRuntime.find(runtime()), none)) {
            assertThatThrownBy(() -> bounded.park(TinyElf.root("04", "0f0b"), tiny()))
                    .isInstanceOf(ContainerFailed.class)
                    .hasMessageContaining("no control group can be made");
            try (Stream<Path> runs = Files.walk(others.resolve("runs"), 2)) {
                assertThat(runs.filter(path -> path.getFileName().toString().matches("\\d+")))
                        .isEmpty();
            }
        }
        RootStore.delete(others);
    }

    @Test
    void an_image_whose_program_does_not_ask_for_a_payload_is_refused_with_what_it_said() {
        ContainerSpec wrong = new ContainerSpec(
                List.of(image.command().getFirst(), "/nowhere.py"),
                image.environment(),
                128,
                spec(false).calls(),
                false);
        assertThatThrownBy(() -> containers.park(image.root(), wrong))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("ends before it asks for its payload")
                .hasMessageContaining("/nowhere.py");
    }

    @Test
    void groups_that_a_killed_executor_left_are_gone_after_the_next_start_and_nobody_else_s_are() throws Exception {
        ControlGroups groups = ControlGroups.look();
        assumeTrue(groups.usable(), "SKIPPED: no control group can be made here");
        Path root = groups.memoryRoot();
        Owner ours = Owner.ours();
        String gone = new Owner(ours.process(), ours.namespace(), ours.began() - 1).name();
        List<Path> swept = List.of(root.resolve(gone + ".0-1/c"), root.resolve(gone + ".0-1"));
        Path peopled = root.resolve(gone + ".0-2");
        Path elsewhere = root.resolve(new Owner(1, ours.namespace() + 1, 1).name() + ".0-1");
        Files.createDirectories(swept.getFirst());
        Files.createDirectories(elsewhere);
        Files.createDirectory(peopled);
        Process in = new ProcessBuilder(
                        "sh", "-c", "echo 0 > \"$1\" && echo in && exec sleep 60", "sh", peopled + "/cgroup.procs")
                .start();
        try {
            assertThat(in.getInputStream().read()).as("it is in").isEqualTo('i');
            Path others = folder.resolve("swept");
            Containers.open(others, runtime()).close();
            RootStore.delete(others);
            assertThat(swept).allSatisfy(group -> assertThat(group).doesNotExist());
            assertThat(peopled).as("somebody is in it").exists();
            assertThat(elsewhere).as("another namespace counts its owner").exists();
        } finally {
            in.destroyForcibly().waitFor();
            Files.delete(peopled);
            Files.delete(elsewhere);
        }
    }
}
