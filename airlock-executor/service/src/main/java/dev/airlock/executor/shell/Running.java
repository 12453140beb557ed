package dev.airlock.executor.shell;

import dev.airlock.executor.decide.CallOffCheck;
import dev.airlock.executor.decide.OrderCheck;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.posture.Guard;
import dev.airlock.schemas.posture.Whom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs under way, so that a change of posture reaches them. Any thread. */
final class Running {
    private static final Offence ABANDONED = new Offence.Isolated("the executor stops, or lost the partition");

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private final CallOffs callOffs = new CallOffs();

    /** One run under way, until it is closed. */
    final class Run implements AutoCloseable {
        private final Delivery delivery;
        private final Tenure tenure;
        private final Cutoff cutoff = new Cutoff();

        private Run(Delivery delivery, Tenure tenure) {
            this.delivery = delivery;
            this.tenure = tenure;
        }

        Cutoff cutoff() {
            return cutoff;
        }

        @Override
        public void close() {
            runs.remove(this);
            callOffs.ended(delivery);
        }
    }

    /**
     * Enters a run before its last look at the posture and the calls-off, so that no change can fall between the two. One whose tenure is over is to end
     * already.
     */
    Run enter(Delivery delivery, Tenure tenure) {
        Run run = new Run(delivery, tenure);
        runs.add(run);
        if (tenure.isOver()) {
            run.cutoff.end(ABANDONED);
        }
        return run;
    }

    /** The wish to call a run off that came before it began. */
    Optional<CallOff> calledOff(Delivery delivery) {
        return callOffs.against(delivery);
    }

    /** Ends the run that somebody who may wants no more; one that has not begun will not. */
    void callOff(CallOff wish) {
        callOffs.keep(wish);
        runs.stream()
                .filter(run -> CallOffCheck.counts(wish, run.delivery))
                .forEach(run -> run.cutoff.end(new Offence.Cancelled(wish.text())));
    }

    /** What the fast lane called off of an intent that is settled counts for no other. */
    void forgetCallOffs(IntentKey key) {
        callOffs.settled(key);
    }

    /** For whom a delivery's posture is asked. */
    static Whom whom(Delivery delivery) {
        return new Whom(delivery.order().principal(), delivery.order().session());
    }

    /** Ends the runs that the postures of now do not let go on. */
    void enforce(Guard guard) {
        for (Run run : runs) {
            OrderCheck.interruption(run.delivery.order().origin(), guard.of(whom(run.delivery)))
                    .ifPresent(text -> run.cutoff.end(new Offence.Isolated(text)));
        }
    }

    /** Ends a tenure and its runs; nobody will ask for their end, and whoever has the partition runs them again. */
    void abandon(Tenure tenure) {
        tenure.end();
        runs.stream().filter(run -> run.tenure == tenure).forEach(run -> run.cutoff.end(ABANDONED));
    }

    /** Ends all runs, in the same way. */
    void abandon() {
        runs.forEach(run -> run.cutoff.end(ABANDONED));
    }
}
