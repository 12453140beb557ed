package dev.airlock.chaos;

import dev.airlock.fleet.AuditRun;
import dev.airlock.fleet.Fleet;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Member;
import dev.airlock.fleet.Sightings;
import dev.airlock.fleet.Terrain;
import dev.airlock.node.Ledger;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Extent;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A road of eight processes on this machine, used on both lanes while its processes are killed as by {@code kill -9}, and reckoned up
 * afterwards. For one thread.
 */
public final class Chaos implements AutoCloseable {
    private static final Duration READ_WITHIN = Duration.ofMinutes(5);
    private static final int SLOTS = 2;

    private final Terrain terrain;
    private final NodeGround node;
    private final Fleet fleet;
    private final UnaryOperator<List<String>> command;
    private final Backend backend;
    private final Consumer<String> progress;
    private final Map<String, Integer> kills = new TreeMap<>();

    private Chaos(
            Terrain terrain,
            NodeGround node,
            Fleet fleet,
            UnaryOperator<List<String>> command,
            Backend backend,
            Consumer<String> progress) {
        this.terrain = terrain;
        this.node = node;
        this.fleet = fleet;
        this.command = command;
        this.backend = backend;
        this.progress = progress;
    }

    /**
     * Starts the road.
     *
     * @param root a directory with nothing in it but, perhaps, images; it is made if it is not there
     * @param command from the arguments of {@code airlock} to a whole command line
     * @param backend what is to run the intents
     * @param progress told in a line what is being done
     */
    public static Chaos begin(
            Path root, UnaryOperator<List<String>> command, Backend backend, Consumer<String> progress)
            throws IOException, FleetFailed, InterruptedException {
        Terrain terrain =
                Terrain.lay(root, backend, List.of(Role.EXECUTOR_A.text(), Role.EXECUTOR_B.text()), SLOTS, progress);
        NodeGround node = NodeGround.lay(terrain);
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            switch (role) {
                case BROKER -> {
                    // The fleet's first by itself.
                }
                case POLICY, SNAFT, GATEWAY, LEDGER -> others.put(role.text(), terrain.service(role.text()));
                case EXECUTOR_A, EXECUTOR_B -> others.put(role.text(), terrain.executor(role.text()));
                case NODE -> others.put(role.text(), node.arguments());
            }
        }
        Fleet fleet = Fleet.start(terrain, command, others, progress);
        return new Chaos(terrain, node, fleet, command, backend, progress);
    }

    /**
     * Sends, kills, waits for every end, and reckons up.
     *
     * @param intents 1 and more
     * @param blows how many kills; 0 and more
     * @param seed what the errands, the moments and the victims follow from
     */
    public Account run(int intents, int blows, long seed, Plant plant)
            throws IOException, FleetFailed, InterruptedException {
        Script script = Script.of(intents, blows, seed);
        List<Errand> errands = new ArrayList<>(script.errands());
        try (Sightings sightings = new Sightings(terrain.bus(), terrain.ring());
                Callers callers = new Callers(terrain, node, backend, sightings)) {
            List<Errand> opened = open(callers, seed);
            errands.addAll(opened);
            long began = System.nanoTime();
            callers.begin(script);
            for (Script.Blow blow : script.blows()) {
                fleet.watch(() -> callers.finished() >= blow.after() + opened.size() || callers.allDone());
                strike(blow, callers.finished());
            }
            fleet.watch(callers::allDone);
            double seconds = (System.nanoTime() - began) / 1e9;
            progress.accept("every caller is done after " + Math.round(seconds) + " s; reckoning up");
            fleet.quiet();
            List<Planted> planted = plant(plant, script.errands());
            Reckoning reckoning = Reckoning.of(errands, topic(), callers.answers());
            return audited(reckoning, planted, callers, seed, seconds);
        }
    }

    /** One honest intent on each lane, so that nobody counts the start of the road among the harm. */
    private List<Errand> open(Callers callers, long seed) throws IOException, FleetFailed, InterruptedException {
        var session = "chaos-" + seed + "-open";
        var first = new Script(
                List.of(
                        new Errand(new IntentKey(session, "open-bus"), Lane.BUS, Origin.OPERATOR, 1),
                        new Errand(new IntentKey(session, "open-fast"), Lane.FAST, Origin.OPERATOR, 1)),
                List.of());
        callers.begin(first);
        fleet.watch(callers::allDone);
        if (callers.ended() < first.errands().size()) {
            throw new FleetFailed(
                    "the road did not open: " + fleet.member(Role.NODE.text()).lastWords());
        }
        progress.accept("the road is open: " + fleet.members().size() + " processes");
        return first.errands();
    }

    private void strike(Script.Blow blow, int finished) throws IOException, InterruptedException {
        Member victim = fleet.member(blow.role().text());
        victim.kill();
        int number = kills.values().stream().mapToInt(Integer::intValue).sum() + 1;
        progress.accept("kill " + number + ": " + blow.role().text() + " after " + finished + " intents");
        kills.merge(blow.role().text(), 1, Integer::sum);
        Thread.sleep(blow.awayMillis());
        victim.start();
    }

    private List<Planted> plant(Plant plant, List<Errand> errands)
            throws IOException, FleetFailed, InterruptedException {
        if (plant == Plant.NONE) {
            return List.of();
        }
        var planting = new Planting(terrain);
        tokens((token, record) -> planting.see(token, record.partition(), record.offset()));
        List<IntentKey> victims = errands.stream()
                .filter(Errand::isOperators)
                .map(Errand::key)
                .filter(planting::isFollowed)
                .limit(2)
                .toList();
        if (victims.size() < 2) {
            throw new FleetFailed("two operators' intents are needed, with tokens behind theirs; give more --intents");
        }
        List<Planted> planted = new ArrayList<>();
        if (plant.loses()) {
            planted.add(planting.loss(victims.getFirst()));
        }
        if (plant.doubles()) {
            planted.add(planting.second(victims.getLast()));
        }
        if (plant.loses()) {
            Member broker = fleet.member(Role.BROKER.text());
            broker.close();
            planting.remove(victims.getFirst());
            broker.start();
            awaitBroker();
        }
        planted.forEach(one -> progress.accept("planted: " + one.what()));
        return planted;
    }

    private void awaitBroker() throws FleetFailed, InterruptedException {
        long end = System.nanoTime() + READ_WITHIN.toNanos();
        while (true) {
            try {
                Extent.of(terrain.bus(), Station.CONSOLE, Topic.TOKENS);
                return;
            } catch (BusUnreachable e) {
                if (System.nanoTime() > end) {
                    throw new FleetFailed("the broker does not come up again: " + e.getMessage(), e);
                }
            }
        }
    }

    private Map<IntentKey, List<Reckoning.Said>> topic() throws IOException, FleetFailed, InterruptedException {
        Map<IntentKey, List<Reckoning.Said>> topic = new HashMap<>();
        tokens((token, _) -> topic.computeIfAbsent(token.content().eraan().key(), _ -> new ArrayList<>())
                .add(new Reckoning.Said(
                        token.id(), token.content().erin().type().name())));
        return topic;
    }

    private void tokens(BiConsumer<Token, Inbound> each) throws IOException, FleetFailed, InterruptedException {
        var reader = new TokenReader(terrain.ring());
        List<String> unread = new ArrayList<>();
        read(record -> {
            if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord found)) {
                try {
                    each.accept(reader.read(found, record.appendedAt()), record);
                } catch (TokenRejected e) {
                    unread.add(record + ": " + e.getMessage());
                }
            }
        });
        if (!unread.isEmpty()) {
            progress.accept("tokens that do not verify: " + unread);
        }
    }

    private void read(Consumer<Inbound> each) throws FleetFailed, InterruptedException {
        if (!Ledger.read(terrain.bus(), Topic.TOKENS, READ_WITHIN, each)) {
            throw new FleetFailed("the tokens could not be read within " + READ_WITHIN.toMinutes() + " min");
        }
    }

    private Account audited(Reckoning reckoning, List<Planted> planted, Callers callers, long seed, double seconds)
            throws IOException, FleetFailed, InterruptedException {
        AuditRun audit = AuditRun.of(terrain, command);
        return new Account(
                seed,
                kills,
                fleet.fell(),
                callers.triesLost(),
                callers.untrue(),
                reckoning,
                planted.stream().map(Planted::what).toList(),
                planted.stream()
                        .filter(one -> !one.named(
                                audit.said().lines().map(String::strip).toList()))
                        .map(one -> one.what() + " (not at " + one.shows() + ")")
                        .toList(),
                audit.exitCode(),
                audit.verdict(),
                seconds);
    }

    /** Ends every process, the broker last. */
    @Override
    public void close() {
        fleet.close();
    }
}
