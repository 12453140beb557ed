package dev.airlock.scale;

import dev.airlock.client.SignedIntent;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Sightings;
import dev.airlock.fleet.Terrain;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Placement;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** An operator's intents on the bus, all with the same program, and how long each took until its token was seen. For one thread. */
final class Traffic implements AutoCloseable {
    /** Longer than any process takes to be back on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration TRY = Duration.ofSeconds(20);

    private final SigningKey operator;
    private final Backend backend;
    private final String program;
    private final String name;
    private final Sightings sightings;
    private final Sender sender;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong number = new AtomicLong();

    /**
     * @param program what every intent has run
     * @param name what its sessions' names begin with
     */
    Traffic(Terrain terrain, Backend backend, String program, String name, Sightings sightings) throws IOException {
        this.operator = terrain.key("operator");
        this.backend = backend;
        this.program = program;
        this.name = name;
        this.sightings = sightings;
        this.sender = Sender.of(terrain.bus(), Station.CALLER, TRY);
    }

    /** The session of a caller. */
    String session(int caller) {
        return name + "-" + caller;
    }

    /** The partitions of the sessions of so many callers. */
    List<Integer> placement(int callers) {
        return IntStream.range(0, callers)
                .mapToObj(caller -> Placement.of(session(caller), Topic.ORDERS.partitions()))
                .toList();
    }

    /**
     * So many callers, each with a session of its own, who send as soon as they are answered, at least once; returns when the time is over and each has
     * its last answer, whatever it says.
     *
     * @throws FleetFailed if one of them gets none
     */
    List<Trip> closed(int callers, Duration time) throws FleetFailed, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Queue<Trip> trips = new ConcurrentLinkedQueue<>();
        Queue<String> unanswered = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(caller -> Thread.ofVirtual()
                        .name("caller-" + caller)
                        .start(() -> call(session(caller), end, trips, unanswered)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        if (!unanswered.isEmpty()) {
            throw new FleetFailed("no token came for " + unanswered);
        }
        return List.copyOf(trips);
    }

    private void call(String session, long end, Queue<Trip> trips, Queue<String> unanswered) {
        try {
            do {
                IntentKey key = next(session);
                long sent = System.nanoTime();
                if (!(send(key).join() instanceof Delivery.Delivered) || !sightings.await(key, PATIENCE)) {
                    unanswered.add(key.text());
                    return;
                }
                trips.add(new Trip(key, sent, sightings.of(key).orElseThrow()));
            } while (System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * So many a second with gaps by chance, whatever becomes of those before; returns when all have been sent. Who is sent late counts from when it
     * was due.
     *
     * @param sessions how many sessions they are of, in turn by chance
     * @param seed what chance follows from
     * @return when each was due, in this order
     */
    Map<IntentKey, Long> paced(double perSecond, Duration time, int sessions, long seed) throws FleetFailed {
        var chance = new Random(seed);
        Map<IntentKey, Long> sent = new HashMap<>();
        long due = System.nanoTime();
        long end = due + time.toNanos();
        Map<IntentKey, CompletableFuture<Delivery>> deliveries = new HashMap<>();
        while (due < end) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            IntentKey key = next(session(chance.nextInt(sessions)));
            sent.put(key, due);
            deliveries.put(key, send(key));
            due += (long) (-Math.log(1 - chance.nextDouble()) * 1e9 / perSecond);
        }
        for (Map.Entry<IntentKey, CompletableFuture<Delivery>> one : deliveries.entrySet()) {
            if (!(one.getValue().join() instanceof Delivery.Delivered)) {
                throw new FleetFailed("the bus did not take " + one.getKey().text() + ": "
                        + one.getValue().join());
            }
        }
        return sent;
    }

    /**
     * The way of each of these.
     *
     * @throws FleetFailed if one has no token for minutes
     */
    List<Trip> awaited(Map<IntentKey, Long> sent) throws FleetFailed, InterruptedException {
        List<Trip> trips = new ArrayList<>();
        for (Map.Entry<IntentKey, Long> one : sent.entrySet()) {
            if (!sightings.await(one.getKey(), PATIENCE)) {
                throw new FleetFailed("no token came for " + one.getKey().text());
            }
            trips.add(new Trip(
                    one.getKey(), one.getValue(), sightings.of(one.getKey()).orElseThrow()));
        }
        return trips;
    }

    /** Ids grow within a session, so that the order of tokens tells the order of runs. */
    private IntentKey next(String session) {
        return new IntentKey(session, "%09d".formatted(number.getAndIncrement()));
    }

    private CompletableFuture<Delivery> send(IntentKey key) {
        SignedIntent signed = SignedIntent.of("code:execute", program)
                .from("scale.aint")
                .session(key.session())
                .id(key.id())
                .backend(backend)
                .sign(operator, InstantSource.system(), random);
        byte[] recordKey = key.session().getBytes(StandardCharsets.UTF_8);
        return sender.send(Outbound.byKey(Topic.INTENTS, recordKey, signed.envelope()))
                .toCompletableFuture();
    }

    @Override
    public void close() {
        sender.close();
    }
}
