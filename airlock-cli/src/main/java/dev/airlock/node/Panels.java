package dev.airlock.node;

import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolCounters.Count;
import dev.airlock.executor.shell.Counters;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.lane.shell.CountedLane;
import dev.airlock.ledger.shell.LedgerCounts;
import dev.airlock.ledger.shell.LedgerService;
import dev.airlock.ledger.witness.WitnessService;
import dev.airlock.node.dials.Dial;
import dev.airlock.node.dials.Dials;
import dev.airlock.node.dials.Panel;
import dev.airlock.policy.shell.PolicyCounts;
import dev.airlock.policy.shell.PolicyService;
import dev.airlock.road.Health;
import dev.airlock.snaft.shell.SnaftCounts;
import dev.airlock.snaft.shell.SnaftVerticle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What each service shows its operator: when it is ready, and which of its counters is which dial. */
public final class Panels {
    private static final double NANOS = 1e9;

    private record Shown(Supplier<List<String>> reasons, Supplier<Optional<String>> defect, Consumer<Dials> numbers)
            implements Panel {
        @Override
        public List<String> unready() {
            return reasons.get();
        }

        @Override
        public Optional<String> broken() {
            return defect.get();
        }

        @Override
        public void show(Dials dials) {
            numbers.accept(dials);
        }
    }

    private Panels() {}

    /**
     * Policy's: ready while it vouches for the posture.
     *
     * @param lease how long a lease holds
     */
    static Panel policy(PolicyService policy, PolicyCounts counts, Duration lease) {
        return new Shown(
                () -> vouching(policy, counts, lease), () -> policy.broken().map(Panels::broken), dials -> {
                    for (PolicyCounts.Count count : PolicyCounts.Count.values()) {
                        dials.show(dial(count), () -> counts.of(count));
                    }
                    dials.show(Dial.POLICY_EXECUTORS_READY, policy::executorsReady);
                    dials.show(Dial.POLICY_EXTERNAL_OPEN, () -> policy.externalOpen() ? 1 : 0);
                });
    }

    private static String broken(Throwable cause) {
        return "its own code threw: " + cause;
    }

    /** Why a service whose loop is so has to be started anew. */
    static Optional<String> broken(Health health) {
        return health instanceof Health.Broken(Throwable cause) ? Optional.of(broken(cause)) : Optional.empty();
    }

    private static List<String> vouching(PolicyService policy, PolicyCounts counts, Duration lease) {
        return counts.sinceLease().filter(ago -> ago.compareTo(lease) <= 0).isPresent()
                ? List.of()
                : List.of("policy vouches for no posture: "
                        + policy.blindness()
                                .or(() -> policy.broken().map(Panels::broken))
                                .orElse("it does not hear the verdicts, postures or pulses, or the bus is away"));
    }

    private static Dial dial(PolicyCounts.Count count) {
        return switch (count) {
            case VERDICT_READ -> Dial.POLICY_VERDICTS_READ;
            case VERDICT_COUNTED -> Dial.POLICY_VERDICTS_COUNTED;
            case VERDICT_OLDER -> Dial.POLICY_VERDICTS_OLDER;
            case VERDICT_DEAD -> Dial.POLICY_VERDICTS_DEAD;
            case POSTURE_RECORDED -> Dial.POLICY_POSTURES;
            case TICK -> Dial.POLICY_TICKS;
            case LEASE_ISSUED -> Dial.POLICY_LEASES_ISSUED;
            case LEASE_HELD -> Dial.POLICY_LEASES_HELD;
            case LEASE_WITHHELD -> Dial.POLICY_LEASES_WITHHELD;
            case KILL_COUNTED -> Dial.POLICY_KILLS;
            case INCIDENT_FOUND -> Dial.POLICY_INCIDENTS;
            case SEND_FAILED -> Dial.POLICY_SENDS_FAILED;
        };
    }

    /** Snaft's: ready while it holds partitions of the intents and hears what operators and tokens say. */
    static Panel snaft(SnaftVerticle snaft, SnaftCounts counts) {
        return new Shown(() -> reasons("snaft", snaft.health()), () -> broken(snaft.health()), dials -> {
            dials.show(Dial.SNAFT_READ, () -> counts.reading().read());
            dials.show(Dial.SNAFT_PASSED, () -> counts.reading().passed());
            dials.show(Dial.SNAFT_REFUSED, () -> counts.reading().refused());
            dials.show(Dial.SNAFT_MALFORMED, () -> counts.reading().undecodable());
            dials.show(Dial.PRINCIPALS_WORDS, () -> snaft.principals().counted());
            dials.show(Dial.PRINCIPALS_REFUSED, () -> snaft.principals().refused());
        });
    }

    /** The gateway's: ready while it holds partitions of the screenings and hears policies, principals and approvals. */
    static Panel gateway(GatewayService gateway) {
        return new Shown(() -> reasons("the gateway", gateway.health()), () -> broken(gateway.health()), dials -> {
            dials.show(Dial.GATEWAY_READ, () -> gateway.tally().read());
            dials.show(Dial.GATEWAY_ADMITTED, () -> gateway.tally().admitted());
            dials.show(Dial.GATEWAY_REFUSED, () -> gateway.tally().refused());
            dials.show(Dial.GATEWAY_MALFORMED, () -> gateway.tally().malformed());
            dials.show(Dial.GATEWAY_COPIES, () -> gateway.tally().copies());
            dials.show(Dial.GATEWAY_CLASHES, () -> gateway.tally().clashes());
            dials.show(Dial.INGRESS_PASSED, () -> gateway.ingress().passed());
            dials.show(Dial.INGRESS_REFUSED, () -> gateway.ingress().refused());
            dials.show(Dial.INGRESS_HOLDS, () -> gateway.ingress().holds());
            dials.show(Dial.INGRESS_UNDER_WAY, () -> gateway.ingress().underWay());
        });
    }

    /** A fast lane's: the gateway's readiness is its own. */
    static Panel lane(CountedLane lane) {
        return new Shown(List::of, Optional::empty, dials -> {
            dials.show(Dial.LANE_ASKED, () -> lane.reading().asked());
            dials.show(Dial.LANE_JOURNALED, () -> lane.reading().journaled());
            dials.show(Dial.LANE_TAKEN, () -> lane.reading().taken());
            dials.show(Dial.LANE_BUSY, () -> lane.reading().busy());
            dials.show(Dial.LANE_SILENT, () -> lane.reading().silent());
            dials.show(Dial.LANE_UNDER_WAY, () -> lane.reading().underWay());
        });
    }

    /** An executor's: ready when its pulses say that it takes orders and that programs run. */
    public static Panel executor(ExecutorHouse executor) {
        return new Shown(executor::unready, () -> broken(executor.health()), dials -> {
            show(dials, executor.counters());
            show(dials, executor.pool());
            dials.show(Dial.EXECUTOR_BUSY, () -> executor.load().busy());
            dials.show(Dial.EXECUTOR_WAITING, () -> executor.load().waiting());
            dials.show(Dial.EXECUTOR_DRAINING, () -> executor.load().draining() ? 1 : 0);
        });
    }

    private static void show(Dials dials, Counters counters) {
        dials.show(Dial.EXECUTOR_READ, () -> counters.reading().read());
        dials.show(Dial.EXECUTOR_TAKEN, () -> counters.reading().taken());
        dials.show(Dial.EXECUTOR_UNREADABLE, () -> counters.reading().unreadable());
        dials.show(Dial.EXECUTOR_REPEATED, () -> counters.reading().repeated());
        dials.show(Dial.EXECUTOR_COMPLETED, () -> counters.reading().completed());
        dials.show(Dial.EXECUTOR_KILLED, () -> counters.reading().killed());
        dials.show(Dial.EXECUTOR_FAULTED, () -> counters.reading().faulted());
        dials.show(Dial.EXECUTOR_REFUSED, () -> counters.reading().refused());
    }

    private static void show(Dials dials, PoolCounters pool) {
        for (Count count : Count.values()) {
            dials.show(dial(count), () -> pool.count(count));
        }
        dials.show(Dial.POOL_WAITED, () -> seconds(pool.total(Count.LEASED)));
        dials.show(
                Dial.POOL_RAN,
                () -> seconds(pool.total(Count.COMPLETED)
                        .plus(pool.total(Count.ENDED))
                        .plus(pool.total(Count.FAULTED))));
        dials.show(Dial.POOL_RESETTING, () -> seconds(pool.total(Count.RESET)));
    }

    private static Dial dial(Count count) {
        return switch (count) {
            case ASKED -> Dial.POOL_ASKED;
            case REFUSED -> Dial.POOL_REFUSED;
            case LEASED -> Dial.POOL_LEASED;
            case COMPLETED -> Dial.POOL_COMPLETED;
            case ENDED -> Dial.POOL_ENDED;
            case FAULTED -> Dial.POOL_FAULTED;
            case RESET -> Dial.POOL_RESET;
            case SPOILT -> Dial.POOL_SPOILT;
            case PROVED -> Dial.POOL_PROVED;
            case RESIDUE -> Dial.POOL_RESIDUE;
            case BORN -> Dial.POOL_BORN;
            case STILLBORN -> Dial.POOL_STILLBORN;
            case DISCARDED -> Dial.POOL_DISCARDED;
        };
    }

    /**
     * The ledger's: ready while it reads tokens and signs heads.
     *
     * @param witnesses how many it asks
     */
    static Panel ledger(LedgerService ledger, LedgerCounts counts, int witnesses) {
        return new Shown(() -> reasons("the ledger", ledger.health()), () -> broken(ledger.health()), dials -> {
            dials.show(Dial.LEDGER_RECORDED, () -> counts.reading().recorded());
            dials.show(Dial.LEDGER_INCIDENTS, () -> counts.reading().incidents());
            dials.show(Dial.LEDGER_PUBLISHED, () -> counts.reading().published());
            dials.show(Dial.LEDGER_AGE, () -> seconds(counts.reading().age()));
            dials.show(Dial.LEDGER_WITNESSES, () -> witnesses);
            dials.show(Dial.LEDGER_COSIGNED, () -> counts.reading().cosigned());
            dials.show(Dial.LEDGER_FAILED, () -> counts.reading().failed());
        });
    }

    /** A witness's: ready as soon as it answers. */
    public static Panel witness(WitnessService witness) {
        return new Shown(List::of, Optional::empty, dials -> {
            dials.show(Dial.WITNESS_ASKED, () -> witness.reading().asked());
            dials.show(Dial.WITNESS_COSIGNED, () -> witness.reading().cosigned());
            dials.show(Dial.WITNESS_STALE, () -> witness.reading().stale());
            dials.show(Dial.WITNESS_UNFIT, () -> witness.reading().unfit());
            dials.show(Dial.WITNESS_INCONSISTENT, () -> witness.reading().inconsistent());
            dials.show(Dial.WITNESS_FORKED, () -> witness.reading().forked());
            dials.show(Dial.WITNESS_FAILED, () -> witness.reading().failed());
        });
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    /** Why a service whose loop is so is not at work. */
    static List<String> reasons(String who, Health health) {
        return switch (health) {
            case Health.Running _ -> List.of();
            case Health.Starting _ -> List.of(who + " holds no partition yet, or has not read yet what it goes by");
            case Health.Failing(String reason) -> List.of("the bus fails " + who + ": " + reason);
            case Health.Closed _ -> List.of(who + " has stopped");
            case Health.Broken(Throwable cause) -> List.of(who + " does not work: " + cause);
        };
    }
}
