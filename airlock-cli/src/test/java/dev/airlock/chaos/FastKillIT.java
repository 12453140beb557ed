package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node dies as by kill -9 in a stream of frames on its fast lane; what it answered holds, and every intent ends in one token. */
@Tag("system")
class FastKillIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);
    private static final int CLIENTS = 3;

    @TempDir
    Path directory;

    private final Set<IntentKey> sent = ConcurrentHashMap.newKeySet();
    private final Map<IntentKey, String> answered = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void a_node_killed_at_random_moments_has_one_token_for_every_intent_and_keeps_what_it_answered() throws Exception {
        kill(Long.getLong("airlock.chaos.seed", 20_261_128L), 2);
    }

    @Tag("long")
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_node_killed_many_times_has_one_token_for_every_intent_and_keeps_what_it_answered() throws Exception {
        kill(Long.getLong("airlock.chaos.seed", System.nanoTime()), 20);
    }

    private void kill(long seed, int kills) throws Exception {
        System.out.println("airlock.chaos.seed=" + seed);
        Random random = new Random(seed);
        int port = FreePort.next();
        try (NodeUnderTest node = new NodeUnderTest(directory, port)) {
            for (int kill = 0; kill < kills; kill++) {
                Child child = serving(node, port);
                List<Thread> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(client -> Thread.ofPlatform().start(() -> stream(port, "client-" + client)))
                        .toList();
                int before = answered.size();
                Awaitility.await("in mid-stream").atMost(SOON).until(() -> answered.size() > before + 20);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300)); // the random moment itself
                child.kill();
                for (Thread client : clients) {
                    client.join();
                }
            }
            serving(node, port);
            int unanswered = sent.size() - answered.size();
            sendAgain(port);
            System.out.printf(
                    "%d kills, %d frames, %d of them unanswered when the node was killed%n",
                    kills, sent.size(), unanswered);
            check(node);
        }
    }

    /** Starts the node and waits until its MUX serves, which needs no open road. */
    private static Child serving(NodeUnderTest node, int port) throws IOException {
        Child child = node.begin();
        Awaitility.await("a MUX that serves").atMost(START).until(() -> {
            if (!child.alive()) {
                throw new AssertionError("the node ended: " + child.text());
            }
            try (MuxClient _ = new MuxClient(port)) {
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return child;
    }

    /** One frame after another until the node is gone. */
    private void stream(int port, String session) {
        try (MuxClient client = new MuxClient(port)) {
            while (true) {
                IntentKey key = new IntentKey(session, "i-" + numbers.getAndIncrement());
                sent.add(key);
                note(key, client.call(MuxClient.frame(key, "print('" + key.id() + "')")));
            }
        } catch (IOException gone) {
            assertThat(sent).isNotEmpty();
        }
    }

    private void note(IntentKey key, JsonNode answer) {
        answered.put(key, answer.path("tibet_provenance").path("token_id").textValue());
    }

    /** Whoever got no answer asks again, and so does somebody who got one: it is the same. */
    private void sendAgain(int port) throws IOException {
        try (MuxClient client = new MuxClient(port)) {
            int asked = 0;
            for (IntentKey key : sent) {
                String before = answered.get(key);
                if (before == null || asked++ < 10) {
                    note(key, client.call(MuxClient.frame(key, "print('" + key.id() + "')")));
                    assertThat(before == null || before.equals(answered.get(key)))
                            .isTrue();
                }
            }
        }
    }

    private void check(NodeUnderTest node) throws IOException {
        KeyRing ring = new KeyFiles(node.data().resolve("keys"), new SecureRandom()).ring();
        Awaitility.await("all tokens on the bus")
                .atMost(SOON)
                .until(() -> Audit.of(node.bus(), ring).tokens().keySet().containsAll(sent));
        Audit audit = Audit.of(node.bus(), ring);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.tokens().keySet()).isEqualTo(sent);
        int interrupted = 0;
        for (IntentKey key : sent) {
            Token token = audit.only(key);
            assertThat(token.id().value()).isEqualTo(answered.get(key));
            assertThat(token.link().chain().lane()).isEqualTo(Lane.FAST);
            interrupted += isInterrupted(token) ? 1 : 0;
        }
        System.out.println(interrupted + " of them were interrupted");
    }

    private static boolean isInterrupted(Token token) {
        return token.content().erin() instanceof Erin.Faulted faulted && faulted.cause() == FaultCause.INTERRUPTED;
    }
}
