package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.phrase.Phrase;
import dev.airlock.snaft.decide.phrase.PhraseBook;
import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.Block.Kind;
import dev.airlock.snaft.model.CustomRule;
import dev.airlock.snaft.model.Facts;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.Phrasing;
import dev.airlock.snaft.model.RuleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operator's set, ready to be asked. It is asked behind the standing rules, about what they let pass, so it can refuse and flag more and
 * permit nothing. A screening asks one set from its beginning to its end. Immutable, for any thread.
 */
public final class CustomRules {
    /** No set. */
    public static final CustomRules NONE = new CustomRules("none", RuleFile.EMPTY, Map.of());

    /** The most characters of all words of a set together: what is looked for at once is a table of as many rows. */
    static final int WORD_CHARACTERS_MAX = 32_768;
    /** How often one word may stand in a set: so many steps are taken each time that it is found. */
    static final int SAME_WORD_MAX = 64;

    private static final int VERSION_SHOWN = 19;

    private final String version;
    private final RuleFile file;
    private final Blocks blocks;
    private final Map<PostureLevel, RuleBook> books = new EnumMap<>(PostureLevel.class);
    private final RuleBook whole;

    private CustomRules(String version, RuleFile file, Map<String, List<Phrase>> phrases) {
        this.version = version;
        this.file = file;
        this.blocks = new Blocks(file.blocks());
        var found = new PhraseBook(phrases);
        String shown = shown(version);
        for (PostureLevel level : PostureLevel.values()) {
            books.put(
                    level,
                    book(
                            file.rules().stream()
                                    .filter(rule -> rule.postures().contains(level))
                                    .toList(),
                            shown,
                            found));
        }
        this.whole = book(file.rules(), shown, found);
    }

    /** What becomes of a file. */
    public sealed interface Compiled {
        record Good(CustomRules rules) implements Compiled {}

        /** @param faults at least one */
        record Faulty(List<Fault> faults) implements Compiled {}
    }

    /**
     * Makes a file ready to be asked.
     *
     * @param version {@code sha256:} of its text
     */
    public static Compiled compile(String version, RuleFile file) {
        List<Fault> faults = new ArrayList<>();
        Map<String, List<Phrase>> phrases = new LinkedHashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        int characters = 0;
        for (CustomRule rule : file.rules()) {
            List<Phrase> said = new ArrayList<>();
            for (Phrasing phrasing : rule.phrases()) {
                try {
                    said.add(new Phrase(phrasing.words(), phrasing.within(), phrasing.why()));
                } catch (IllegalArgumentException e) {
                    faults.add(new Fault(phrasing.place(), e.getMessage()));
                }
                for (String word :
                        phrasing.words().stream().flatMap(List::stream).toList()) {
                    characters += word.length();
                    if (uses.merge(word, 1, Integer::sum) == SAME_WORD_MAX + 1) {
                        faults.add(new Fault(
                                phrasing.place(),
                                "the word '" + word + "' stands in the set more than " + SAME_WORD_MAX
                                        + " times; put its phrases together"));
                    }
                }
            }
            phrases.put(rule.id(), said);
        }
        if (characters > WORD_CHARACTERS_MAX) {
            faults.add(new Fault(
                    file.rules().getLast().place(),
                    "all words of the set have " + characters + " characters; they may have " + WORD_CHARACTERS_MAX));
        }
        return faults.isEmpty()
                ? new Compiled.Good(new CustomRules(version, file, phrases))
                : new Compiled.Faulty(List.copyOf(faults));
    }

    private static RuleBook book(List<CustomRule> rules, String version, PhraseBook phrases) {
        return new RuleBook(
                rules.stream().<Rule>map(rule -> new Custom(rule, version)).toList(), phrases);
    }

    private static String shown(String version) {
        return version.substring(0, Math.min(version.length(), VERSION_SHOWN));
    }

    /** The block that meets an intent, as the hit of a rule that refuses: the principal's first, then by kind. */
    Optional<RuleHit> blocked(Facts facts, String principal, Instant now) {
        String burned = file.burned().get(principal);
        if (burned != null) {
            return Optional.of(new RuleHit(
                    "trust.burned",
                    "the principal " + principal + " is burned: " + burned + " (rules " + shown(version) + ")"));
        }
        for (Kind kind : Kind.values()) {
            Optional<Block> block = blocks.on(kind, valueOf(kind, facts, principal), now);
            if (block.isPresent()) {
                return block.map(this::hit);
            }
        }
        return Optional.empty();
    }

    private static String valueOf(Kind kind, Facts facts, String principal) {
        return switch (kind) {
            case PRINCIPAL -> principal;
            case FROM_AINT -> facts.intent().fromAint();
            case SESSION -> facts.intent().session();
            case PAYLOAD -> facts.payloadHash();
            case INTENT -> facts.intent().intent();
        };
    }

    private RuleHit hit(Block block) {
        return new RuleHit(
                block.id(),
                "the " + block.kind().label() + " " + block.value() + " is blocked"
                        + block.until().map(until -> " until " + until).orElse("") + ": " + block.reason() + " (rules "
                        + shown(version) + ")");
    }

    /**
     * What the standing rules and then these say. Where the standing ones refuse, these are not asked.
     *
     * @param posture under which posture it is; empty if nobody vouches for one, and then every rule holds
     */
    Judgement behind(Judgement standing, Subject subject, Optional<PostureLevel> posture) {
        RuleBook book = posture.map(books::get).orElse(whole);
        if (standing.refusal().isPresent() || book.rules().isEmpty()) {
            return standing;
        }
        Judgement own = book.judge(subject);
        List<RuleHit> warnings = new ArrayList<>(standing.warnings());
        warnings.addAll(own.warnings());
        return new Judgement(warnings, own.refusal());
    }

    /** What these rules say of a subject and these standing ones before them, under a posture that nobody vouches for. */
    public Judgement judge(RuleBook standing, Subject subject) {
        return behind(standing.judge(subject), subject, Optional.empty());
    }

    /** {@code sha256:} of the set's text, {@code none} for no set. */
    public String version() {
        return version;
    }

    /** What it was made from. */
    public RuleFile file() {
        return file;
    }

    /** Whether some rule does not hold in every posture, so that somebody has to know the posture. */
    public boolean asksForPosture() {
        return file.rules().stream().anyMatch(rule -> !rule.postures().containsAll(Set.of(PostureLevel.values())));
    }
}
