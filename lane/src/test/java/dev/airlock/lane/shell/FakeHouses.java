package dev.airlock.lane.shell;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.Decides;
import dev.airlock.lane.Runs;
import dev.airlock.lane.Screens;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.SetEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Houses whose every move is known: everything that comes by its own door is run; a payload {@code wait} waits to be let go, and {@code kill} is
 * killed.
 */
final class FakeHouses implements Screens, Decides, Runs, AutoCloseable {
    private static final RouteTaken ROUTE = new RouteTaken("code:execute", "image", "snapshot", 64, "code-execute");
    private static final Effective POSTURE = PostureView.unknown().current(Instant.EPOCH, 0);

    private final ExecutorService slots;
    volatile boolean atHand = true;
    final AtomicInteger runs = new AtomicInteger();
    final Semaphore gate = new Semaphore(0);
    final List<String> calledOff = new CopyOnWriteArrayList<>();
    final List<String> undone = new CopyOnWriteArrayList<>();
    /** What is called off and not forgotten: its runs are not begun. */
    final Set<IntentKey> kept = ConcurrentHashMap.newKeySet();

    /** Whether what comes to a slot fails there before anything is begun of it. */
    volatile boolean drops;

    /** Whether no order can be handed to a slot. */
    volatile boolean breaks;
    /** Whether nobody can be told of an order's end. */
    volatile boolean deaf;

    private final int slotCount;

    FakeHouses(int slotCount) {
        this.slotCount = slotCount;
        this.slots = Executors.newFixedThreadPool(slotCount);
    }

    Houses houses() {
        return new Houses(this, this, this);
    }

    @Override
    public boolean atHand() {
        return atHand;
    }

    @Override
    public Screening screen(Intents.Opened opened, Bytes record, Entrance entrance, Instant now) {
        var intent = opened.intent();
        return new Screening(
                intent.session(),
                intent.id(),
                intent.intent(),
                intent.fromAint(),
                record,
                opened.intentHash(),
                opened.payloadHash(),
                intent.origin(),
                "local",
                true,
                intent.backend(),
                0,
                0,
                Optional.of(ROUTE),
                List.of(),
                entrance.refusal(intent),
                intent.createdAt(),
                now,
                Risk.SENSITIVE,
                50);
    }

    @Override
    public Decision decide(Screening screening, Instant now) {
        return screening.refusal().isPresent()
                ? new Decision.Refuse(new Said(
                        screening.key(),
                        screening.intentHash(),
                        screening.payloadHash(),
                        refused(screening.refusal().get()),
                        Optional.empty()))
                : new Decision.Admit(order(screening, now), POSTURE, List.of(admission(screening)));
    }

    @Override
    public void undone(Order order) {
        undone.add(order.intentId());
    }

    private static GatewayEvent admission(Screening screening) {
        return SetEvents.RULES.refused(
                SetEvents.Source.of("told-" + screening.intentId(), screening.intentId(), new byte[0]),
                "admitted",
                Optional.empty(),
                Instant.EPOCH);
    }

    private static Erin refused(Refusal refusal) {
        return new Erin.Refused(refusal.kind(), refusal.text(), List.of());
    }

    private static Order order(Screening screening, Instant now) {
        return new Order(
                screening.session(),
                screening.intentId(),
                screening.intent(),
                screening.fromAint(),
                Bytes.EMPTY,
                screening.intentHash(),
                screening.payloadHash(),
                screening.origin(),
                screening.principal(),
                ROUTE,
                Backend.MICROVM,
                1_000,
                64,
                1_000,
                new Grant(
                        "grant-1", "posture-1", "verdict-1", PostureLevel.NORMAL_ZERO_TRUST, now, now.plusSeconds(60)),
                screening.createdAt(),
                screening.screenedAt());
    }

    @Override
    public String actor() {
        return "jis:airlock:executor:fake";
    }

    @Override
    public <T> CompletionStage<T> onSlot(Order order, Supplier<T> work) {
        if (breaks) {
            throw new OutOfMemoryError("no room for an order");
        }
        CompletableFuture<T> handed = CompletableFuture.supplyAsync(
                () -> {
                    if (drops) {
                        throw new IllegalStateException("dropped before it began");
                    }
                    return work.get();
                },
                slots);
        return deaf ? new Deaf<>() : handed;
    }

    /** What cannot be waited for. */
    private static final class Deaf<T> extends CompletableFuture<T> {
        @Override
        public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> function) {
            throw new OutOfMemoryError("no room for an ear");
        }
    }

    @Override
    public Conclusion run(Order order, Intents.Opened intent, Entrance entrance, Attendance attendance) {
        if (kept.contains(order.key())) {
            var refusal = new Refusal(RefusalKind.CANCELLED, "cancel", "cancelled before it began");
            return new Said(order.key(), order.intentHash(), order.payloadHash(), refused(refusal), Optional.empty());
        }
        runs.incrementAndGet();
        String program = new String(intent.intent().payload().toArray(), StandardCharsets.UTF_8);
        if (program.equals("wait")) {
            gate.acquireUninterruptibly();
        }
        if (program.equals("kill")) {
            return new Said(order.key(), order.intentHash(), order.payloadHash(), killed(), Optional.empty());
        }
        attendance.wrote(false, "ran ".getBytes(StandardCharsets.UTF_8));
        attendance.wrote(false, program.getBytes(StandardCharsets.UTF_8));
        Bytes printed = Bytes.of(("ran " + program).getBytes(StandardCharsets.UTF_8));
        return new Said(order.key(), order.intentHash(), order.payloadHash(), completed(printed), Optional.of(printed));
    }

    @Override
    public int leftBytesMax(Order order, Intents.Opened intent) {
        return order.outputBytesMax();
    }

    @Override
    public int leftBytesMax() {
        return 1_000;
    }

    @Override
    public int slots() {
        return slotCount;
    }

    @Override
    public void callOff(IntentKey key, String by) {
        calledOff.add(key.text() + " by " + by);
        kept.add(key);
    }

    @Override
    public void forgetCallOffs(IntentKey key) {
        kept.remove(key);
    }

    private static Erin completed(Bytes printed) {
        return new Erin.Completed(
                0,
                "ran",
                dev.airlock.provenance.token.Output.of(printed.toArray(), false, new byte[0], false),
                new Syscalls(new TreeMap<>(), 0, Sha256.of(new byte[0])));
    }

    private static Erin killed() {
        List<Violation> violations = List.of(new Violation("sys_fork", "asked for a process"));
        return new Erin.Killed(KillCause.VIOLATION, "sys_fork", violations, Optional.empty(), Optional.empty());
    }

    private record Said(IntentKey key, String intentHash, String payloadHash, Erin erin, Optional<Bytes> printed)
            implements Conclusion {
        @Override
        public UnsealedToken token(Seal seal) {
            return new UnsealedToken(
                    seal.id(),
                    seal.now(),
                    seal.actor(),
                    "test.aint",
                    "code:execute",
                    erin,
                    new Eraan(
                            key,
                            new Sha256(intentHash),
                            Optional.of(new Sha256(payloadHash)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    new Eromheen(
                            POSTURE.posture(),
                            POSTURE.runtimeMode(),
                            POSTURE.cause(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            new Times(
                                    seal.now(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    OptionalLong.empty()),
                            dev.airlock.schemas.model.Origin.LOCAL,
                            Optional.of("local"),
                            Lane.FAST),
                    "a test");
        }

        @Override
        public Optional<Output> output(Token token) {
            return printed.map(bytes -> new Output(
                    key.session(),
                    key.id(),
                    token.id().value(),
                    bytes,
                    Bytes.EMPTY,
                    false,
                    Hashes.output(bytes, Bytes.EMPTY)));
        }
    }

    @Override
    public void close() {
        gate.release(1_000);
        slots.shutdownNow();
    }
}
