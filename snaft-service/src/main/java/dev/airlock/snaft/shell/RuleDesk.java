package dev.airlock.snaft.shell;

import dev.airlock.schemas.model.RuleSet;
import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.decide.CustomRules.Compiled;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.RuleFile;
import dev.airlock.snaft.wire.RuleFiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which set of custom rules counts. A set is taken whole, in one reference, or not at all. Any thread may ask; sets are offered on one. */
final class RuleDesk {
    private volatile Current current = new Current(CustomRules.NONE, Optional.empty());

    /**
     * What counts.
     *
     * @param loadedAt when an operator loaded it; empty before the first
     */
    private record Current(CustomRules rules, Optional<Instant> loadedAt) {}

    /** What became of an offered set. */
    sealed interface Offered {
        /** It counts from now on. */
        record Taken(CustomRules rules) implements Offered {}

        /** It was there before: a copy of the record. */
        record Known() implements Offered {}

        /** The one before goes on to count. */
        record Refused(String reason) implements Offered {}
    }

    /** The set that counts. */
    CustomRules rules() {
        return current.rules();
    }

    /** The version of the set that counts; empty if none was ever loaded. */
    Optional<String> loaded() {
        Current counts = current;
        return counts.loadedAt().map(_ -> counts.rules().version());
    }

    /** Offers a set whose signature was checked. */
    Offered offer(RuleSet set) {
        Current before = current;
        Optional<Instant> newest = before.loadedAt();
        if (newest.isPresent() && !set.loadedAt().isAfter(newest.get())) {
            return set.loadedAt().equals(newest.get())
                            && set.version().equals(before.rules().version())
                    ? new Offered.Known()
                    : new Offered.Refused("it is from " + set.loadedAt() + ", and the one in force from " + newest.get()
                            + "; load it again to go back to it");
        }
        if (!RuleFiles.versionOf(set.text()).equals(set.version())) {
            return new Offered.Refused("its text is not that of its version " + set.version());
        }
        return switch (RuleCheck.compile(set.text())) {
            case Compiled.Faulty(List<Fault> faults) ->
                new Offered.Refused(faults.getFirst().toString());
            case Compiled.Good(CustomRules rules) ->
                unburned(before.rules().file(), rules.file())
                        .<Offered>map(Offered.Refused::new)
                        .orElseGet(() -> {
                            current = new Current(rules, Optional.of(set.loadedAt()));
                            return new Offered.Taken(rules);
                        });
        };
    }

    /** Burned is for ever: a set that leaves somebody out changes nothing. */
    private static Optional<String> unburned(RuleFile before, RuleFile next) {
        var left = new TreeSet<>(before.burned().keySet());
        left.removeAll(next.burned().keySet());
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("it leaves out " + String.join(", ", left)
                        + ", whom the set in force has burned, which is for ever; put them under \"burned\" again");
    }
}
