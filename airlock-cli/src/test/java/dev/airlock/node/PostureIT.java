package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.OperatorVerdict;
import dev.airlock.executor.TestGround;
import dev.airlock.node.TestNode.Answer;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's word and the runtime's, across a restart of everything. */
@Tag("kvm")
class PostureIT {
    private static final Duration PATIENCE = TestGround.patience(Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    @Test
    void quarantine_refuses_external_ai_and_only_that_and_holds_across_a_restart() throws Exception {
        TestNode.needsKvm();
        try (TestNode node = TestNode.on(folder)) {
            assertRuns(node, Origin.EXTERNAL_AI, "local");
            say(node, PostureLevel.QUARANTINE_EXTERNAL_AI);
            assertThat(await(node, now -> now.posture() == PostureLevel.QUARANTINE_EXTERNAL_AI)
                            .cause())
                    .isEqualTo(Cause.OPERATOR);
            assertRefusedWithoutAMachine(node);
            assertRuns(node, Origin.LOCAL, "local");
            assertRuns(node, Origin.OPERATOR, "operator");
        }
        try (TestNode node = TestNode.on(folder)) {
            assertRefusedWithoutAMachine(node);
            assertRuns(node, Origin.LOCAL, "local");
            say(node, PostureLevel.NORMAL_ZERO_TRUST);
            assertThat(await(node, now -> now.posture() == PostureLevel.NORMAL_ZERO_TRUST)
                            .posture())
                    .isEqualTo(PostureLevel.NORMAL_ZERO_TRUST);
            assertRuns(node, Origin.EXTERNAL_AI, "local");
        }
        // What the runtime closed when everything went down, the runtime opens by itself.
        try (TestNode node = TestNode.on(folder)) {
            assertRuns(node, Origin.EXTERNAL_AI, "local");
        }
    }

    private static void assertRuns(TestNode node, Origin origin, String key) throws Exception {
        Answer answer =
                node.call(TestNode.intent("code:execute", "print(1)", origin, Backend.ANY, 10_000), node.key(key));
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(origin + " " + erin).isInstanceOf(Erin.Completed.class);
        assertThat(answer.token().content().eromheen().origin()).isEqualTo(origin);
    }

    private static void assertRefusedWithoutAMachine(TestNode node) throws Exception {
        int sockets = listening();
        Intent intent = TestNode.intent("code:execute", "print(1)", Origin.EXTERNAL_AI, Backend.ANY, 10_000);
        Answer answer = node.call(intent);
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Refused.class);
        assertThat(((Erin.Refused) erin).cause()).isEqualTo(RefusalKind.POSTURE);
        assertThat(erin.reason()).contains("deny_external_ai_inbound ON (intent=code:execute)");
        assertThat(answer.token().content().eraan().vmId()).isEmpty();
        assertThat(answer.token().content().eraan().grantId()).isEmpty();
        assertThat(answer.token().content().eromheen().times().started()).isEmpty();
        assertThat(ordered(node)).doesNotContain(intent.key()).isNotEmpty();
        assertThat(listening()).isEqualTo(sockets);
    }

    /** What an executor was ordered to do: it starts a machine for nothing else but its own self-test. */
    private static List<IntentKey> ordered(TestNode node) throws InterruptedException {
        var ordered = new ArrayList<IntentKey>();
        boolean complete = Ledger.read(node.bus(), Topic.ORDERS, PATIENCE, record -> {
            if (Codecs.ORDER.open(record.value(), node.ring()) instanceof Good<Signed<Order>>(Signed<Order> order)) {
                ordered.add(order.value().key());
            }
        });
        assertThat(complete).isTrue();
        return ordered;
    }

    /** Listening TCP sockets of this process. Source: state 0A and the inode in /proc/net/tcp, proc_net_tcp.rst. */
    private static int listening() throws IOException {
        Set<String> own = ownSockets();
        int count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (Files.exists(Path.of(table))) {
                count += (int) Files.readAllLines(Path.of(table)).stream()
                        .map(line -> line.strip().split(" +", -1))
                        .filter(fields -> fields[3].equals("0A") && own.contains("socket:[" + fields[9] + "]"))
                        .count();
            }
        }
        return count;
    }

    private static Set<String> ownSockets() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(PostureIT::target).collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Effective await(TestNode node, Predicate<Effective> wanted) throws InterruptedException {
        try (Watch watch = Watch.on(node.bus(), node.ring(), InstantSource.system())) {
            return watch.await(now -> now.fresh() && wanted.test(now), PATIENCE);
        }
    }

    private static void say(TestNode node, PostureLevel level) {
        Verdict verdict = OperatorVerdict.of(level, Posture.FLEET);
        try (Sender sender = Sender.of(node.bus(), Station.OPERATOR, Duration.ofSeconds(10))) {
            byte[] key = Posture.FLEET.getBytes(StandardCharsets.UTF_8);
            byte[] record = Codecs.VERDICT.seal(verdict, node.key("operator"));
            assertThat(sender.send(Outbound.byKey(Topic.VERDICTS, key, record))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }
}
