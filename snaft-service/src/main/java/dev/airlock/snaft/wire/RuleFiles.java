package dev.airlock.snaft.wire;

import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Switch;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.CustomRule;
import dev.airlock.snaft.model.CustomRule.Effect;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.Phrasing;
import dev.airlock.snaft.model.Place;
import dev.airlock.snaft.model.RuleFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads sets of custom rules. All that is wrong with one is told, with its place. */
public final class RuleFiles {
    private static final String NAME = "(flag\\.)?[a-z][a-z0-9_-]{0,63}";
    private static final int MESSAGE_MAX = 256;
    private static final int PRIORITY_MAX = 9999;

    private RuleFiles() {}

    /** What a text is. */
    public sealed interface Read {
        record Good(RuleFile file) implements Read {}

        /** @param faults at least one, in the order of the text */
        record Faulty(List<Fault> faults) implements Read {}
    }

    /** {@code sha256:} of a set's text. */
    public static String versionOf(String text) {
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a set's text; any text, however hostile. */
    public static Read read(String text) {
        if (text.length() > RuleSet.TEXT_MAX) {
            return new Read.Faulty(List.of(new Fault(
                    Place.BEGINNING, "the set has " + text.length() + " characters; it may have " + RuleSet.TEXT_MAX)));
        }
        List<Fault> faults = new ArrayList<>();
        try {
            RuleFile file = file(Located.read(text), faults);
            return faults.isEmpty() ? new Read.Good(file) : new Read.Faulty(List.copyOf(faults));
        } catch (Located.NotJson e) {
            return new Read.Faulty(List.of(e.fault()));
        }
    }

    private static RuleFile file(Located whole, List<Fault> faults) {
        Fields fields =
                Fields.of(whole, "a set of rules", faults, "comment", "rules", "blocks", "burned", "reinstated");
        List<CustomRule> rules = fields.optionalRow("rules", RuleFile.RULES_MAX).stream()
                .map(one -> rule(one, faults))
                .toList();
        Set<String> names = new HashSet<>();
        rules.stream()
                .filter(rule -> !names.add(rule.name()))
                .forEach(rule -> fields.fault(rule.place(), "a second rule is called " + rule.name()));
        List<Block> blocks = fields.optionalRow("blocks", RuleFile.BLOCKS_MAX).stream()
                .map(one -> BlockFields.block(one, faults))
                .toList();
        Map<String, String> burned = new HashMap<>();
        for (Located one : fields.optionalRow("burned", RuleFile.PRINCIPALS_MAX)) {
            Fields entry = Fields.of(one, "a burned principal", faults, "principal", "reason");
            burned.put(BlockFields.name(entry, "principal"), entry.text("reason", MESSAGE_MAX));
        }
        var reinstated = BlockFields.reinstated(fields, burned.keySet(), faults);
        return new RuleFile(rules, blocks, burned, reinstated);
    }

    private static CustomRule rule(Located one, List<Fault> faults) {
        Fields fields = Fields.of(
                one,
                "a rule",
                faults,
                "name",
                "priority",
                "action",
                "postures",
                "posture_required",
                "message",
                "phrases");
        String name = fields.text("name", 64 + CustomRule.FLAG.length());
        if (!name.isEmpty() && !name.matches(NAME)) {
            fields.fault(
                    fields.placeOf("name"),
                    "the name '" + name
                            + "' is none; use a small letter and then up to 63 small letters, digits, '_' and '-', or flag. and a flag's name");
        }
        Effect effect = fields.oneOf(
                "action", List.of(Effect.values()), value -> value.name().toLowerCase(Locale.ROOT));
        if (name.startsWith(CustomRule.FLAG) && effect != Effect.FLAG) {
            fields.fault(fields.placeOf("action"), name + " raises a flag for the policies; its action must be flag");
        }
        return new CustomRule(
                name,
                fields.whole("priority", 0, PRIORITY_MAX),
                effect,
                postures(fields),
                fields.text("message", MESSAGE_MAX),
                fields.row("phrases", 1, 64).stream()
                        .map(phrase -> phrase(phrase, faults))
                        .toList(),
                fields.place());
    }

    private static Set<PostureLevel> postures(Fields fields) {
        Set<PostureLevel> postures = EnumSet.allOf(PostureLevel.class);
        if (fields.has("postures")) {
            Set<PostureLevel> named = EnumSet.noneOf(PostureLevel.class);
            for (Located one : fields.row("postures", 1, PostureLevel.values().length)) {
                Stream.of(PostureLevel.values())
                        .filter(level -> isText(one, level.name().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .ifPresentOrElse(
                                named::add,
                                () -> fields.fault(
                                        one.place(),
                                        "this is no posture; use normal_zero_trust, quarantine_external_ai, hard_quarantine"));
            }
            postures.retainAll(named);
        }
        fields.optionalTable("posture_required").forEach(required -> switched(required, postures, fields));
        if (postures.isEmpty()) {
            fields.fault(
                    fields.has("posture_required") ? fields.placeOf("posture_required") : fields.placeOf("postures"),
                    "no posture is so, and the rule would never hold; leave postures and posture_required out to have it hold in all");
        }
        return postures;
    }

    /** A switch that nobody knows would never match, so that its rule would never hold: that is a fault, and no silence. */
    private static void switched(Map.Entry<String, Located> required, Set<PostureLevel> postures, Fields fields) {
        var known = Stream.of(Switch.values())
                .filter(one -> one.label().equals(required.getKey()))
                .findFirst();
        if (known.isEmpty()) {
            fields.fault(
                    required.getValue().place(),
                    "'" + required.getKey() + "' is no switch of a posture; use one of "
                            + String.join(
                                    ", ",
                                    Stream.of(Switch.values())
                                            .map(Switch::label)
                                            .toList()));
        } else if (required.getValue() instanceof Located.Truth(boolean on, Place _)) {
            postures.removeIf(level -> known.get().isOn(Switches.of(level)) != on);
        } else {
            fields.fault(required.getValue().place(), required.getKey() + " is neither true nor false");
        }
    }

    private static Phrasing phrase(Located one, List<Fault> faults) {
        Fields fields = Fields.of(one, "a phrase", faults, "why", "within", "words");
        List<List<String>> words = new ArrayList<>();
        for (Located group : fields.row("words", 1, 8)) {
            words.add(Fields.items(group, "a group of words", 1, 64, faults).stream()
                    .map(word -> word(word, faults))
                    .toList());
        }
        return new Phrasing(words, fields.whole("within", 0, 200), fields.text("why", MESSAGE_MAX), fields.place());
    }

    private static String word(Located one, List<Fault> faults) {
        if (one instanceof Located.Text(String word, Place _) && word.length() >= 2 && word.length() <= 64) {
            return word;
        }
        Fields.put(faults, one.place(), "a word is a text of 2 to 64 characters");
        return "?";
    }

    private static boolean isText(Located one, String text) {
        return one instanceof Located.Text(String value, Place _) && value.equals(text);
    }
}
