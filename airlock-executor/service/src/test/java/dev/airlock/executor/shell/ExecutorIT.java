package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox;
import dev.airlock.executor.Orders;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.road.Placement;
import dev.airlock.road.Probe;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor on a real bus, with a sandbox that runs nothing. */
class ExecutorIT {
    @TempDir
    private Path folder;

    private Stage stage;
    private final FakeSandbox sandbox = new FakeSandbox();

    @BeforeEach
    void set() throws Exception {
        stage = new Stage(folder, folder.resolve("images"));
        stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    private static Orders order(String session, String id, String payload) {
        return Orders.of(session, id, payload, Instant.now());
    }

    private void awaitRuns(int count) {
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> sandbox.runs.size() >= count);
    }

    @Test
    void every_order_gets_exactly_one_token_across_a_restart() throws Exception {
        List<Orders> first = IntStream.range(0, 10)
                .mapToObj(n -> order("session-" + n % 4, "intent-" + n, "print " + n))
                .toList();
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            first.forEach(stage::order);
            first.forEach(order -> stage.token(order.session(), order.id()));
        }
        FakeSandbox second = new FakeSandbox();
        try (ExecutorHouse _ = stage.executor(second)) {
            stage.order(order("session-0", "intent-after", "more"));
            stage.token("session-0", "intent-after");
        }
        assertThat(second.runs).containsExactly("session-0/intent-after");
        assertThat(stage.tokens()).hasSize(11);
        Awaitility.await().untilAsserted(() -> assertThat(stage.outputs()).hasSize(11));
        assertThat(stage.chainFindings()).isEmpty();
        assertThat(stage.token("session-0", "intent-after").link().epoch()).isEqualTo(1);
    }

    @Test
    void files_go_in_with_the_intent_and_come_out_with_the_output_as_the_token_says() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("files", "one", "copy"));
            Erin.Completed completed =
                    (Erin.Completed) stage.token("files", "one").content().erin();
            byte[] content = {1, 2, 3};
            assertThat(completed.output().files())
                    .containsExactly(dev.airlock.provenance.token.Output.File.of("a.txt", content));
            Awaitility.await().untilAsserted(() -> assertThat(stage.outputs())
                    .singleElement()
                    .satisfies(output ->
                            assertThat(output.files()).containsExactly(new NamedFile("a.txt", Bytes.of(content)))));
        }
    }

    @Test
    void a_run_that_a_stop_interrupted_is_run_again_and_has_one_token() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("slow", "one", "hold"));
            awaitRuns(1);
        }
        assertThat(stage.found("slow", "one")).isEmpty();
        FakeSandbox second = new FakeSandbox();
        second.release();
        try (ExecutorHouse _ = stage.executor(second)) {
            assertThat(stage.token("slow", "one").content().erin()).isInstanceOf(Erin.Completed.class);
        }
        assertThat(second.runs).containsExactly("slow/one");
        assertThat(stage.found("slow", "one")).hasSize(1);
    }

    @Test
    void a_sealer_that_comes_back_finds_the_end_of_its_chain_among_the_tokens() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("same", "one", "print"));
            stage.token("same", "one");
        }
        try (ExecutorHouse _ = stage.otherExecutor(new FakeSandbox())) {
            stage.order(order("same", "two", "print"));
            stage.token("same", "two");
        }
        try (ExecutorHouse _ = stage.executor(new FakeSandbox())) {
            stage.order(order("same", "three", "print"));
            assertThat(stage.token("same", "three").link().epoch()).isEqualTo(1);
        }
        assertThat(stage.token("same", "two").signer())
                .isNotEqualTo(stage.token("same", "one").signer());
        assertThat(stage.chainFindings()).isEmpty();
    }

    @Test
    void orders_that_wait_for_a_slot_when_their_partition_goes_to_another_are_not_run_here() throws Exception {
        List<Orders> waiting = IntStream.range(0, 4 * Topic.ORDERS.partitions())
                .mapToObj(n -> order("waits-" + n, "one", "print"))
                .toList();
        FakeSandbox second = new FakeSandbox();
        try (ExecutorHouse _ = stage.executorOfOneSlot(sandbox)) {
            stage.order(order("slow", "one", "hold"));
            awaitRuns(1);
            waiting.forEach(stage::order);
            try (ExecutorHouse _ = stage.otherExecutor(second)) {
                Awaitility.await().atMost(Stage.PATIENCE).until(() -> !second.runs.isEmpty());
                sandbox.release();
                second.release();
                waiting.forEach(order -> stage.token(order.session(), order.id()));
                stage.token("slow", "one");
                // Behind everything that was submitted before.
                stage.order(order("slow", "two", "print"));
                stage.token("slow", "two");
            }
        }
        assertThat(second.runs).hasSizeGreaterThan(1);
        List<String> both = sandbox.runs.stream().filter(second.runs::contains).toList();
        assertThat(both).isSubsetOf("slow/one");
        assertThat(stage.tokens()).hasSize(waiting.size() + 2);
        assertThat(stage.chainFindings()).isEmpty();
    }

    @Test
    void a_slow_run_holds_up_its_own_session_and_no_other() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("slow", "one", "hold"));
            awaitRuns(1);
            stage.order(order("slow", "two", "print"));
            for (int n = 0; n < 8; n++) {
                stage.order(order("quick-" + n, "one", "print"));
            }
            for (int n = 0; n < 8; n++) {
                stage.token("quick-" + n, "one");
            }
            assertThat(stage.found("slow", "two")).isEmpty();
            sandbox.release();
            stage.token("slow", "two");
            assertThat(sandbox.runs.indexOf("slow/one")).isLessThan(sandbox.runs.indexOf("slow/two"));
        }
        assertThat(stage.chainFindings()).isEmpty();
    }

    @Test
    void where_one_program_runs_at_a_time_an_operators_goes_before_those_from_outside_that_wait() throws Exception {
        try (ExecutorHouse house = stage.executorOfOneSlot(sandbox)) {
            awaitPosture();
            stage.order(order("first", "one", "hold"));
            awaitRuns(1);
            for (int n = 0; n < 3; n++) {
                stage.order(order("ai-" + n, "one", "print").origin(Origin.EXTERNAL_AI));
            }
            awaitWaiting(house, 3);
            stage.order(
                    order("operator", "one", "print").origin(Origin.OPERATOR).of(stage.operator, "operator"));
            awaitWaiting(house, 4);
            sandbox.release();
            for (String session : List.of("first", "operator", "ai-0", "ai-1", "ai-2")) {
                assertThat(stage.token(session, "one").content().erin())
                        .as(session)
                        .isNotInstanceOf(Erin.Refused.class);
            }
            assertThat(sandbox.runs).startsWith("first/one", "operator/one").hasSize(5);
        }
        assertThat(stage.chainFindings()).isEmpty();
    }

    private static void awaitWaiting(ExecutorHouse house, int count) {
        Awaitility.await("runs that wait")
                .atMost(Stage.PATIENCE)
                .until(() -> house.load().waiting() == count);
    }

    @Test
    void an_aborted_transaction_is_sealed_again_and_nothing_is_run_twice() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        Probe everyOtherFails = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.getAndIncrement() % 2 == 0) {
                    throw new KafkaException("injected");
                }
            }
        };
        Counters counters = new Counters();
        try (ExecutorHouse _ = stage.executor(sandbox, everyOtherFails, counters)) {
            for (int n = 0; n < 12; n++) {
                stage.order(order("session-" + n % 3, "intent-" + n, "print"));
            }
            for (int n = 0; n < 12; n++) {
                stage.token("session-" + n % 3, "intent-" + n);
            }
        }
        assertThat(commits.get()).isGreaterThan(1);
        assertThat(sandbox.runs).doesNotHaveDuplicates().hasSize(12);
        assertThat(stage.tokens()).hasSize(12);
        assertThat(stage.chainFindings()).isEmpty();
        assertThat(counters.reading()).isEqualTo(new Counters.Reading(12, 12, 0, 0, 12, 0, 0, 0));
    }

    @Test
    void what_no_gateway_signed_goes_to_the_dead_letters_and_the_next_order_runs() throws Exception {
        Counters counters = new Counters();
        try (ExecutorHouse _ = stage.executor(sandbox, Probe.NONE, counters)) {
            Orders order = order("same", "forged", "print");
            stage.raw("same", "no order at all".getBytes(StandardCharsets.UTF_8));
            stage.raw("same", Codecs.ORDER.seal(order.order(), Orders.key(99)));
            stage.order(order("same", "good", "print"));
            stage.token("same", "good");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.letters().size() == 2);
        }
        assertThat(sandbox.runs).containsExactly("same/good");
        assertThat(stage.tokens()).hasSize(1);
        assertThat(counters.reading()).isEqualTo(new Counters.Reading(3, 1, 2, 0, 1, 0, 0, 0));
    }

    @Test
    void an_order_that_somebody_copied_into_another_partition_is_a_dead_letter_and_runs_no_second_time()
            throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            Orders order = order("placed", "one", "print");
            int partitions = Topic.ORDERS.partitions();
            String elsewhere = IntStream.range(0, 100)
                    .mapToObj(number -> "elsewhere-" + number)
                    .filter(session -> Placement.of(session, partitions) != Placement.of("placed", partitions))
                    .findFirst()
                    .orElseThrow();
            stage.order(order);
            stage.token("placed", "one");
            stage.raw(elsewhere, stage.sealed(order));
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.letters().size() == 1);
        }
        assertThat(sandbox.runs).containsExactly("placed/one");
        assertThat(stage.tokens()).hasSize(1);
    }

    @Test
    void a_poisoned_order_gets_a_token_and_harms_nobody() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            Orders order = order("poison", "one", "print");
            stage.order(order.order(new byte[] {1, 2, 3}, "sha256:" + "0".repeat(64)));
            stage.order(order("poison", "two", "defect"));
            stage.order(order("poison", "three", "print"));
            Token unreadable = stage.token("poison", "one");
            assertThat(unreadable.content().erin())
                    .isInstanceOfSatisfying(Erin.Refused.class, refused -> assertThat(refused.cause())
                            .isEqualTo(RefusalKind.MALFORMED));
            assertThat(stage.token("poison", "two").content().erin())
                    .isInstanceOfSatisfying(Erin.Faulted.class, faulted -> assertThat(faulted.cause())
                            .isEqualTo(FaultCause.BACKEND_FAILURE));
            assertThat(stage.token("poison", "three").content().erin()).isInstanceOf(Erin.Completed.class);
        }
        assertThat(stage.chainFindings()).isEmpty();
    }

    @Test
    void a_grant_is_redeemed_once_however_often_it_is_ordered() throws Exception {
        Counters counters = new Counters();
        try (ExecutorHouse _ = stage.executor(sandbox, Probe.NONE, counters)) {
            stage.order(order("copies", "one", "print"));
            stage.order(order("copies", "one", "print"));
            stage.order(order("copies", "end", "print"));
            stage.token("copies", "end");
        }
        assertThat(sandbox.runs).containsExactly("copies/one", "copies/end");
        assertThat(stage.found("copies", "one")).hasSize(1);
        assertThat(counters.reading().repeated()).isEqualTo(1);
    }

    @Test
    void an_order_that_is_written_again_after_a_restart_is_neither_run_nor_sealed_again_even_when_its_grant_is_over()
            throws Exception {
        Instant now = Instant.now();
        Orders fresh = Orders.of("again", "fresh", "print", now);
        Orders brief = Orders.of("again", "brief", "print", now).expiring(now.plusSeconds(8));
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(fresh);
            stage.order(brief);
            stage.token("again", "brief");
        }
        Awaitility.await().until(() -> Instant.now().isAfter(brief.expiresAt()));
        Counters counters = new Counters();
        try (ExecutorHouse _ = stage.executor(sandbox, Probe.NONE, counters)) {
            stage.order(fresh);
            stage.order(brief);
            stage.order(order("again", "end", "print"));
            stage.token("again", "end");
        }
        assertThat(sandbox.runs).containsExactly("again/fresh", "again/brief", "again/end");
        assertThat(stage.found("again", "fresh")).hasSize(1);
        assertThat(stage.found("again", "brief")).hasSize(1);
        assertThat(counters.reading().repeated()).isEqualTo(2);
    }

    @Test
    void an_expired_grant_runs_nothing() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            Instant past = Instant.now().minusSeconds(10);
            stage.order(Orders.of("late", "one", "print", past).expiring(past.plusSeconds(5)));
            Token token = stage.token("late", "one");
            assertThat(token.content().erin().type()).isEqualTo(TokenType.INTENT_REJECTED);
            assertThat(token.content().erin().reason()).contains("expired");
        }
        assertThat(sandbox.runs).isEmpty();
    }

    @Test
    void audit_mode_is_refused_where_nobody_switched_it_on_and_nobody_from_outside_ever_gets_it() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("mine", "one", "print").mode(Mode.AUDIT));
            assertThat(stage.token("mine", "one").content().erin().reason()).contains("audit.enabled=true");
        }
        assertThat(sandbox.runs).isEmpty();
        try (ExecutorHouse _ = stage.auditingExecutor(sandbox)) {
            awaitPosture();
            stage.order(order("ai", "one", "print").origin(Origin.EXTERNAL_AI).mode(Mode.AUDIT));
            assertThat(stage.token("ai", "one").content().erin())
                    .isInstanceOfSatisfying(Erin.Refused.class, refused -> assertThat(refused.reason())
                            .contains("local callers and operators only"));
            assertThat(sandbox.runs).doesNotContain("ai/one");
            stage.order(order("mine", "two", "print").mode(Mode.AUDIT));
            Token token = stage.token("mine", "two");
            assertThat(token.content().eromheen().mode()).isEqualTo(Mode.AUDIT);
            assertThat(((Erin.Completed) token.content().erin()).syscalls().audited())
                    .isPresent();
            stage.order(order("mine", "three", "print"));
            assertThat(stage.token("mine", "three").content().eromheen().mode()).isEqualTo(Mode.ENFORCE);
        }
    }

    @Test
    void a_posture_that_tightened_since_the_order_runs_nothing() throws Exception {
        stage.rule(2, PostureLevel.QUARANTINE_EXTERNAL_AI);
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("ai", "one", "print").origin(Origin.EXTERNAL_AI));
            Token token = stage.token("ai", "one");
            assertThat(token.content().erin().type()).isEqualTo(TokenType.INTENT_REJECTED);
            stage.order(order("mine", "one", "print"));
            assertThat(stage.token("mine", "one").content().erin()).isInstanceOf(Erin.Completed.class);
        }
        assertThat(sandbox.runs).containsExactly("mine/one");
    }

    @Test
    void a_run_from_outside_is_killed_when_sessions_are_isolated_and_a_local_one_goes_on() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            awaitPosture();
            stage.order(order("ai", "one", "hold").origin(Origin.EXTERNAL_AI));
            stage.order(order("mine", "one", "hold"));
            awaitRuns(2);
            stage.rule(2, PostureLevel.HARD_QUARANTINE);
            Token killed = stage.token("ai", "one");
            assertThat(killed.content().erin()).isInstanceOfSatisfying(Erin.Killed.class, erin -> {
                assertThat(erin.violations().getFirst().what()).isEqualTo("isolate_session");
                // The lease may be heard before its posture; then that closes.
                assertThat(erin.reason())
                        .contains("isolate_session came on during the run: posture hard_quarantine", "by verdict");
            });
            assertThat(stage.found("mine", "one")).isEmpty();
            sandbox.release();
            assertThat(stage.token("mine", "one").content().erin()).isInstanceOf(Erin.Completed.class);
        }
    }

    @Test
    void isolating_one_session_kills_its_run_from_outside_and_lets_the_others_go_on() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            awaitPosture();
            stage.order(order("bad", "one", "hold").origin(Origin.EXTERNAL_AI));
            stage.order(order("good", "one", "hold").origin(Origin.EXTERNAL_AI));
            awaitRuns(2);
            stage.rule(2, Scope.session("bad"), PostureLevel.HARD_QUARANTINE);
            assertThat(stage.token("bad", "one").content().erin()).isInstanceOfSatisfying(Erin.Killed.class, killed -> {
                assertThat(killed.type()).isEqualTo(TokenType.INCIDENT_KILL);
                assertThat(killed.reason()).contains("isolate_session", "verdict-2", "session:bad: a test");
            });
            assertThat(stage.found("good", "one")).isEmpty();
            stage.order(order("bad", "two", "print").origin(Origin.EXTERNAL_AI));
            assertThat(stage.token("bad", "two").content().erin())
                    .as("what comes later does not begin")
                    .isInstanceOf(Erin.Refused.class);
            stage.order(order("bad", "mine", "print"));
            assertThat(stage.token("bad", "mine").content().erin())
                    .as("nor is whoever is local kept from it")
                    .isInstanceOf(Erin.Completed.class);
            sandbox.release();
            assertThat(stage.token("good", "one").content().erin()).isInstanceOf(Erin.Completed.class);
        }
    }

    @Test
    void a_run_from_outside_is_killed_when_policy_falls_silent() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            awaitPosture();
            stage.order(order("ai", "one", "hold").origin(Origin.EXTERNAL_AI));
            awaitRuns(1);
            stage.stopLeasing();
            assertThat(stage.token("ai", "one").content().erin()).isInstanceOf(Erin.Killed.class);
        }
    }

    /** Until the posture and its lease have come in, everything from outside is refused. */
    private void awaitPosture() {
        AtomicInteger tries = new AtomicInteger();
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> {
            String id = "try-" + tries.incrementAndGet();
            stage.order(order("opening", id, "print").origin(Origin.EXTERNAL_AI));
            return stage.token("opening", id).content().erin() instanceof Erin.Completed;
        });
        sandbox.runs.clear();
    }

    @Test
    void pulses_say_what_a_probe_found() throws Exception {
        sandbox.breaks("/dev/kvm: permission denied; add the user to group kvm");
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            Awaitility.await().atMost(Stage.PATIENCE).until(() -> stage.pulses().size() >= 3);
        }
        assertThat(stage.pulses())
                .allSatisfy(pulse -> assertThat(pulse.backends()).allSatisfy(backend -> {
                    assertThat(backend.ready()).isFalse();
                    assertThat(backend.detail()).contains("group kvm");
                }))
                .extracting(Pulse::sequence)
                .startsWith(0L, 1L, 2L);
    }
}
