package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.executor.Orders;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders in, tokens out, with real guests: unmodified CPython in a microVM. */
@Tag("kvm")
class MicroVmRoadIT {
    private static Stage stage;
    private static ExecutorHouse executor;
    private static int orders;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        boolean usable = Files.isReadable(Path.of("/dev/kvm")) && Files.isWritable(Path.of("/dev/kvm"));
        if (!usable) {
            System.err.println("SKIPPED: /dev/kvm is not usable here, so no real guest ran");
        }
        assumeTrue(usable, "/dev/kvm is not usable here");
        Path images = folder.resolve("images");
        TestGround.images(images, List.of(Recipe.PYTHON));
        stage = new Stage(folder, images);
        stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
        executor = stage.realExecutor(Map.of("simulation.enabled", "true", "audit.enabled", "true"));
    }

    @AfterAll
    static void stop() {
        if (executor != null) {
            executor.close();
            stage.close();
        }
    }

    private static Orders order(String payload) {
        orders++;
        return Orders.of("session-" + orders, "intent-" + orders, payload, Instant.now());
    }

    private static Token run(Orders orders) {
        stage.order(orders);
        return stage.token(orders.session(), orders.id());
    }

    private static Erin.Completed completed(Token token) {
        assertThat(token.content().erin()).isInstanceOf(Erin.Completed.class);
        return (Erin.Completed) token.content().erin();
    }

    private static Erin.Killed killed(Token token) {
        assertThat(token.content().erin()).isInstanceOf(Erin.Killed.class);
        return (Erin.Killed) token.content().erin();
    }

    @Test
    void a_payload_runs_and_its_output_and_token_come_out() {
        Orders order = order("print(sum(range(10)))");
        Token token = run(order);
        assertThat(completed(token).exitCode()).isZero();
        assertThat(stage.printed(order.session(), order.id())).isEqualTo("45\n");
        assertThat(token.content().eromheen().isolation().orElseThrow()).startsWith("microvm kvm");
        assertThat(token.content().eraan().image()).isPresent();
        assertThat(token.content().eraan().snapshotDigest()).isPresent();
        assertThat(completed(token).syscalls().counts()).containsKey("sys_write");
    }

    @Test
    void a_socket_ends_as_an_incident_that_names_it() {
        Erin.Killed killed = killed(run(order("import socket; socket.socket()")));
        assertThat(killed.cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed.violations().getFirst().detail())
                .isEqualTo("sys_socket (blocked: dangerous syscall for any intent)");
        assertThat(killed.syscalls().orElseThrow().counts()).containsEntry("sys_socket", 1L);
    }

    @Test
    void a_file_of_the_host_is_not_there() {
        Orders order = order("""
                try:
                    open('/etc/shadow')
                except FileNotFoundError as e:
                    print('not there:', e.filename)
                """);
        assertThat(completed(run(order)).exitCode()).isZero();
        assertThat(stage.printed(order.session(), order.id())).isEqualTo("not there: /etc/shadow\n");
    }

    @Test
    void an_endless_loop_dies_at_its_deadline() {
        Token token = run(order("while True: pass").deadline(300));
        assertThat(killed(token).cause()).isEqualTo(KillCause.DEADLINE);
        assertThat(token.content().eromheen().times().ranMicros().orElseThrow()).isBetween(300_000L, 3_000_000L);
    }

    @Test
    void a_gigabyte_is_not_given_and_the_program_hears_of_it() {
        Orders order = order("""
                try:
                    bytearray(1 << 30)
                except MemoryError:
                    print('no room')
                """);
        assertThat(completed(run(order)).exitCode()).isZero();
        assertThat(stage.printed(order.session(), order.id())).isEqualTo("no room\n");
    }

    @Test
    void ten_megabytes_of_output_end_the_run_and_what_fits_is_kept() {
        Orders order = order("print('x' * (10 << 20))");
        Erin.Killed killed = killed(run(order));
        assertThat(killed.cause()).isEqualTo(KillCause.OUTPUT);
        assertThat(killed.output().orElseThrow().stdout().truncated()).isTrue();
        assertThat(stage.printed(order.session(), order.id())).hasSize(65_536);
    }

    @Test
    void a_run_leaves_nothing_for_the_next() {
        run(order("import builtins; builtins.residue = 'here'; import socket; socket.socket()"));
        Orders next = order("import builtins; print(getattr(builtins, 'residue', 'clean'))");
        completed(run(next));
        assertThat(stage.printed(next.session(), next.id())).isEqualTo("clean\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 128, 256})
    void a_program_runs_in_every_size_that_its_route_allows(int mib) {
        Token token = run(order("print(1)").memory(mib));
        assertThat(completed(token).exitCode()).isZero();
        assertThat(token.content().eromheen().limits().orElseThrow().memoryMib())
                .isEqualTo(mib);
    }

    @Test
    void a_traceback_is_an_exit_code_and_no_incident() {
        assertThat(completed(run(order("raise ValueError('no')"))).exitCode()).isEqualTo(1);
    }

    @Test
    void a_loop_from_outside_is_killed_when_sessions_are_isolated() {
        Orders order = order("while True: pass").origin(Origin.EXTERNAL_AI).deadline(60_000);
        stage.order(order);
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.pulses().getLast().busy() > 0);
        stage.rule(2, PostureLevel.HARD_QUARANTINE);
        Token token = stage.token(order.session(), order.id());
        stage.rule(3, PostureLevel.NORMAL_ZERO_TRUST);
        assertThat(killed(token).violations().getFirst().what()).isEqualTo("isolate_session");
    }

    @Test
    void the_simulation_says_that_nothing_was_run() {
        Orders order = order("print(1)").backend(Backend.SIMULATION);
        Token token = run(order);
        assertThat(completed(token).reason()).contains("nothing was run");
        assertThat(token.content().eromheen().backend()).contains(Backend.SIMULATION);
        assertThat(stage.printed(order.session(), order.id())).contains("nothing was run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import json; print(json.dumps({'a': [1, 2, None]}))",
                "import re; print(re.sub(r'(\\w+) (\\w+)', r'\\2 \\1', 'hello world'))",
                "import math; print(math.sqrt(2))",
                "import datetime; print(datetime.datetime.now(datetime.timezone.utc).year > 2000)",
                "import random; print(0 <= random.random() < 1); random.seed(1); random.shuffle([1, 2])",
                "import hashlib; print(hashlib.sha256(b'x').hexdigest(), hashlib.blake2b(b'y').hexdigest())",
                "import collections; print(collections.Counter('hello').most_common(1))",
                "import itertools; print(list(itertools.permutations('abc')))",
                "import decimal; print(decimal.Decimal(1) / decimal.Decimal(7))",
                "print(len(open('/etc/passwd').read()) > 0)",
                "import pathlib; print(pathlib.Path('/etc/passwd').exists(), pathlib.Path('/usr').is_dir())",
                "import os; print(os.getpid() > 0, os.listdir('/') != [], os.path.realpath('/usr/bin/..'))",
                "import time; time.sleep(0.01); print(time.monotonic() > 0)",
                "import statistics, fractions, functools, operator, string, textwrap; print(statistics.mean([1, 2]))",
                "import struct, base64, zlib, csv, io; print(zlib.crc32(b'abc'))",
                "import uuid; print(len(str(uuid.uuid4())))",
                "import dataclasses, enum, typing, abc, copy; print(enum.Enum('E', 'A B').A)",
                "import logging; logging.warning('to stderr'); print('ok')",
                "import platform; print(platform.system(), platform.machine())",
                "import sys; print(sys.version_info >= (3, 9), file=sys.stderr); sys.exit(0)",
                "x = [bytes(1 << 20) for _ in range(20)]; del x; print('freed')",
                "import asyncio.log, heapq, bisect, secrets; print(len(secrets.token_bytes(8)))",
                "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()"
            })
    void ordinary_programs_run_without_a_violation(String payload) {
        Erin erin = run(order(payload)).content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Completed.class);
        assertThat(((Erin.Completed) erin).exitCode()).isZero();
    }

    /** sync is on no list of calls. */
    @Test
    void in_audit_mode_a_call_outside_the_policy_is_answered_and_the_token_counts_it() {
        String program = "import os; os.sync(); os.sync(); print('done')";
        Orders audited = order(program).mode(Mode.AUDIT);
        Token token = run(audited);
        Erin.Completed completed = completed(token);
        assertThat(token.content().eromheen().mode()).isEqualTo(Mode.AUDIT);
        assertThat(completed.syscalls().audited().orElseThrow()).containsEntry("sys_sync", 2L);
        assertThat(completed.reason()).contains("audit mode");
        assertThat(killed(run(order(program))).violations().getFirst().what()).isEqualTo("sys_sync");
        assertThat(killed(run(order("import socket; socket.socket()").mode(Mode.AUDIT)))
                        .violations()
                        .getFirst()
                        .what())
                .isEqualTo("sys_socket");
        assertThat(run(order("print(1)").origin(Origin.EXTERNAL_AI).mode(Mode.AUDIT))
                        .content()
                        .erin())
                .isInstanceOf(Erin.Refused.class);
    }

    @Test
    void a_guest_that_sleeps_is_cancelled_at_once() throws Exception {
        Orders sleeps =
                order("import time; print('begun', flush=True); time.sleep(60)").deadline(60_000);
        stage.order(sleeps);
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> stage.pulses().stream()
                .anyMatch(pulse -> pulse.busy() > 0));
        stage.cancel(sleeps.session(), sleeps.id(), Orders.CALLER);
        Erin erin = stage.token(sleeps.session(), sleeps.id()).content().erin();
        assertThat(erin.reason()).startsWith("cancelled by local");
    }

    @Test
    void the_chains_of_all_this_verify() {
        run(order("print('last')"));
        assertThat(stage.chainFindings()).isEmpty();
    }
}
