package dev.airlock.executor.shell;

import dev.airlock.executor.decide.Report;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.sandbox.Tap;
import dev.airlock.executor.wire.OrderReader;
import dev.airlock.provenance.Token;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.DeadLetters;
import dev.airlock.road.Inbound;
import dev.airlock.road.LogTrace;
import dev.airlock.road.Placement;
import dev.airlock.road.Sealing;
import dev.airlock.road.Step;
import dev.airlock.road.UnorderedWork;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders in, tokens out: decode, run, seal. All but the runs is on the hop's thread. Sealing happens when the transaction is made, so
 * that a chain never has a token that was not committed; an order that is interrupted before is run again.
 */
final class OrderWork implements UnorderedWork {
    private static final Logger LOG = LoggerFactory.getLogger(OrderWork.class);

    private static final long AGAIN_NANOS = Duration.ofMillis(500).toNanos();

    private final KeyRing ring;
    private final CallerKeys callers;
    private final ChainEnds ends;
    private final SigningKey key;
    private final String actor;
    private final Workbench workbench;
    private final Slots slots;
    private final InstantSource clock;
    private final ExecutorMetrics metrics;
    private final Map<Integer, Share> shares = new HashMap<>();
    private volatile boolean draining;

    /** One partition while it is ours. */
    private record Share(Tenure tenure, Chain chain, Redeemed redeemed, SealedGrants sealed, Instant since) {
        int partition() {
            return tenure.partition();
        }

        /** Whether somebody else, or we in an earlier life, may have redeemed it. */
        boolean mayBeSealed(Grant grant) {
            return grant.issuedAt().isBefore(since.plus(SealedGrants.SKEW_MAX));
        }
    }

    OrderWork(
            Identity identity,
            ChainEnds ends,
            Workbench workbench,
            Slots slots,
            InstantSource clock,
            ExecutorMetrics metrics) {
        this.ring = identity.ring();
        this.callers = identity.callers();
        this.key = identity.key();
        this.actor = identity.actor();
        this.ends = ends;
        this.workbench = workbench;
        this.slots = slots;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void assigned(int partition, String mark) throws BusUnreachable {
        Chain chain = new Chain(key, ends.end(partition, mark));
        shares.put(
                partition,
                new Share(new Tenure(partition), chain, new Redeemed(), ends.sealedGrants(partition), clock.instant()));
        LOG.info("partition={} chain=\"{}\"", partition, chain.mark());
    }

    @Override
    public void revoked(int partition) {
        Share lost = shares.remove(partition);
        if (lost != null) {
            workbench.abandon(lost.tenure());
        }
    }

    @Override
    public void rolledBack(int partition, String mark) {
        shares.get(partition).chain().setBack(ChainEnds.read(mark));
    }

    @Override
    public CompletionStage<Sealing> begin(Inbound record) {
        if (draining) {
            // It stays unfinished, so whoever has the partition next begins with it.
            return new CompletableFuture<>();
        }
        metrics.read();
        try (LogTrace _ = record.traced()) {
            return read(shares.get(record.partition()), record);
        }
    }

    private CompletionStage<Sealing> read(Share share, Inbound record) {
        return switch (OrderReader.read(record.value(), ring, callers)) {
            case Malformed<Delivery>(String reason) -> unreadable(share, record, reason);
            case Good<Delivery>(Delivery delivery) ->
                Placement.fault(delivery.order().session(), Topic.ORDERS, record.partition())
                        .map(fault -> unreadable(share, record, fault))
                        .orElseGet(() -> begin(share, record, delivery));
        };
    }

    private CompletionStage<Sealing> begin(Share share, Inbound record, Delivery delivery) {
        if (!share.redeemed().redeem(delivery.order().grant().grantId())) {
            return done(repeated(share, record, delivery));
        }
        return slots.submit(delivery.order(), () -> ended(share, record, delivery))
                .thenApply(end -> switch (end) {
                    case Ending.Told(Concluded concluded) -> taken(share, concluded);
                    case Ending.Repeated() -> repeated(share, record, delivery);
                    case Ending.Lost() -> OrderWork::nobodyAsks;
                });
    }

    /** What became of an order on its slot. */
    private sealed interface Ending {
        record Told(Concluded concluded) implements Ending {}

        /** Its grant was redeemed before. */
        record Repeated() implements Ending {}

        /** Its partition is not ours any more: whoever has it begins with this order, and so may we, with another copy of it. */
        record Lost() implements Ending {}
    }

    /** On a slot's thread. */
    private Ending ended(Share share, Inbound record, Delivery delivery) {
        try (LogTrace _ = record.traced()) {
            boolean sealed = sealedBefore(share, delivery.order().grant());
            if (share.tenure().isOver()) {
                return new Ending.Lost();
            }
            return sealed
                    ? new Ending.Repeated()
                    : new Ending.Told(workbench.conclude(delivery, share.tenure(), Tap.NONE));
        }
    }

    private static Step nobodyAsks() {
        throw new IllegalStateException("a partition that is gone has nothing to seal");
    }

    private Sealing taken(Share share, Concluded end) {
        metrics.taken();
        count(end.account());
        return () -> seal(share, end);
    }

    /** An order whose intent has its token, or is about to have it: nothing is done, and that is all. */
    private Sealing repeated(Share share, Inbound record, Delivery delivery) {
        Order order = delivery.order();
        LOG.warn(
                "order={} intent={} grant={} repeated",
                record,
                order.key().text(),
                order.grant().grantId());
        metrics.repeated();
        return () -> new Step(List.of(), share.chain().mark());
    }

    /**
     * On a slot's thread. While nobody can say it, the order waits, for as long as its partition is ours: a run that may be the second one is worse than a
     * late one.
     */
    private static boolean sealedBefore(Share share, Grant grant) {
        while (share.mayBeSealed(grant) && !share.tenure().isOver()) {
            try {
                return share.sealed().has(grant);
            } catch (BusUnreachable e) {
                LOG.warn("grant={} waits=\"{}\"", grant.grantId(), e.getMessage());
                LockSupport.parkNanos(AGAIN_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("the executor ends before the tokens could be read", e);
                }
            }
        }
        return false;
    }

    private static CompletionStage<Sealing> done(Sealing sealing) {
        return CompletableFuture.completedStage(sealing);
    }

    private CompletionStage<Sealing> unreadable(Share share, Inbound record, String reason) {
        LOG.warn("order={} unreadable=\"{}\"", record, reason);
        metrics.unreadable();
        return done(() -> new Step(
                List.of(DeadLetters.of(Station.EXECUTOR, record, reason, clock.instant())),
                share.chain().mark()));
    }

    private Step seal(Share share, Concluded end) {
        Token token = share.chain()
                .seal(
                        clock.instant(),
                        now -> Report.token(
                                end.delivery(),
                                end.account(),
                                end.posture(),
                                new Report.Seal(end.tokenId(), actor, now)));
        LOG.info(
                "sealed intent={} session={} token={} partition={} ended={}",
                end.delivery().order().key().text(),
                end.delivery().order().session(),
                token.id().value(),
                share.partition(),
                word(end.account()));
        return new Step(
                TokenRecords.of(end.delivery().order().key(), token, end.account(), share.partition()),
                share.chain().mark());
    }

    private static String word(Account account) {
        return switch (account) {
            case Account.Refused _ -> "refused";
            case Account.Ran ran ->
                switch (ran.finding()) {
                    case Finding.Completed _ -> "completed";
                    case Finding.Killed _ -> "killed";
                    case Finding.Faulted _ -> "faulted";
                };
        };
    }

    private void count(Account account) {
        switch (account) {
            case Account.Refused _ -> metrics.refused();
            case Account.Ran ran -> count(ran.finding());
        }
    }

    private void count(Finding finding) {
        switch (finding) {
            case Finding.Completed _ -> metrics.completed();
            case Finding.Killed _ -> metrics.killed();
            case Finding.Faulted _ -> metrics.faulted();
        }
    }

    /** Takes no more orders; what is under way goes on. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }
}
