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

    /** Reads a text. Linear. */
    public static Seen in(String text, PhraseBook phrases) {
        Evened evened = Evened.of(text);
        Map<String, String> said = phrases.seen(evened.text());
        String gathered = Evened.gathered(text);
        if (!gathered.isEmpty()) {
            phrases.seen(Evened.of(gathered).text()).forEach(said::putIfAbsent);
        }
        List<Decoded> inside = Decoding.of(text);
        Map<String, String> saidInside = new LinkedHashMap<>();
        for (Decoded decoded : inside) {
            phrases.seen(Evened.of(decoded.text()).text()).forEach(saidInside::putIfAbsent);
        }
        return new Seen(said, saidInside, inside, evened.disguised() ? evened.text() : "");
    }

    /** What the rule with this id objects to. */
    public Optional<String> by(String rule) {
        return Optional.ofNullable(said.get(rule));
    }
}
