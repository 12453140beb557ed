package dev.airlock.snaft.shell;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.decide.CustomRules.Compiled;
import dev.airlock.snaft.decide.Judgement;
import dev.airlock.snaft.decide.Rule;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.StandingRules;
import dev.airlock.snaft.decide.Subject;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.RuleFile;
import dev.airlock.snaft.wire.RuleFiles;
import java.util.ArrayList;
import java.util.List;

/** The standing rules for commands: what they are, and what they say of a payload. Nothing is sent or run. */
public final class RuleCheck {
    private RuleCheck() {}

    /**
     * A rule for people.
     *
     * @param id for example {@code SNAFT-001}
     * @param warns whether it only warns
     * @param catches what it is for, with its limits
     * @param phrases how many phrases it looks for
     */
    public record Line(String id, String name, boolean warns, String catches, int phrases) {}

    /**
     * What the rules say of a payload.
     *
     * @param hits each rule that objects, in the order in which they are asked
     * @param refuses whether one of them refuses
     */
    public record Said(List<RuleHit> hits, boolean refuses) {}

    /** The standing rules, in the order in which they are asked. */
    public static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "DESTRUCT-001",
                "DESTRUCTION",
                false,
                "recursive deletion or change of critical roots, disks overwritten, fork bombs, powering off; in every posture",
                0));
        for (StandingRules.Row row : StandingRules.rows()) {
            lines.add(new Line(
                    row.id(),
                    row.name(),
                    row.warns(),
                    row.catches(),
                    row.phrases().size()));
        }
        return lines;
    }

    /** What the standing rules say of a payload of an external AI. */
    public static Said of(String text) {
        return of(text, CustomRules.NONE);
    }

    /** The same, and what a set says behind them under a posture that nobody knows. */
    public static Said of(String text, CustomRules own) {
        Judgement judgement = own.judge(RuleBook.STANDARD, new Subject("code:execute", Origin.EXTERNAL_AI, text));
        return new Said(judgement.hits(), judgement.refusal().isPresent());
    }

    /** What becomes of the text of a set of custom rules; any text. */
    public static Compiled compile(String text) {
        return switch (RuleFiles.read(text)) {
            case RuleFiles.Read.Faulty(List<Fault> faults) -> new Compiled.Faulty(faults);
            case RuleFiles.Read.Good(RuleFile file) -> CustomRules.compile(RuleFiles.versionOf(text), file);
        };
    }

    /** The ids of all rules that a screening may name. */
    static List<String> ids() {
        return RuleBook.STANDARD.rules().stream().map(Rule::id).toList();
    }
}
