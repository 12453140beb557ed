package dev.airlock.chaos;

import dev.airlock.client.Airlock;
import dev.airlock.client.Answer;
import dev.airlock.client.AnswerRejected;
import dev.airlock.client.Provenance;
import dev.airlock.client.SignedIntent;
import dev.airlock.fleet.Sightings;
import dev.airlock.fleet.Terrain;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The callers of both lanes, each of whom sends one intent after the other until it has its end. For any thread. */
final class Callers implements AutoCloseable {
    private static final int ON_THE_BUS = 16;
    private static final int ON_THE_FAST_LANE = 4;
    /** Longer than any process takes to be back on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration TRY = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final NodeGround node;
    private final Backend backend;
    private final SigningKey operator;
    private final KeyRing ring;
    private final Sender sender;
    private final Sightings sightings;
    private final SecureRandom random = new SecureRandom();
    private final Map<IntentKey, TokenId> answers = new ConcurrentHashMap<>();
    private final Queue<String> untrue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger triesLost = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    Callers(Terrain terrain, NodeGround node, Backend backend, Sightings sightings) throws IOException {
        this.node = node;
        this.backend = backend;
        this.operator = terrain.key("operator");
        this.ring = terrain.ring();
        this.sightings = sightings;
        this.sender = Sender.of(terrain.bus(), Station.CALLER, TRY);
    }

    /** Sends all of it, many at a time; returns at once. */
    void begin(Script script) throws IOException {
        String name = node.name();
        Queue<Errand> bus = script.on(Lane.BUS).collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        Queue<Errand> fast = script.on(Lane.FAST).collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        for (int i = 0; i < ON_THE_BUS; i++) {
            threads.add(Thread.ofVirtual().name("bus-caller-" + i).start(() -> work(bus, this::byBus, name)));
        }
        for (int i = 0; i < ON_THE_FAST_LANE; i++) {
            threads.add(Thread.ofVirtual().name("fast-caller-" + i).start(() -> work(fast, this::byFastLane, name)));
        }
    }

    private interface Way {
        boolean send(Errand errand, SignedIntent signed) throws InterruptedException;
    }

    private void work(Queue<Errand> errands, Way way, String node) {
        try {
            for (Errand errand = errands.poll(); errand != null && open; errand = errands.poll()) {
                if (way.send(errand, signed(errand, node))) {
                    ended.incrementAndGet();
                }
                finished.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SignedIntent signed(Errand errand, String node) {
        SignedIntent.Draft draft = SignedIntent.of("code:execute", "print(6 * 7)")
                .from("chaos.aint")
                .session(errand.key().session())
                .id(errand.key().id())
                .origin(errand.origin())
                .backend(backend);
        return (errand.lane() == Lane.FAST ? draft.fastLane(node) : draft)
                .sign(operator, InstantSource.system(), random);
    }

    private boolean byBus(Errand errand, SignedIntent signed) throws InterruptedException {
        byte[] key = errand.key().session().getBytes(StandardCharsets.UTF_8);
        for (int copy = 0; copy < errand.copies(); copy++) {
            // What was not acknowledged may have arrived all the same; to send it again does no harm.
            while (open && !delivered(Outbound.byKey(Topic.INTENTS, key, signed.envelope()))) {
                triesLost.incrementAndGet();
                Thread.sleep(BETWEEN_TRIES);
            }
        }
        return sightings.await(errand.key(), PATIENCE);
    }

    private boolean delivered(Outbound record) {
        return sender.send(record).toCompletableFuture().join() instanceof Delivery.Delivered;
    }

    private boolean byFastLane(Errand errand, SignedIntent signed) throws InterruptedException {
        var settings = new Airlock.Settings(node.http(), Optional.of(ring), "chaos.aint", TRY);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Airlock door = Airlock.connect(settings)) {
            while (open && System.nanoTime() < end) {
                Duration pause = BETWEEN_TRIES;
                try {
                    Answer answer = door.execute(signed).join();
                    if (answer.token() instanceof Provenance.Verified(var token)) {
                        answers.put(errand.key(), token.id());
                        return true;
                    }
                    pause = answer.retryAfter().orElse(pause);
                } catch (CompletionException e) {
                    if (e.getCause() instanceof AnswerRejected rejected) {
                        untrue.add(errand.key().text() + ": " + rejected.getMessage());
                        return false;
                    }
                }
                triesLost.incrementAndGet();
                Thread.sleep(pause);
            }
        }
        return false;
    }

    /** How many errands are over, well or not. */
    int finished() {
        return finished.get();
    }

    /** How many of them ended as far as their callers know. */
    int ended() {
        return ended.get();
    }

    boolean allDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** How often a caller got no answer, or no acknowledgement, and sent the same again. */
    int triesLost() {
        return triesLost.get();
    }

    /** Which token each intent of the fast lane was answered with. */
    Map<IntentKey, TokenId> answers() {
        return Map.copyOf(answers);
    }

    /** Answers that were not to be believed. */
    List<String> untrue() {
        return List.copyOf(untrue);
    }

    /** Nothing more is sent. */
    @Override
    public void close() {
        open = false;
        threads.forEach(Thread::interrupt);
        sender.close();
    }
}
