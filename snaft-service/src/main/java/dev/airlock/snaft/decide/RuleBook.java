package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.destruct.Destruction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules in the order in which they are asked. A rule goes in here, into {@link #STANDARD}, and nowhere else. */
public final class RuleBook {
    /** The rules that hold in every posture and cannot be configured away. */
    public static final RuleBook STANDARD = new RuleBook(List.of(new Destruction(), new Oversize()));

    private static final int REASON_LENGTH_MAX = 256;

    private final List<Rule> rules;

    /** @throws IllegalArgumentException when two rules have one id */
    public RuleBook(List<Rule> rules) {
        if (rules.stream().map(Rule::id).distinct().count() < rules.size()) {
            throw new IllegalArgumentException("two rules have the same id");
        }
        this.rules = rules.stream()
                .sorted(Comparator.comparingInt(Rule::priority).thenComparing(Rule::id))
                .toList();
    }

    /** The first rule that objects. A rule that fails objects: an error must never open a door. */
    public Optional<RuleHit> firstHit(Subject subject) {
        for (Rule rule : rules) {
            Optional<String> seen = check(rule, subject);
            if (seen.isPresent()) {
                return Optional.of(new RuleHit(rule.id(), seen.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> check(Rule rule, Subject subject) {
        try {
            return rule.check(subject);
        } catch (RuntimeException | StackOverflowError failure) {
            String reason = "the rule failed and so counts as matched: " + failure;
            return Optional.of(reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX)));
        }
    }
}
