package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.wire.FrameEvents;
import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Placement;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.posture.Effective;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals refusals of frames on a chain of its own: its key is the ingress key, which nothing else seals with, and its partition is
 * that of the session {@code mux-NODE}, so that no two writers ever share a chain. One token is under way at a time. When it is
 * unknown whether one arrived, the log is read again and a new epoch begins behind what is there. Whoever waits for longer than {@code PATIENCE} is
 * told that there is no token, and while the bus does not take any, nobody waits for it.
 */
final class IngressSealer implements RefusalDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngressSealer.class);

    /** How long a refusal may wait for its token. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** For how long the bus is not asked again that has just not taken a token. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final SigningKey key;
    private final String session;
    private final ChainName chain;
    private final TokenLog log;
    private final Supplier<Effective> posture;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Duration patience;
    private final ThreadPoolExecutor thread;
    private Optional<ChainHead> head = Optional.empty();
    private OptionalLong lostAt = OptionalLong.empty();

    /**
     * @param partitions how many the tokens topic has
     * @param waitingMax most frames that wait to be refused; further ones get no token
     */
    IngressSealer(
            SigningKey key,
            String node,
            int partitions,
            TokenLog log,
            Supplier<Effective> posture,
            InstantSource clock,
            int waitingMax) {
        this(key, node, partitions, log, posture, clock, waitingMax, System::nanoTime, PATIENCE);
    }

    /**
     * @param nanos as {@link System#nanoTime} gives them
     * @param patience how long a refusal may wait for its token
     */
    IngressSealer(
            SigningKey key,
            String node,
            int partitions,
            TokenLog log,
            Supplier<Effective> posture,
            InstantSource clock,
            int waitingMax,
            LongSupplier nanos,
            Duration patience) {
        this.nanos = nanos;
        this.patience = patience;
        this.key = key;
        this.session = "mux-" + node;
        this.chain = new ChainName(key.id(), Lane.BUS, Placement.of(session, partitions));
        this.log = log;
        this.posture = posture;
        this.clock = clock;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waitingMax),
                Thread.ofPlatform().name("mux-sealer").daemon().factory());
    }

    @Override
    public CompletionStage<Optional<TokenRecord>> refuse(
            Origin origin, FrameRead.Bad frame, Sha256 hash, Refusal refusal) {
        long asked = nanos.getAsLong();
        try {
            return CompletableFuture.supplyAsync(() -> sealInTime(asked, origin, frame, hash, refusal), thread)
                    .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(Optional.empty());
        }
    }

    /** Nobody waits any more for what is older, and nobody has to wait for a bus that has just taken nothing. */
    private Optional<TokenRecord> sealInTime(
            long asked, Origin origin, FrameRead.Bad frame, Sha256 hash, Refusal refusal) {
        long now = nanos.getAsLong();
        boolean late = now - asked >= patience.toNanos();
        boolean away = lostAt.isPresent() && now - lostAt.getAsLong() < PAUSE.toNanos();
        return late || away ? Optional.empty() : seal(origin, frame, hash, refusal);
    }

    private Optional<TokenRecord> seal(Origin origin, FrameRead.Bad frame, Sha256 hash, Refusal refusal) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String name = UUID.randomUUID().toString();
        Effective holds = posture.get();
        var content = RefusalTokens.of(
                new TokenId(name), now, new IntentKey(session, "frame-" + name), frame, hash, origin, holds, refusal);
        try {
            Sealer.Sealed sealed = Sealer.seal(content, currentHead(), key);
            TokenRecord record = sealed.token().record();
            var event = FrameEvents.refused(frame, holds, refusal, sealed.token(), FrameEvents.TCP);
            Optional<String> failure = log.append(chain.partition(), record, event);
            return failure.isEmpty() ? durable(record, sealed.next()) : lost(failure.get());
        } catch (BusUnreachable e) {
            return lost(e.getMessage());
        }
    }

    private Optional<TokenRecord> durable(TokenRecord record, ChainHead next) {
        head = Optional.of(next);
        lostAt = OptionalLong.empty();
        return Optional.of(record);
    }

    private Optional<TokenRecord> lost(String reason) {
        LOG.warn("a frame is refused without a token: {}", reason);
        head = Optional.empty();
        lostAt = OptionalLong.of(nanos.getAsLong());
        return Optional.empty();
    }

    private ChainHead currentHead() throws BusUnreachable {
        if (head.isEmpty()) {
            head = Optional.of(log.lastHead(chain).map(ChainHead::nextEpoch).orElseGet(() -> ChainHead.genesis(chain)));
        }
        return head.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
