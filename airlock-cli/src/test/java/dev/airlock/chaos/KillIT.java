package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.token.Erin;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.snaft.wire.RuleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services die as by kill -9, at the worst moments and at any; each intent has one token, and nobody else waits long. */
@Tag("system")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KillIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofMillis(200);
    private static final String EXECUTORS = "airlock.executor.orders";
    private static final String GATEWAYS = "airlock.gateway.screened";

    @TempDir
    Path directory;

    /** What one member of a group held before the other was killed. */
    private static Set<Integer> heldBy(Ground ground, String group, Set<String> members) {
        Map<String, Set<Integer>> holdings = Awaitility.await("two members of " + group)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> Plain.holdings(ground.bus, group),
                        held -> held.size() == 2 && held.values().stream().allMatch(one -> one.size() == 4));
        Set<Integer> partitions = new HashSet<>();
        holdings.forEach((member, held) -> {
            if (members.contains(member)) {
                partitions.addAll(held);
            }
        });
        return partitions;
    }

    private static Set<String> membersOf(Ground ground, String group) {
        return Awaitility.await("the first member of " + group)
                .atMost(SOON)
                .until(() -> Plain.holdings(ground.bus, group).keySet(), members -> members.size() == 1);
    }

    private static void report(String what, Ground ground, Set<Integer> bystanders) {
        Duration others = ground.longest(key -> bystanders.contains(Ground.partition(key)) && crowded(key));
        Duration own = ground.longest(key -> !bystanders.contains(Ground.partition(key)) && crowded(key));
        System.out.printf(
                "%s: longest wait %d ms on other partitions, %d ms on those of the dead%n",
                what, others.toMillis(), own.toMillis());
    }

    private static boolean crowded(IntentKey key) {
        return key.session().startsWith("crowd");
    }

    @Test
    void an_executor_killed_in_the_middle_of_a_run_costs_no_token_and_holds_nobody_up() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.startPolicyAndSnaft();
            ground.startGateway("gateway-0");
            ground.start("scripted", ground.scripted("executor-b", "executor@b"));
            Set<String> survivor = membersOf(ground, EXECUTORS);
            Map<String, String> doomed = ground.scripted("executor-a", "executor");
            try (Child first = Child.part("scripted", doomed).awaitReady()) {
                Set<Integer> bystanders = heldBy(ground, EXECUTORS, survivor);
                ground.warmUp(SOON);
                int its = Stream.iterate(0, i -> i + 1)
                        .filter(i -> !bystanders.contains(i))
                        .findFirst()
                        .orElseThrow();
                try (Crowd _ = Crowd.begin(ground, BEAT, "crowd")) {
                    IntentKey slow = ground.send(Wish.saying(Ground.session("slow", its), "slow", "slow 3000"));
                    Awaitility.await("the run is under way")
                            .atMost(SOON)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> ScriptedSandbox.runsOf(ground.runs(), slow) == 1);
                    first.kill();
                    assertThat(ground.answered(slow)).isFalse();
                    try (Child _ = Child.part("scripted", doomed).awaitReady()) {
                        ground.await(slow, SOON);
                        // by the dead, and by each who got the partition before it ended
                        assertThat(ScriptedSandbox.runsOf(ground.runs(), slow)).isGreaterThanOrEqualTo(2);
                        ground.warmUpAgain("back", SOON);
                    }
                }
                ground.awaitAll(ground.sent(), SOON);
                report("executor killed in a run", ground, bystanders);
                assertThat(ground.longest(key -> bystanders.contains(Ground.partition(key))))
                        .isLessThan(Ground.HELD_UP_MAX);
                ground.audit().holdsFor(ground.sent());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void a_gateway_killed_between_admission_and_order_leaves_both_or_none_and_holds_nobody_up(String moment)
            throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.startPolicyAndSnaft();
            ground.start("scripted", ground.scripted("executor-a", "executor"));
            ground.startGateway("gateway-b");
            Set<String> survivor = membersOf(ground, GATEWAYS);
            ground.warmUp(SOON);
            Unwanted unwanted = Unwanted.on(ground);
            Map<String, String> doomed = ground.settings("instance", "gateway-a", "dies", moment, "commit", "3");
            try (Child first = Child.part("doomed", doomed).awaitReady()) {
                Set<Integer> bystanders = heldBy(ground, GATEWAYS, survivor);
                // Nothing else is on the road yet, so that it dies with some of these in its hands.
                unwanted.send("while-it-dies");
                try (Crowd _ = Crowd.begin(ground, BEAT, "crowd")) {
                    assertThat(first.exit()).isEqualTo(Part.KILLED);
                    unwanted.send("while-dead");
                    Map<String, String> again = ground.settings("instance", "gateway-a", "mux.enabled", "false");
                    try (Child _ = Child.part("gateway", again).awaitReady()) {
                        heldBy(ground, GATEWAYS, survivor);
                        ground.warmUpAgain("back", SOON);
                    }
                }
                ground.awaitAll(ground.sent(), SOON);
                report("gateway killed " + moment + " a commit", ground, bystanders);
                assertThat(ground.longest(key -> bystanders.contains(Ground.partition(key))))
                        .isLessThan(Ground.HELD_UP_MAX);
                Audit audit = ground.audit();
                audit.holdsFor(ground.sent());
                unwanted.wereAllRefused(audit, 2);
                for (IntentKey key : ground.sent()) {
                    boolean ran = audit.only(key).content().erin() instanceof Erin.Completed;
                    assertThat(ScriptedSandbox.runsOf(ground.runs(), key)).isEqualTo(ran ? 1 : 0);
                }
            }
        }
    }

    /**
     * Snaft alone in its process, with a rule of an operator's. While it is dead nothing is screened, so nothing is admitted; what was sent then is screened
     * by the one that comes back, by the rule that the dead one had, and each has one token.
     */
    @Test
    void a_snaft_killed_alone_loses_no_intent_and_lets_nothing_in_that_a_live_one_would_have_refused()
            throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.start("policy", ground.settings());
            ground.start("scripted", ground.scripted("executor-0", "executor"));
            ground.startGateway("gateway-0");
            try (Child first = Child.part("snaft", ground.settings()).awaitReady()) {
                ground.warmUp(SOON);
                forbid(ground, "payroll");
                Set<IntentKey> forbidden = new HashSet<>();
                Set<IntentKey> free = new HashSet<>();
                sendBoth(ground, "while-alive", 40, forbidden, free);
                Awaitility.await("in mid-stream")
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> free.stream().anyMatch(ground::answered));
                first.kill();
                long unanswered = ground.sent().stream()
                        .filter(key -> !ground.answered(key))
                        .count();
                sendBoth(ground, "while-dead", 8, forbidden, free);
                Set<IntentKey> screened = committedKeys(ground, Topic.ADMITTED);
                assertThat(screened)
                        .as("nothing that came while it was dead was decided")
                        .noneMatch(key -> key.id().startsWith("while-dead"));
                try (Child _ = Child.part("snaft", ground.settings()).awaitReady()) {
                    ground.awaitAll(ground.sent(), SOON);
                }
                System.out.println("snaft killed with " + unanswered + " intents on the road");
                Audit audit = ground.audit();
                audit.holdsFor(ground.sent());
                assertThat(forbidden).hasSize(48).allSatisfy(key -> {
                    assertThat(audit.only(key).content().erin()).isInstanceOf(Erin.Refused.class);
                    assertThat(ScriptedSandbox.runsOf(ground.runs(), key)).isZero();
                });
                assertThat(free).hasSize(48).allSatisfy(key -> {
                    assertThat(audit.only(key).content().erin()).isInstanceOf(Erin.Completed.class);
                    assertThat(ScriptedSandbox.runsOf(ground.runs(), key)).isEqualTo(1);
                });
            }
        }
    }

    private static void sendBoth(Ground ground, String name, int count, Set<IntentKey> forbidden, Set<IntentKey> free) {
        for (int i = 0; i < count; i++) {
            String session = Ground.session("both", i % Ground.PARTITIONS);
            forbidden.add(ground.send(Wish.saying(session, name + "-forbidden-" + i, "payroll")));
            free.add(ground.send(Wish.run(session, name + "-free-" + i)));
        }
    }

    /** What the topic of this key says is decided: its records are named by session and intent id. */
    private static Set<IntentKey> committedKeys(Ground ground, Topic topic) {
        Set<IntentKey> keys = new HashSet<>();
        Plain.committed(ground.bus, topic).forEach(record -> {
            if (Codecs.ADMISSION.decode(record.value()) instanceof Good<Admission>(Admission admission)) {
                keys.add(admission.key());
            }
        });
        return keys;
    }

    /** An operator forbids a word; counts once an intent that says it is refused. */
    private static void forbid(Ground ground, String word) throws Exception {
        String text = """
            {"rules": [{"name": "mine", "priority": 1, "action": "refuse", "message": "not this",
              "phrases": [{"why": "w", "within": 0, "words": [["%s"]]}]}]}
            """.formatted(word);
        RuleSet set = new RuleSet(RuleFiles.versionOf(text), text, "a test", Instant.now());
        Plain.write(
                ground.bus,
                Topic.RULES,
                0,
                Posture.FLEET.getBytes(StandardCharsets.UTF_8),
                List.of(Codecs.RULE_SET.seal(set, ground.key("operator"))));
        int[] tries = {0};
        Awaitility.await("the rule in force").atMost(SOON).until(() -> {
            IntentKey key = ground.send(Wish.saying(Ground.session("rule", 0), "try-" + tries[0]++, word));
            return ground.await(key, SOON).content().erin() instanceof Erin.Refused;
        });
    }

    @Tag("long")
    @Test
    void services_killed_at_random_moments_under_load_cost_no_token() throws Exception {
        kill(Long.getLong("airlock.chaos.seed", 20_261_122L), 60, 3);
    }

    @Tag("long")
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void services_killed_at_random_moments_for_long_cost_no_token() throws Exception {
        kill(Long.getLong("airlock.chaos.seed", System.nanoTime()), 1_000, 30);
    }

    private void kill(long seed, int intents, int kills) throws Exception {
        System.out.println("airlock.chaos.seed=" + seed);
        Random random = new Random(seed);
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.startPolicyAndSnaft();
            Map<String, Map<String, String>> parts = Map.of(
                    "gateway", ground.settings("instance", "gateway-0", "mux.enabled", "false"),
                    "scripted", ground.scripted("executor-0", "executor"));
            Child gateway = Child.part("gateway", parts.get("gateway")).awaitReady();
            Child executor = Child.part("scripted", parts.get("scripted")).awaitReady();
            try {
                ground.warmUp(SOON);
                for (int kill = 0, next = 0; kill <= kills; kill++) {
                    int until = intents * (kill + 1) / (kills + 1);
                    for (; next < until; next++) {
                        ground.send(wish(random, next));
                    }
                    if (kill == kills) {
                        break;
                    }
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(150)); // the random moment itself
                    if (random.nextBoolean()) {
                        gateway.kill();
                        gateway = Child.part("gateway", parts.get("gateway"));
                    } else {
                        executor.kill();
                        executor = Child.part("scripted", parts.get("scripted"));
                    }
                }
                ground.awaitAll(ground.sent(), SOON.plusSeconds(10L * kills));
            } finally {
                gateway.close();
                executor.close();
            }
            System.out.println("random kills: longest wait "
                    + ground.longest(_ -> true).toMillis() + " ms with no second instance");
            ground.audit().holdsFor(ground.sent());
        }
    }

    private static Intent wish(Random random, int number) {
        String session = Ground.session("s" + random.nextInt(3), random.nextInt(Ground.PARTITIONS));
        String id = "i-" + number;
        return switch (random.nextInt(4)) {
            case 0 -> Wish.refusal(session, id);
            case 1 -> Wish.saying(session, id, "slow " + random.nextInt(100));
            default -> Wish.run(session, id);
        };
    }

    @Test
    void copies_of_an_intent_give_one_run_and_one_token_also_after_a_restart() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.startPolicyAndSnaft();
            var copied = Wish.run(Ground.session("copies", 3), "copied");
            var changed = Wish.saying(copied.session(), copied.id(), "something else");
            for (int round = 0; round < 2; round++) {
                try (Part.Running _ = Part.start("scripted", ground.scripted("executor-0", "executor"));
                        Part.Running _ = Part.start(
                                "gateway", ground.settings("instance", "gateway-0", "mux.enabled", "false"))) {
                    try (var threads = Executors.newFixedThreadPool(5)) {
                        for (int copy = 0; copy < 5; copy++) {
                            threads.execute(() -> ground.send(copied));
                        }
                    }
                    ground.send(changed);
                    ground.await(copied.key(), SOON);
                    // what comes behind them in their session has an answer, so they have been dealt with
                    ground.await(ground.send(Wish.run(copied.session(), "behind-" + round)), SOON);
                }
            }
            ground.audit().holdsFor(ground.sent());
            assertThat(ScriptedSandbox.runsOf(ground.runs(), copied.key())).isEqualTo(1);
        }
    }

    @Test
    void a_dead_policy_closes_the_road_for_external_ai_within_its_lease_and_local_goes_on() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.start("snaft", ground.settings());
            ground.start("scripted", ground.scripted("executor-0", "executor"));
            ground.startGateway("gateway-0");
            try (Child policy = Child.part("policy", ground.settings()).awaitReady()) {
                ground.warmUp(SOON);
                awaitOpen(ground, "open");
                Unwanted unwanted = Unwanted.on(ground);
                String session = Ground.session("external", 1);
                IntentKey running = ground.send(Wish.external(session, "running", "slow 5000"));
                IntentKey admitted = ground.send(Wish.external(session, "admitted", "ok"));
                Awaitility.await()
                        .atMost(SOON)
                        .until(() -> ScriptedSandbox.runsOf(ground.runs(), running) == 1
                                && Plain.committed(ground.bus, Topic.ORDERS).stream()
                                                .filter(order ->
                                                        new String(order.key(), StandardCharsets.UTF_8).equals(session))
                                                .count()
                                        == 2);
                unwanted.send("while-it-dies");
                policy.kill();
                long killedAt = System.nanoTime();
                System.out.println("policy killed with " + unwanted.underWay() + " unwanted intents on the road");
                unwanted.send("while-dead");
                Duration open = untilRefused(ground, killedAt);
                System.out.println("policy killed: external AI was refused after " + open.toMillis() + " ms");
                assertThat(open).isLessThan(Duration.ofMillis(2_500));
                assertThat(ground.await(running, SOON).content().erin()).isInstanceOf(Erin.Killed.class);
                assertThat(ground.await(admitted, SOON).content().erin()).isInstanceOf(Erin.Refused.class);
                assertThat(ScriptedSandbox.runsOf(ground.runs(), admitted)).isZero();
                for (int partition = 0; partition < Ground.PARTITIONS; partition++) {
                    IntentKey local = ground.send(Wish.run(Ground.session("local", partition), "goes-on"));
                    assertThat(ground.await(local, SOON).content().erin()).isInstanceOf(Erin.Completed.class);
                }
                try (Child _ = Child.part("policy", ground.settings()).awaitReady()) {
                    // What keeps the unwanted out the new policy knows from the bus alone, also while it opens the road
                    // to others.
                    unwanted.send("while-it-starts");
                    awaitOpen(ground, "open-again");
                    unwanted.send("when-it-is-back");
                    ground.awaitAll(ground.sent(), SOON);
                }
                Audit audit = ground.audit();
                audit.holdsFor(ground.sent());
                unwanted.wereAllRefused(audit, 4);
            }
        }
    }

    private static void awaitOpen(Ground ground, String name) {
        int[] tries = {0};
        Awaitility.await("an open road").atMost(SOON).until(() -> {
            String session = Ground.session(name, tries[0] % Ground.PARTITIONS);
            IntentKey key = ground.send(Wish.external(session, "try-" + tries[0]++, "ok"));
            return ground.await(key, SOON).content().erin() instanceof Erin.Completed;
        });
    }

    private static Duration untilRefused(Ground ground, long since) {
        for (int i = 0; ; i++) {
            IntentKey key = ground.send(Wish.external(Ground.session("after", 2), "after-" + i, "ok"));
            if (ground.await(key, SOON).content().erin() instanceof Erin.Refused) {
                return Duration.ofNanos(System.nanoTime() - since);
            }
        }
    }

    @Tag("long")
    @Test
    void a_node_killed_in_mid_stream_and_started_again_on_its_data_has_one_token_for_every_intent() throws Exception {
        try (NodeUnderTest node = new NodeUnderTest(directory)) {
            Child first = node.start();
            try (Ground ground = new Ground(node.bus(), node.data())) {
                ground.await(ground.send(node.wish("first", 0)), SOON);
                Random random = new Random(20_261_122L);
                var streaming = Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 40; i++) {
                        ground.send(node.wish(Ground.session("stream", i % Ground.PARTITIONS), i));
                    }
                });
                Awaitility.await("in mid-stream")
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() ->
                                ground.sent().stream().filter(ground::answered).count() > 5);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(50)); // the random moment itself
                first.kill();
                long missing = ground.sent().stream()
                        .filter(key -> !ground.answered(key))
                        .count();
                System.out.println("node killed with " + missing + " intents on the road");
                node.start();
                streaming.join();
                ground.awaitAll(ground.sent(), SOON);
                assertThat(ground.sent()).hasSize(41);
                Audit audit = ground.audit();
                audit.holdsFor(ground.sent());
                assertThat(ground.sent())
                        .allMatch(key -> audit.only(key).content().erin() instanceof Erin.Completed);
            }
        }
    }
}
