package dev.airlock.lane.shell;

import static dev.airlock.lane.shell.Ground.answer;
import static dev.airlock.lane.shell.Ground.intent;
import static dev.airlock.lane.shell.Ground.send;
import static dev.airlock.lane.shell.Ground.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.road.Bus;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lane on a real bus, with houses whose every move is known. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LaneIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Ground ground = new Ground();
    private final FakeHouses houses = new FakeHouses(2);

    @TempDir
    Path directory;

    private static IntentKey key(String id) {
        return new IntentKey("s", id);
    }

    private void awaitOnTheBus(int count) {
        Awaitility.await("tokens on the bus").atMost(SOON).untilAsserted(() -> assertThat(ground.ledger())
                .hasSize(count));
    }

    private Token only(Map<IntentKey, List<Token>> ledger, String id) {
        assertThat(ledger.get(key(id))).as(id).hasSize(1);
        return ledger.get(key(id)).getFirst();
    }

    @Test
    void an_answered_intent_is_verified_and_reaches_the_bus_once_with_its_output() throws Exception {
        Set<IntentKey> answered = new HashSet<>();
        try (Lane lane = ground.open(directory, houses)) {
            List<CompletionStage<Said>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String session = "s-" + i % 5;
                answers.add(send(lane, session, "i-" + i, "print(" + i + ")"));
                if (i % 4 == 3) {
                    answer(answers.getLast());
                }
            }
            for (CompletionStage<Said> one : answers) {
                if (answer(one) instanceof Said.Journaled(TokenRecord record, var output)) {
                    assertThat(ground.read(record).content().erin()).isInstanceOf(Erin.Completed.class);
                    assertThat(output).isPresent();
                    answered.add(record.key());
                }
            }
            // Whoever found the lane full comes again, one after the other.
            for (int i = 0; i < 40; i++) {
                if (!answered.contains(new IntentKey("s-" + i % 5, "i-" + i))) {
                    answered.add(token(send(lane, "s-" + i % 5, "i-" + i, "print(" + i + ")"))
                            .key());
                }
            }
        }
        Map<IntentKey, List<Token>> ledger = ground.ledger();
        assertThat(answered).hasSize(40);
        assertThat(ledger.keySet()).isEqualTo(answered);
        assertThat(ledger.values()).allSatisfy(tokens -> assertThat(tokens).hasSize(1));
        assertThat(ground.outputs().keySet()).isEqualTo(ledger.keySet());
        assertThat(ground.outputs().values()).containsOnly(1);
        assertThat(houses.runs.get()).isEqualTo(ledger.size());
        assertThat(ground.told())
                .as("each admission is told once")
                .containsExactlyInAnyOrderElementsOf(
                        answered.stream().map(IntentKey::id).toList());
    }

    @Test
    void it_is_at_hand_when_its_houses_are() throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            var counted = new CountedLane(lane);
            assertThat(counted.atHand()).isTrue();
            houses.atHand = false;
            assertThat(counted.atHand()).isFalse();
        }
    }

    @Test
    void what_is_no_intent_is_concluded_on_a_thread_of_its_own_and_a_defect_of_it_is_said() throws Exception {
        var sealing = new CompletableFuture<Thread>();
        try (Lane lane = ground.open(directory, houses)) {
            Said said = answer(lane.conclude(new Conclusion() {
                @Override
                public IntentKey key() {
                    return LaneIT.key("frame-1");
                }

                @Override
                public UnsealedToken token(Seal seal) {
                    sealing.complete(Thread.currentThread());
                    throw new IllegalStateException("on purpose");
                }
            }));

            assertThat(said)
                    .isEqualTo(new Said.Silent("a defect of the lane: java.lang.IllegalStateException: on purpose"));
            assertThat(sealing.get(10, TimeUnit.SECONDS).isVirtual()).isTrue();
        }
    }

    @Test
    void copies_get_the_first_ones_token_while_it_runs_afterwards_and_after_a_restart() throws Exception {
        TokenRecord first;
        try (Lane lane = ground.open(directory, houses)) {
            CompletionStage<Said> running = send(lane, "s", "copied", "wait");
            CompletionStage<Said> copy = send(lane, "s", "copied", "wait");
            assertThat(answer(send(lane, "s", "copied", "something else"))).isInstanceOf(Said.Taken.class);
            assertThat(copy.toCompletableFuture()).isNotDone();
            houses.gate.release();
            first = token(running);
            assertThat(token(copy)).isEqualTo(first);
            assertThat(token(send(lane, "s", "copied", "wait"))).isEqualTo(first);
            assertThat(answer(send(lane, "s", "copied", "something else"))).isInstanceOf(Said.Taken.class);
            awaitOnTheBus(1);
        }
        try (Lane lane = ground.open(directory, houses)) {
            assertThat(token(send(lane, "s", "copied", "wait"))).isEqualTo(first);
            assertThat(answer(send(lane, "s", "copied", "something else"))).isInstanceOf(Said.Taken.class);
        }
        assertThat(houses.runs.get()).isEqualTo(1);
        assertThat(ground.ledger().get(key("copied"))).hasSize(1);
    }

    @Test
    void a_kill_does_not_wait_for_others_on_its_way_to_the_bus_and_what_ran_before_it_comes_with_it() throws Exception {
        try (Lane lane = ground.open(directory, houses, Duration.ofHours(1))) {
            token(send(lane, "s", "ran", "print(1)"));
            assertThat(ground.ledger()).isEmpty();
            token(send(lane, "s", "killed", "kill"));
            awaitOnTheBus(2);
            int many = 150; // more than is read at once
            for (int i = 0; i < many; i++) {
                token(send(lane, "s-" + i % 5, "i-" + i, "print(2)"));
            }
            token(send(lane, "s", "also-killed", "kill"));
            awaitOnTheBus(3 + many);
            token(send(lane, "s", "waits", "print(2)"));
            assertThat(ground.ledger()).hasSize(3 + many);
        }
        assertThat(ground.ledger()).as("what waits goes when the lane closes").hasSize(154);
    }

    private static Intents.Caller caller(int digit) {
        return new Intents.Caller.Known(
                new Speaker("local", Origin.LOCAL),
                new KeyId("ed25519:" + Integer.toString(digit).repeat(64)));
    }

    private static Said say(Lane lane, Intent intent, Intents.Caller caller) throws Exception {
        return answer(send(lane, intent, caller, new Attendance() {}));
    }

    private static Intent with(Intent intent, String file) {
        return intent.with(
                List.of(new NamedFile("data.txt", Bytes.of(file.getBytes(StandardCharsets.UTF_8)))), List.of());
    }

    @Test
    void who_is_another_or_brings_other_files_gets_neither_token_nor_output_also_after_a_restart() throws Exception {
        Path left = directory.resolve("left");
        Intent mine = with(intent(Entrance.fast(Ground.NODE), "s", "mine", "print(1)"), "one");
        Intent cut = with(intent(Entrance.fast(Ground.NODE), "s", "cut-off", "wait"), "one");
        List<Intents.Caller> others =
                List.of(caller(2), new Intents.Caller.Unknown(), new Intents.Caller.Forged("not his"));
        TokenRecord first;
        try (Lane lane = ground.open(directory, houses)) {
            first = token(send(lane, mine, caller(1), new Attendance() {}));
            var _ = send(lane, cut, caller(1), new Attendance() {});
            Awaitility.await("the run is under way").until(() -> houses.runs.get() == 2);
            for (Intent one : List.of(mine, cut)) {
                for (Intents.Caller other : others) {
                    assertThat(say(lane, one, other)).as("%s", other).isInstanceOf(Said.Taken.class);
                }
                assertThat(say(lane, with(one, "two"), caller(1))).isInstanceOf(Said.Taken.class);
            }
            awaitOnTheBus(1);
            Ground.leftBehind(directory, left);
        }
        try (Lane lane = ground.open(left, houses)) {
            for (Intent one : List.of(mine, cut)) {
                for (Intents.Caller other : others) {
                    assertThat(say(lane, one, other)).as("%s", other).isInstanceOf(Said.Taken.class);
                }
                assertThat(say(lane, with(one, "two"), caller(1))).isInstanceOf(Said.Taken.class);
                assertThat(say(lane, one, caller(1))).isInstanceOf(Said.Journaled.class);
            }
            assertThat(token(send(lane, mine, caller(1), new Attendance() {}))).isEqualTo(first);
        }
        assertThat(houses.runs.get()).isEqualTo(2);
    }

    @Test
    void of_a_token_that_only_the_bus_has_only_the_same_record_of_the_same_caller_is_a_copy() throws Exception {
        Intent mine = intent(Entrance.fast(Ground.NODE), "s", "mine", "print(1)");
        TokenRecord first;
        try (Lane lane = ground.open(directory, houses)) {
            first = token(send(lane, mine, caller(1), new Attendance() {}));
            awaitOnTheBus(1);
        }
        try (Lane lane = ground.open(directory.resolve("lost"), houses)) {
            assertThat(token(send(lane, mine, caller(1), new Attendance() {}))).isEqualTo(first);
            assertThat(say(lane, mine, new Intents.Caller.Unknown())).isInstanceOf(Said.Taken.class);
            assertThat(say(lane, with(mine, "other"), caller(1))).isInstanceOf(Said.Taken.class);
            Intents.Caller another = new Intents.Caller.Known(
                    new Speaker("another", Origin.LOCAL), new KeyId("ed25519:" + "1".repeat(64)));
            assertThat(say(lane, mine, another)).isInstanceOf(Said.Taken.class);
        }
        assertThat(houses.runs.get()).isEqualTo(1);
    }

    @Test
    void a_stranger_who_comes_first_is_not_whom_the_signer_hears_of() throws Exception {
        Intent mine = intent(Entrance.fast(Ground.NODE), "s", "mine", "print(1)");
        try (Lane lane = ground.open(directory, houses)) {
            TokenRecord strangers = token(send(lane, mine));
            assertThat(say(lane, mine, caller(1))).isInstanceOf(Said.Taken.class);
            assertThat(token(send(lane, mine))).isEqualTo(strangers);
        }
        assertThat(houses.runs.get()).isEqualTo(1);
    }

    @Test
    void more_others_than_are_remembered_make_no_room_for_a_replay_also_after_a_restart() throws Exception {
        Intent mine = intent(Entrance.fast(Ground.NODE), "s", "mine", "print(1)");
        int remembered = 10;
        try (Lane lane = ground.open(directory, houses, remembered, 1_000)) {
            token(send(lane, mine, caller(1), new Attendance() {}));
            for (int i = 0; i <= remembered; i++) {
                token(send(lane, "s", "other-" + i, "print(2)"));
            }
            assertThat(say(lane, mine, caller(1))).isInstanceOf(Said.Taken.class);
            awaitOnTheBus(remembered + 2);
        }
        for (Path journal : List.of(directory, directory.resolve("lost"))) {
            try (Lane lane = ground.open(journal, houses, remembered, 1_000)) {
                assertThat(say(lane, mine, caller(1))).as("%s", journal).isInstanceOf(Said.Taken.class);
            }
        }
        assertThat(houses.runs.get()).isEqualTo(remembered + 2);
        assertThat(ground.ledger().get(key("mine"))).hasSize(1);
    }

    @Test
    void where_no_more_can_be_known_nothing_is_run() throws Exception {
        try (Lane lane = ground.open(directory, houses, 10, 2)) {
            token(send(lane, "s", "one", "print(1)"));
            token(send(lane, "s", "two", "print(1)"));
            assertThat(answer(send(lane, "s", "three", "print(1)")))
                    .isInstanceOfSatisfying(
                            Said.Busy.class,
                            busy -> assertThat(busy.refusal().kind()).isEqualTo(RefusalKind.CAPACITY));
        }
        try (Lane lane = ground.open(directory, houses, 10, 2)) {
            assertThat(answer(send(lane, "s", "three", "print(1)"))).isInstanceOf(Said.Busy.class);
        }
        assertThat(houses.runs.get()).isEqualTo(2);
    }

    @Test
    void a_run_without_an_end_becomes_one_interrupted_token_at_the_next_start() throws Exception {
        Path left = directory.resolve("left");
        try (Lane lane = ground.open(directory, houses)) {
            token(send(lane, "s", "done", "print(1)"));
            CompletionStage<Said> running = send(lane, "s", "cut-off", "wait");
            Awaitility.await("the run is under way").until(() -> houses.runs.get() == 2);
            Ground.leftBehind(directory, left);
            assertThat(running.toCompletableFuture()).isNotDone();
        }
        for (int start = 0; start < 3; start++) {
            try (Lane lane = ground.open(left, houses)) {
                TokenRecord known = token(send(lane, "s", "cut-off", "wait"));
                assertThat(ground.read(known).content().erin())
                        .isInstanceOfSatisfying(Erin.Faulted.class, faulted -> assertThat(faulted.cause())
                                .isEqualTo(FaultCause.INTERRUPTED));
                awaitOnTheBus(2);
            }
        }
        Map<IntentKey, List<Token>> ledger = ground.ledger();
        assertThat(only(ledger, "done").content().erin()).isInstanceOf(Erin.Completed.class);
        assertThat(only(ledger, "cut-off").content().erin()).isInstanceOf(Erin.Faulted.class);
        assertThat(houses.runs.get()).isEqualTo(2);
        assertThat(ground.told())
                .as("the event of an admission survives its process, and is told once")
                .containsExactly("done", "cut-off");
    }

    private static Attendance traced(int digit) {
        var trace = Optional.of(
                new TraceContext("00-" + Integer.toString(digit).repeat(32) + "-" + "b".repeat(16) + "-01", "a=1"));
        return new Attendance() {
            @Override
            public Optional<TraceContext> trace() {
                return trace;
            }
        };
    }

    /** In which traces there are records on a topic. */
    private Set<Optional<TraceContext>> traces(Topic topic) throws Exception {
        Set<Optional<TraceContext>> traces = new HashSet<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            Replay.partition(ground.bus, Station.CONSOLE, topic, partition, record -> traces.add(record.trace()));
        }
        return traces;
    }

    @Test
    void a_trace_is_in_all_that_reaches_the_bus_of_its_intent_also_if_its_run_was_interrupted() throws Exception {
        Path left = directory.resolve("left");
        Intents.Caller nobody = new Intents.Caller.Unknown();
        Attendance one = traced(1);
        Attendance two = traced(2);
        try (Lane lane = ground.open(directory, houses)) {
            token(send(lane, intent(lane.entrance(), "s", "one", "print(1)"), nobody, one));
            var _ = send(lane, intent(lane.entrance(), "s", "two", "wait"), nobody, two);
            Awaitility.await("the run is under way").until(() -> houses.runs.get() == 2);
            awaitOnTheBus(1);
            Ground.leftBehind(directory, left);
        }
        try (Lane lane = ground.open(left, houses)) {
            assertThat(lane.syncs()).isPositive();
            awaitOnTheBus(2);
        }
        assertThat(traces(Topic.TOKENS)).containsExactlyInAnyOrder(one.trace(), two.trace());
        assertThat(traces(Topic.EVENTS)).containsExactlyInAnyOrder(one.trace(), two.trace());
        assertThat(traces(Topic.OUTPUTS)).containsExactly(one.trace());
    }

    @Test
    void a_journal_that_is_opened_again_and_again_brings_nothing_twice_whether_its_position_is_known_or_not()
            throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            for (int i = 0; i < 5; i++) {
                token(send(lane, "s", "i-" + i, "print(1)"));
            }
        }
        for (String node : List.of(Ground.NODE, Ground.NODE, "node-that-never-committed")) {
            try (Lane _ = ground.open(node, directory, houses)) {
                awaitOnTheBus(5);
            }
        }
        assertThat(ground.ledger().values())
                .allSatisfy(tokens -> assertThat(tokens).hasSize(1));
    }

    @Test
    void every_start_is_an_epoch_that_names_the_last_token_before_even_if_the_journal_is_lost() throws Exception {
        for (Path journal : List.of(directory, directory, directory.resolve("new"))) {
            try (Lane lane = ground.open(journal, houses)) {
                token(send(lane, "s", "in-" + houses.runs.get(), "print(1)"));
            }
        }
        List<Token> chain = ground.ledger().values().stream()
                .map(List::getFirst)
                .sorted(Comparator.comparingLong(token -> token.link().epoch()))
                .toList();
        assertThat(chain).extracting(token -> token.link().epoch()).containsExactly(0L, 1L, 2L);
        assertThat(chain.get(2).link().predecessor())
                .isInstanceOfSatisfying(Predecessor.PreviousEpoch.class, before -> assertThat(before.hash())
                        .isEqualTo(chain.get(1).hash()));
    }

    @Test
    void an_intent_for_the_bus_or_for_another_node_is_refused_by_name_and_the_same_id_on_the_bus_is_another_intent()
            throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            for (Entrance other : List.of(Entrance.BUS, Entrance.fast("node-b"))) {
                Token refusal = ground.read(token(send(lane, intent(other, "s", other.lane() + "-1", "print(1)"))));
                assertThat(refusal.content().erin()).isInstanceOfSatisfying(Erin.Refused.class, refused -> {
                    assertThat(refused.cause()).isEqualTo(RefusalKind.MALFORMED);
                    assertThat(refused.reason()).contains("came by the fast lane of node 'node-a'");
                });
            }
        }
        assertThat(houses.runs.get()).isZero();
    }

    @Test
    void one_too_many_is_told_so_and_may_come_again() throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            List<CompletionStage<Said>> inside = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                inside.add(send(lane, "s", "i-" + i, "wait"));
            }
            assertThat(answer(send(lane, "s", "more", "wait")))
                    .isInstanceOfSatisfying(
                            Said.Busy.class,
                            busy -> assertThat(busy.refusal().kind()).isEqualTo(RefusalKind.CAPACITY));
            assertThat(houses.undone).as("before the answer").containsExactly("more");
            houses.gate.release(5);
            for (CompletionStage<Said> one : inside) {
                token(one);
            }
            token(send(lane, "s", "more", "wait"));
        }
        assertThat(houses.undone).as("what was begun is never undone").containsExactly("more");
        assertThat(ground.ledger()).hasSize(5);
    }

    @Test
    void an_order_that_cannot_be_handed_to_a_slot_is_answered_and_gives_its_place_back() throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            houses.breaks = true;
            for (int i = 0; i < 5; i++) { // one more than there are places
                assertThat(answer(send(lane, "s", "lost-" + i, "print(1)")))
                        .isInstanceOfSatisfying(Said.Silent.class, silent -> assertThat(silent.reason())
                                .contains("no room for an order"));
            }
            houses.breaks = false;
            token(send(lane, "s", "lost-0", "print(1)"));
        }
        assertThat(houses.undone).hasSize(5);
        assertThat(ground.ledger()).hasSize(1);
    }

    @Test
    void an_order_whose_end_nobody_can_hear_of_is_answered_runs_once_and_has_its_token() throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            houses.deaf = true;
            for (int i = 0; i < 5; i++) { // one more than there are places
                assertThat(answer(send(lane, "s", "unheard-" + i, "wait")))
                        .isInstanceOfSatisfying(Said.Silent.class, silent -> assertThat(silent.reason())
                                .contains("no room for an ear"));
            }
            houses.deaf = false;
            assertThat(answer(send(lane, "s", "unheard-0", "wait")))
                    .as("while it is under way")
                    .isInstanceOf(Said.Silent.class);
            houses.gate.release(5);
            awaitOnTheBus(5);
            token(send(lane, "s", "unheard-0", "wait"));
        }
        assertThat(houses.runs).hasValue(5);
        assertThat(houses.undone).isEmpty();
        assertThat(ground.ledger()).hasSize(5);
    }

    @Test
    void others_who_fill_the_lane_keep_no_operator_out() throws Exception {
        try (Lane lane = ground.open(directory, houses)) {
            List<CompletionStage<Said>> inside = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                inside.add(send(lane, "s", "i-" + i, "wait"));
            }
            assertThat(answer(send(lane, "s", "more", "wait"))).isInstanceOf(Said.Busy.class);
            CompletionStage<Said> mends =
                    send(lane, intent(lane.entrance(), "s", "mends", "print(1)", Origin.OPERATOR));
            houses.gate.release(4);
            for (CompletionStage<Said> one : inside) {
                token(one);
            }
            assertThat(token(mends).key()).isEqualTo(key("mends"));
        }
        assertThat(ground.ledger()).hasSize(5);
    }

    @Test
    void a_lane_that_is_closed_takes_nothing_and_what_it_had_is_on_the_bus() throws Exception {
        Lane lane = ground.open(directory, houses);
        token(send(lane, "s", "before", "print(1)"));
        lane.close();
        assertThat(ground.ledger()).hasSize(1);
        assertThat(answer(send(lane, "s", "after", "print(1)")))
                .isInstanceOfSatisfying(
                        Said.Busy.class,
                        busy -> assertThat(busy.refusal().kind()).isEqualTo(RefusalKind.DRAINING));
    }

    @Test
    void a_second_lane_on_the_same_journal_is_refused_with_the_fix() throws Exception {
        try (Lane _ = ground.open(directory, houses)) {
            assertThatThrownBy(() -> ground.open(directory, houses))
                    .isInstanceOfSatisfying(LaneRefused.class, refused -> assertThat(refused.fix())
                            .contains("stop it"));
        }
    }

    @Test
    void without_a_bus_a_lane_does_not_open_and_its_journal_is_free_again() throws Exception {
        assertThatThrownBy(() -> ground.open(Ground.NODE, directory, houses, Bus.at("127.0.0.1:1")))
                .isInstanceOfSatisfying(
                        LaneRefused.class, refused -> assertThat(refused.fix()).isEqualTo("start the broker"));
        try (Lane lane = ground.open(directory, houses)) {
            token(send(lane, "s", "works", "print(1)"));
        }
    }
}
