package dev.airlock.explorer;

import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.wire.OrderReader;
import dev.airlock.policy.decide.Coherence;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Pulse.BackendPulse;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.Screener;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Who takes part: three intents as their callers sign them, two verdicts, and the keys of all. One tick is the length of a lease. */
final class Cast {
    static final Duration TICK = Duration.ofSeconds(1);

    /** In which order the runtime is well and lost. */
    enum Story {
        OPENS_AND_CLOSES,
        CLOSES_AND_OPENS
    }

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    /** What a snaft knows that has just begun. */
    private static final Circumstances UNREAD =
            new Circumstances(Circumstances.NONE.custom(), Optional.empty(), Circumstances.NONE.trustPercent(), false);
    /** No walk takes as long. */
    private static final Instant LAST = START.plus(TICK.multipliedBy(10));

    private final SigningKey local = key(1);
    private final SigningKey operator = key(2);
    private final SigningKey gateway = key(3);
    private final KeyRing ring = KeyRing.of(holders());
    private final Screener screener =
            new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load());
    private final List<Screening> screenings = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Verdict> verdicts;

    /**
     * Two intents of an agent and one of an operator; all through one partition, two through one session.
     *
     * @param intents how many of them take part: the first is an agent's, the second the operator's
     */
    Cast(int intents, Story story) {
        verdicts = switch (story) {
            case OPENS_AND_CLOSES ->
                List.of(
                        verdict("verdict_open", RuntimeMode.EMBEDDED_ONLINE, 1),
                        verdict("verdict_lost", RuntimeMode.PYTHON_FALLBACK, 2));
            case CLOSES_AND_OPENS ->
                List.of(
                        verdict("verdict_lost", RuntimeMode.PYTHON_FALLBACK, 1),
                        verdict("verdict_open", RuntimeMode.EMBEDDED_ONLINE, 2));
        };
        screened(intent(0, "session-a", Origin.EXTERNAL_AI), local, Origin.LOCAL);
        screened(intent(1, "session-o", Origin.OPERATOR), operator, Origin.OPERATOR);
        screened(intent(2, "session-a", Origin.EXTERNAL_AI), local, Origin.LOCAL);
        screenings.subList(2 * intents, screenings.size()).clear();
    }

    int intents() {
        return screenings.size() / 2;
    }

    /**
     * The number of snaft's word on an intent.
     *
     * @param read whether it had read the operators' sets
     */
    int screening(int intent, boolean read) {
        return 2 * intent + (read ? 0 : 1);
    }

    /** Snaft's word of this number. */
    Screening screening(int number) {
        return screenings.get(number);
    }

    /** Which intent a screening is about. */
    int screenedOf(int number) {
        return number / 2;
    }

    boolean external(int intent) {
        return screening(screening(intent, true)).origin() == Origin.EXTERNAL_AI;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    /** Whether external AI must be out once this verdict is known. */
    boolean closes(int verdict) {
        return verdicts.get(verdict).runtimeMode() != RuntimeMode.EMBEDDED_ONLINE;
    }

    /**
     * The number of an order as the executors read it: signed by the gateway, with the caller's record inside. All orders of an intent have one:
     * what else they differ in no executor goes by as long as none of them rests on an approval or comes to its end.
     */
    int numberOf(Order order) {
        int number = numbers.computeIfAbsent(order.intentId(), _ -> delivered(order));
        var first = delivery(number).order().grant();
        var grant = order.grant();
        if (!grant.grantId().equals(first.grantId())
                || grant.approvalId().isPresent()
                || grant.expiresAt().isBefore(LAST)) {
            throw new IllegalStateException("grants " + first + " and " + grant + " are not alike");
        }
        return number;
    }

    Delivery delivery(int number) {
        return deliveries.get(number);
    }

    /** Which intent an order is for. */
    int intentOf(int number) {
        String id = deliveries.get(number).order().intentId();
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    private int delivered(Order order) {
        if (OrderReader.read(Codecs.ORDER.seal(order, gateway), ring, ring)
                instanceof Good<Delivery>(Delivery delivery)) {
            deliveries.add(delivery);
            return deliveries.size() - 1;
        }
        throw new IllegalStateException(
                "the gateway's own order cannot be read: " + order.key().text());
    }

    static Moment at(int tick) {
        return new Moment(START.plus(TICK.multipliedBy(tick)), TICK.toNanos() * (tick + 1));
    }

    /** Executors that pulse all the time; what the verdicts say, they have seen before. */
    static PulseBoard pulses(int tick) {
        Moment now = at(tick);
        return PulseBoard.listening(TICK, 0).replay(pulse(now.wall()), now);
    }

    private static Pulse pulse(Instant at) {
        return new Pulse(
                "executor-0",
                0,
                at,
                false,
                0,
                1,
                List.of(
                        new BackendPulse(Backend.MICROVM, true, "kvm", "ready"),
                        new BackendPulse(Backend.SIMULATION, true, "none", "ready")));
    }

    private Map<KeyId, Holder> holders() {
        return Map.of(
                local.id(), new Holder(KeyRole.LOCAL, "local"),
                operator.id(), new Holder(KeyRole.OPERATOR, "operator"),
                gateway.id(), new Holder(KeyRole.GATEWAY, "gateway"));
    }

    private static SigningKey key(long seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        new Random(seed).nextBytes(bytes);
        return SigningKey.fromSeed(bytes);
    }

    private static Intent intent(int number, String session, Origin origin) {
        return new Intent(
                "intent-" + number,
                session,
                "code:execute",
                "agent.aint",
                origin,
                Lane.BUS,
                "",
                Bytes.of(("print(" + number + ")").getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                START,
                "nonce-" + number);
    }

    private void screened(Intent intent, SigningKey key, Origin origin) {
        byte[] record = Intents.sealed(intent, key);
        if (!(Intents.open(record, ring) instanceof Good<Intents.Opened>(Intents.Opened opened))) {
            throw new IllegalStateException("an intent of ours cannot be read");
        }
        var facts = new Facts(
                intent,
                new Caller.Known(ring.holder(key.id()).orElseThrow().name(), origin),
                Bytes.of(record),
                opened.intentHash(),
                opened.payloadHash(),
                new String(intent.payload().toArray(), StandardCharsets.UTF_8),
                Entrance.BUS,
                START);
        screenings.add(screener.screen(facts, Circumstances.NONE, START));
        screenings.add(screener.screen(facts, UNREAD, START));
    }

    private static Verdict verdict(String id, RuntimeMode mode, int order) {
        Coherence.Row row = Coherence.of(mode);
        return verdict(
                id,
                START.plusMillis(order),
                mode,
                row.stance().externalAiInbound(),
                row.stance().executionPolicy(),
                row.stance().posture(),
                Optional.empty());
    }

    /** A verdict of the start. */
    static Verdict verdict(
            String id,
            RuntimeMode mode,
            ExternalInbound inbound,
            ExecutionPolicy policy,
            PostureLevel posture,
            Optional<Instant> expiry) {
        return verdict(id, START, mode, inbound, policy, posture, expiry);
    }

    private static Verdict verdict(
            String id,
            Instant at,
            RuntimeMode mode,
            ExternalInbound inbound,
            ExecutionPolicy policy,
            PostureLevel posture,
            Optional<Instant> expiry) {
        Coherence.Row row = Coherence.of(mode);
        return new Verdict(
                Verdict.KIND,
                id,
                at,
                "jis:airlock:observer",
                mode,
                row.rustAirlock(),
                row.trustKernel(),
                row.pythonFallback().getFirst(),
                inbound,
                policy,
                posture,
                "as seen",
                Optional.empty(),
                expiry,
                Optional.empty());
    }
}
