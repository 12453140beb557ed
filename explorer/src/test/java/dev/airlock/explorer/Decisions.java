package dev.airlock.explorer;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.executor.decide.OrderCheck;
import dev.airlock.executor.model.Delivery;
import dev.airlock.gateway.decide.Decided;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.policy.decide.Hearing;
import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.decide.Leases;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Signer;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the services decide, each by its own code. A test plants a fault by overriding one of these. */
class Decisions {
    /** Policies that permit everything: what they say is tried in their own house, and nothing here is to be refused by them. */
    private static final Authorises POLICIES =
            _ -> new Authorisation.Allowed(List.of("everything"), Authorisation.NO_SET);

    private static final Gate GATE = new Gate(
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 65_536, Cast.TICK.multipliedBy(60)),
            Lane.BUS,
            POLICIES);

    /**
     * Whether policy decides anything yet.
     *
     * @param caughtUp whether it has been at the end of its topics since its start
     */
    boolean speaks(boolean caughtUp) {
        return caughtUp;
    }

    /**
     * What a service holds in memory after a transaction of which nothing became durable.
     *
     * @param committed what it held before, as the bus says
     * @param tried what it would hold if the transaction had been committed
     */
    <T> T rolledBack(T committed, T tried) {
        return committed;
    }

    /** Whether an executor still has in hand what it could not commit. */
    boolean keepsWhatIsNotCommitted() {
        return true;
    }

    /** Policy hears a verdict. */
    Standings heard(Standings standing, Verdict verdict, Moment now) {
        return Hearing.of(standing, Emitters.DEFAULT, Signer.OBSERVER, verdict, now.wall())
                        instanceof Hearing.Counts(Standings next)
                ? next
                : standing;
    }

    /** The posture that policy appends. */
    Optional<Posture> posture(Standings standing, Moment now) {
        return Ladder.decide(standing, now.wall(), "n");
    }

    /** The lease that policy publishes. */
    Optional<Lease> lease(Standings standing, PulseBoard board, Moment now) {
        return Leases.decide(standing, board, now, Cast.TICK);
    }

    /** What binds a reader. */
    Effective bound(PostureView view, Moment now) {
        return view.current(now.wall(), now.nanos());
    }

    /** Whether the gateway has decided an intent before, by what its own topic says. */
    boolean known(Collection<Screening> before, Screening screening, Moment now) {
        var decided = new Decided(100);
        before.forEach(one -> decided.replay(
                new Admission(one.session(), one.intentId(), one.payloadHash(), one.intentHash(), true, now.wall())));
        return decided.seen(screening.key(), screening.intentHash()) != Decided.Seen.NEVER;
    }

    /** The gateway decides. */
    Decision admitted(Effective posture, Screening screening, Moment now) {
        return GATE.decide(posture, screening, now.wall());
    }

    /** The executor looks at an order once more, right before its run. */
    Optional<Refusal> refused(Delivery delivery, Effective posture, Moment now) {
        return OrderCheck.refusal(delivery, posture, now.wall());
    }

    /** Whether a run has to end, since the posture has changed. */
    boolean cut(Origin origin, Effective posture) {
        return OrderCheck.interruption(origin, posture).isPresent();
    }

    /**
     * Whether a grant may be taken up.
     *
     * @param here the grants that this owner of the partition has taken up
     * @param sealed the grants that tokens of the partition name
     */
    boolean redeems(String grant, Set<String> here, Set<String> sealed) {
        return !here.contains(grant) && !sealed.contains(grant);
    }

    /** Whether the bus takes the commit of an owner of this generation. */
    boolean commits(int generation, int current) {
        return generation == current;
    }
}
