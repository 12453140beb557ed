package dev.airlock.chaos;

import dev.airlock.node.Ledger;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A road of eight processes on this machine, used on both lanes while its processes are killed as by {@code kill -9}, and reckoned up
 * afterwards. For one thread.
 */
public final class Chaos implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(3);
    private static final Duration READ_WITHIN = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int AUDIT_SECONDS_MAX = 600;
    /** One that ends so often by itself is broken, and not disturbed. */
    private static final int FALLS_MAX = 25;

    private final Terrain terrain;
    private final UnaryOperator<List<String>> command;
    private final Backend backend;
    private final Consumer<String> progress;
    private final Map<Role, Member> members = new EnumMap<>(Role.class);
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> fell = new TreeMap<>();

    private Chaos(Terrain terrain, UnaryOperator<List<String>> command, Backend backend, Consumer<String> progress) {
        this.terrain = terrain;
        this.command = command;
        this.backend = backend;
        this.progress = progress;
        for (Role role : Role.values()) {
            members.put(role, new Member(role, command.apply(terrain.arguments(role)), terrain.log(role)));
        }
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
            throws IOException, ChaosFailed, InterruptedException {
        var chaos = new Chaos(Terrain.lay(root, backend, progress), command, backend, progress);
        boolean whole = false;
        try {
            chaos.start();
            whole = true;
            return chaos;
        } finally {
            if (!whole) {
                chaos.close();
            }
        }
    }

    /** The broker with its topics first, as everybody who sets up services does it. */
    private void start() throws IOException, ChaosFailed, InterruptedException {
        Member broker = members.get(Role.BROKER);
        broker.start();
        long end = System.nanoTime() + OPENS_WITHIN.toNanos();
        while (!broker.says(" is up")) {
            if (!broker.alive() || System.nanoTime() > end) {
                throw new ChaosFailed("the broker does not come up: " + broker.lastWords());
            }
            Thread.sleep(LOOK);
        }
        for (Member member : members.values()) {
            if (member != broker) {
                member.start();
            }
        }
    }

    /**
     * Sends, kills, waits for every end, and reckons up.
     *
     * @param intents 1 and more
     * @param blows how many kills; 0 and more
     * @param seed what the errands, the moments and the victims follow from
     */
    public Account run(int intents, int blows, long seed, Plant plant)
            throws IOException, ChaosFailed, InterruptedException {
        Script script = Script.of(intents, blows, seed);
        List<Errand> errands = new ArrayList<>(script.errands());
        try (Sightings sightings = new Sightings(terrain.bus());
                Callers callers = new Callers(terrain, backend, sightings)) {
            List<Errand> opened = open(callers, seed);
            errands.addAll(opened);
            long began = System.nanoTime();
            callers.begin(script);
            for (Script.Blow blow : script.blows()) {
                watch(() -> callers.finished() >= blow.after() + opened.size() || callers.allDone());
                strike(blow, callers.finished());
            }
            watch(callers::allDone);
            double seconds = (System.nanoTime() - began) / 1e9;
            progress.accept("every caller is done after " + Math.round(seconds) + " s; reckoning up");
            errands.addAll(planted(plant, script.errands().getFirst().key()));
            quiet(Role.NODE, Role.EXECUTOR_A, Role.EXECUTOR_B, Role.GATEWAY, Role.SNAFT, Role.LEDGER, Role.POLICY);
            Reckoning reckoning = Reckoning.of(errands, topic(), callers.answers());
            return audited(reckoning, callers, seed, seconds);
        }
    }

    /** One honest intent on each lane, so that nobody counts the start of the road among the harm. */
    private List<Errand> open(Callers callers, long seed) throws IOException, ChaosFailed, InterruptedException {
        var session = "chaos-" + seed + "-open";
        var first = new Script(
                List.of(
                        new Errand(new IntentKey(session, "open-bus"), Lane.BUS, Origin.OPERATOR, 1),
                        new Errand(new IntentKey(session, "open-fast"), Lane.FAST, Origin.OPERATOR, 1)),
                List.of());
        callers.begin(first);
        watch(callers::allDone);
        if (callers.ended() < first.errands().size()) {
            throw new ChaosFailed(
                    "the road did not open: " + members.get(Role.NODE).lastWords());
        }
        progress.accept("the road is open: " + members.size() + " processes");
        return first.errands();
    }

    private interface Condition {
        boolean holds();
    }

    /** Waits for it, and meanwhile starts again who has ended by himself, as a service manager does. */
    private void watch(Condition condition) throws IOException, ChaosFailed, InterruptedException {
        while (!condition.holds()) {
            for (Member member : members.values()) {
                if (!member.alive()) {
                    revive(member);
                }
            }
            Thread.sleep(LOOK);
        }
    }

    private void revive(Member member) throws IOException, ChaosFailed {
        String role = member.role().text();
        if (fell.merge(role, 1, Integer::sum) > FALLS_MAX) {
            throw new ChaosFailed(role + " does not stay up: " + member.lastWords());
        }
        progress.accept(role + " ended by itself; started again");
        member.start();
    }

    private void strike(Script.Blow blow, int finished) throws IOException, InterruptedException {
        Member victim = members.get(blow.role());
        victim.kill();
        int number = kills.values().stream().mapToInt(Integer::intValue).sum() + 1;
        progress.accept("kill " + number + ": " + blow.role().text() + " after " + finished + " intents");
        kills.merge(blow.role().text(), 1, Integer::sum);
        Thread.sleep(blow.awayMillis());
        victim.start();
    }

    /** They stop in order, so that what is journaled gets to the bus before anybody counts. */
    private void quiet(Role... roles) throws IOException, ChaosFailed, InterruptedException {
        for (Role role : roles) {
            members.get(role).close();
        }
        if (!members.get(Role.BROKER).alive()) {
            revive(members.get(Role.BROKER));
        }
    }

    private List<Errand> planted(Plant plant, IntentKey victim) throws ChaosFailed, InterruptedException {
        if (plant == Plant.LOSS) {
            return List.of(new Errand(new IntentKey(victim.session(), "planted-loss"), Lane.BUS, Origin.OPERATOR, 1));
        }
        if (plant == Plant.DOUBLE) {
            Map<IntentKey, Inbound> records = new HashMap<>();
            read(record -> {
                if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
                    records.put(token.key(), record);
                }
            });
            forge(records.get(victim));
        }
        return List.of();
    }

    private void forge(Inbound record) throws ChaosFailed, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", terrain.bus().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topic.TOKENS.topicName(),
                            record.partition(),
                            "planted".getBytes(StandardCharsets.UTF_8),
                            record.value()))
                    .get();
        } catch (ExecutionException e) {
            throw new ChaosFailed("the double could not be planted: " + e.getCause(), e);
        }
    }

    private Map<IntentKey, List<Reckoning.Said>> topic() throws IOException, ChaosFailed, InterruptedException {
        Map<IntentKey, List<Reckoning.Said>> topic = new HashMap<>();
        var reader = new TokenReader(terrain.ring());
        List<String> unread = new ArrayList<>();
        read(record -> {
            if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord found)) {
                try {
                    Token token = reader.read(found);
                    topic.computeIfAbsent(found.key(), _ -> new ArrayList<>())
                            .add(new Reckoning.Said(
                                    token.id(), token.content().erin().type().name()));
                } catch (TokenRejected e) {
                    unread.add(record + ": " + e.getMessage());
                }
            }
        });
        if (!unread.isEmpty()) {
            progress.accept("tokens that do not verify: " + unread);
        }
        return topic;
    }

    private void read(Consumer<Inbound> each) throws ChaosFailed, InterruptedException {
        if (!Ledger.read(terrain.bus(), Topic.TOKENS, READ_WITHIN, each)) {
            throw new ChaosFailed("the tokens could not be read within " + READ_WITHIN.toMinutes() + " min");
        }
    }

    private Account audited(Reckoning reckoning, Callers callers, long seed, double seconds)
            throws IOException, ChaosFailed, InterruptedException {
        Process audit = new ProcessBuilder(command.apply(
                        List.of("audit", "--data", terrain.data().root().toString())))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(audit.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!audit.waitFor(AUDIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            audit.destroyForcibly();
            throw new ChaosFailed("the audit did not end within " + AUDIT_SECONDS_MAX + " s");
        }
        return new Account(
                seed,
                kills,
                fell,
                callers.triesLost(),
                callers.untrue(),
                reckoning,
                audit.exitValue(),
                said.lines()
                        .filter(line -> line.contains("VERIFIED"))
                        .findFirst()
                        .orElse(said),
                seconds);
    }

    /** Ends every process, the broker last. */
    @Override
    public void close() {
        new ArrayList<>(members.values()).reversed().forEach(Member::close);
    }
}
