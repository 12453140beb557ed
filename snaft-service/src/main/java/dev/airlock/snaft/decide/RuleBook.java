package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.phrase.PhraseBook;
import dev.airlock.snaft.decide.phrase.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules in the order in which they are asked. Immutable, for any thread. */
public final class RuleBook {
    /** The rules that hold in every posture and cannot be configured away. */
    public static final RuleBook STANDARD = StandingRules.book();

    private static final int REASON_LENGTH_MAX = 256;

    private final List<Rule> rules;
    private final PhraseBook phrases;

    /** Rules that look for no phrases. */
    public RuleBook(List<Rule> rules) {
        this(rules, new PhraseBook(Map.of()));
    }

    /** @throws IllegalArgumentException when two rules have one id */
    public RuleBook(List<Rule> rules, PhraseBook phrases) {
        if (rules.stream().map(Rule::id).distinct().count() < rules.size()) {
            throw new IllegalArgumentException("two rules have the same id");
        }
        this.rules = rules.stream()
                .sorted(Comparator.comparingInt(Rule::priority).thenComparing(Rule::id))
                .toList();
        this.phrases = phrases;
    }

    /** Asks the rules in turn, until one refuses. A rule that fails refuses: an error must never open a door. */
    public Judgement judge(Subject unread) {
        Subject subject;
        try {
            subject = unread.with(Seen.in(unread.text(), phrases));
        } catch (RuntimeException | StackOverflowError failure) {
            return new Judgement(List.of(), Optional.of(new RuleHit("SNAFT-000", failed("reading", failure))));
        }
        List<RuleHit> warnings = new ArrayList<>();
        for (Rule rule : rules) {
            Objection objection = check(rule, subject);
            if (objection instanceof Objection.Warns(String text)) {
                warnings.add(new RuleHit(rule.id(), text));
            } else if (objection instanceof Objection.Refuses(String text)) {
                return new Judgement(warnings, Optional.of(new RuleHit(rule.id(), text)));
            }
        }
        return new Judgement(warnings, Optional.empty());
    }

    /** The same rules and one more. */
    RuleBook with(Rule rule) {
        return new RuleBook(Stream.concat(rules.stream(), Stream.of(rule)).toList(), phrases);
    }

    /** Everything that the rules are made of, as text; two books that judge alike by their data have the same. */
    public String written() {
        StringBuilder written = new StringBuilder();
        for (Rule rule : rules) {
            written.append(rule.id())
                    .append(' ')
                    .append(rule.priority())
                    .append(' ')
                    .append(rule.warns())
                    .append('\n');
        }
        return written.append(phrases.written()).toString();
    }

    /** The first rule that refuses. */
    public Optional<RuleHit> firstHit(Subject subject) {
        return judge(subject).refusal();
    }

    /** The rules, in the order in which they are asked. */
    public List<Rule> rules() {
        return rules;
    }

    private sealed interface Objection {
        record None() implements Objection {}

        record Warns(String text) implements Objection {}

        record Refuses(String text) implements Objection {}
    }

    private static Objection check(Rule rule, Subject subject) {
        try {
            Optional<String> seen = rule.check(subject);
            if (seen.isEmpty()) {
                return new Objection.None();
            }
            return rule.warns() ? new Objection.Warns(seen.get()) : new Objection.Refuses(seen.get());
        } catch (RuntimeException | StackOverflowError failure) {
            return new Objection.Refuses(failed("the rule", failure));
        }
    }

    private static String failed(String what, Throwable failure) {
        String reason = what + " failed and so counts as matched: " + failure;
        return reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
    }
}
