package dev.airlock.authorisation.cedar;

import dev.airlock.authorisation.model.Fault;
import java.util.List;

/** What became of a set of policies at the engine. */
public sealed interface Compiled {
    /** It can be asked. */
    record Good(CedarSet set) implements Compiled {}

    /**
     * It cannot.
     *
     * @param faults what is wrong with it, at least one, in the order of files and lines
     */
    record Faulty(List<Fault> faults) implements Compiled {
        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("a set is faulty for a reason");
            }
        }
    }
}
