package dev.airlock.snaft.decide;

import java.util.Optional;

/** A rule of the reviewed file: it objects to its phrases and to what is beyond its limits. */
record Written(String id, int priority, boolean warns) implements Rule {
    @Override
    public Optional<String> check(Subject subject) {
        return subject.seen().by(id).or(() -> Limits.broken(id, subject));
    }
}
