package dev.airlock.snaft.decide;

import dev.airlock.snaft.decide.phrase.Decoded;
import java.util.Optional;

/** Warns of an encoded program or archive: it may be data of the caller's, and the guest decides nothing by it. */
final class MagicBytes implements Rule {
    @Override
    public String id() {
        return "SNAFT-023-MAGIC";
    }

    @Override
    public int priority() {
        return 23;
    }

    @Override
    public Optional<String> check(Subject subject) {
        return subject.seen().inside().stream()
                .map(Decoded::kind)
                .filter(kind -> !kind.isEmpty())
                .findFirst()
                .map(kind -> "an encoded stretch begins as a file of the kind " + kind + " does");
    }

    @Override
    public boolean warns() {
        return true;
    }
}
