package dev.airlock.ledger.witness;

import dev.airlock.provenance.log.WitnessAnswer;
import java.util.concurrent.atomic.LongAdder;

/** What a witness has answered. Any thread. */
final class WitnessCounts {
    private final LongAdder asked = new LongAdder();
    private final LongAdder cosigned = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder unfit = new LongAdder();
    private final LongAdder inconsistent = new LongAdder();
    private final LongAdder forked = new LongAdder();
    private final LongAdder failed = new LongAdder();

    WitnessReading reading() {
        return new WitnessReading(
                asked.sum(), cosigned.sum(), stale.sum(), unfit.sum(), inconsistent.sum(), forked.sum(), failed.sum());
    }

    void asked() {
        asked.increment();
    }

    void failed() {
        failed.increment();
    }

    void answered(WitnessAnswer answer) {
        LongAdder one =
                switch (answer) {
                    case WitnessAnswer.Cosigned _ -> cosigned;
                    case WitnessAnswer.Stale _ -> stale;
                    case WitnessAnswer.Malformed _, WitnessAnswer.Untrusted _, WitnessAnswer.UnknownLog _ -> unfit;
                    case WitnessAnswer.Inconsistent _ -> inconsistent;
                    case WitnessAnswer.Forked _ -> forked;
                };
        one.increment();
    }
}
