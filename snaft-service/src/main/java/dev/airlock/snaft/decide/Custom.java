package dev.airlock.snaft.decide;

import dev.airlock.snaft.model.CustomRule;
import java.util.Optional;

/** A rule of an operator's set: it objects to its phrases, said openly or inside an encoding. */
record Custom(CustomRule rule, String version) implements Rule {
    @Override
    public String id() {
        return rule.id();
    }

    @Override
    public int priority() {
        return rule.priority();
    }

    @Override
    public Optional<String> check(Subject subject) {
        return subject.seen()
                .by(id())
                .or(() -> Optional.ofNullable(subject.seen().saidInside().get(id()))
                        .map(said -> "encoded: " + said))
                .map(said -> rule.message() + ": " + said + " (rules " + version + ")");
    }

    @Override
    public boolean warns() {
        return rule.effect() == CustomRule.Effect.FLAG;
    }
}
