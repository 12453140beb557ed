package dev.airlock.snaft.decide;

import dev.airlock.schemas.syscalls.ReviewedFile;
import dev.airlock.snaft.decide.destruct.Destruction;
import dev.airlock.snaft.decide.phrase.Phrase;
import dev.airlock.snaft.decide.phrase.PhraseBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that hold in every posture: {@code snaft/rules.json} with their phrases, DESTRUCT-001, which reads commands, and the limits
 * of {@link Limits}. A rule of phrases goes into the file; one that is no phrase goes in here.
 */
public final class StandingRules {
    private static final String FILE = "/snaft/rules.json";

    private StandingRules() {}

    /** What a rule of the file does. */
    enum Verdict {
        REFUSE,
        WARN
    }

    /**
     * One rule of the file.
     *
     * @param id its id, {@code SNAFT-} and three digits; the digits are its priority
     * @param name a short name in capitals
     * @param verdict what it does
     * @param catches what it is for, and its limits, in one sentence
     * @param phrases what is not to be said; may be empty for a rule of limits only
     */
    public record Row(String id, String name, Verdict verdict, String catches, List<Phrase> phrases) {
        /** Lower numbers are asked first. */
        public int priority() {
            return Integer.parseInt(id.substring(id.length() - 3));
        }

        public boolean warns() {
            return verdict == Verdict.WARN;
        }
    }

    private record Table(String comment, List<Row> rules) {}

    /** The rules of the file, in its order. */
    public static List<Row> rows() {
        return ReviewedFile.read(FILE, Table.class).rules();
    }

    static RuleBook book() {
        List<Rule> rules = new ArrayList<>(List.of(new Destruction(), new MagicBytes()));
        Map<String, List<Phrase>> phrases = new LinkedHashMap<>();
        for (Row row : rows()) {
            phrases.put(row.id(), row.phrases());
            rules.add(new Written(row.id(), row.priority(), row.warns()));
        }
        return new RuleBook(rules, new PhraseBook(phrases));
    }
}
