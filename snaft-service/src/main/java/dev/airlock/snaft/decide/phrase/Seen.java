package dev.airlock.snaft.decide.phrase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a text was found to say.
 *
 * @param said by the rule's id, what it objects to, in one sentence
 * @param saidInside the same for what came out of encodings
 * @param inside what came out of encodings
 * @param evened the text with its disguise taken off; empty if it wore none
 */
public record Seen(Map<String, String> said, Map<String, String> saidInside, List<Decoded> inside, String evened) {
    public static final Seen NOTHING = new Seen(Map.of(), Map.of(), List.of(), "");

    /** What was seen, and how much work the search for phrases was, in all that was read of the text. */
    record Reading(Seen seen, long work) {}

    /** Reads a text. Linear. */
    public static Seen in(String text, PhraseBook phrases) {
        return read(text, phrases).seen();
    }

    static Reading read(String text, PhraseBook phrases) {
        Evened evened = Evened.of(text);
        PhraseBook.Look open = phrases.look(evened.text());
        Map<String, String> said = open.seen();
        long work = open.work();
        String gathered = Evened.gathered(text);
        if (!gathered.isEmpty()) {
            PhraseBook.Look spelled = phrases.look(Evened.of(gathered).text());
            spelled.seen().forEach(said::putIfAbsent);
            work += spelled.work();
        }
        List<Decoded> inside = Decoding.of(text);
        Map<String, String> saidInside = new LinkedHashMap<>();
        for (Decoded decoded : inside) {
            PhraseBook.Look within = phrases.look(Evened.of(decoded.text()).text());
            within.seen().forEach(saidInside::putIfAbsent);
            work += within.work();
        }
        return new Reading(new Seen(said, saidInside, inside, evened.disguised() ? evened.text() : ""), work);
    }

    /** What the rule with this id objects to. */
    public Optional<String> by(String rule) {
        return Optional.ofNullable(said.get(rule));
    }
}
