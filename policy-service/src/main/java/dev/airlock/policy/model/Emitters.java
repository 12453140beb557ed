package dev.airlock.policy.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may emit verdicts: identity URIs, each bound to one source and so to the role of the key that must have signed. Whoever is not
 * listed is not heard, however good the signature.
 *
 * @param sources URI to source
 */
public record Emitters(Map<String, Source> sources) {
    /** The observer's word on the runtime. */
    public static final String OBSERVER = "jis:airlock:observer";
    /** The observer's word on incidents. */
    public static final String INCIDENTS = "jis:airlock:incidents";
    /** An operator's word. */
    public static final String OPERATOR = "jis:airlock:operator";

    /** Our own. */
    public static final Emitters DEFAULT =
            new Emitters(Map.of(OBSERVER, Source.RUNTIME, INCIDENTS, Source.INCIDENT, OPERATOR, Source.OPERATOR));

    private static final int LISTED_MAX = 64;

    public Emitters {
        sources = Map.copyOf(sources);
        if (sources.isEmpty() || sources.size() > LISTED_MAX) {
            throw new IllegalArgumentException(
                    "emitters lists " + sources.size() + "; 1 to " + LISTED_MAX + " are allowed");
        }
    }

    /**
     * The list in this text: {@code URI=SOURCE} with {@code runtime}, {@code incident} or {@code operator}, separated by commas.
     *
     * @throws IllegalArgumentException if it is none; the message names the entry
     */
    public static Emitters of(String text) {
        var sources = new LinkedHashMap<String, Source>();
        for (String entry : text.split(",", -1)) {
            int split = entry.lastIndexOf('=');
            String uri = entry.substring(0, Math.max(split, 0)).strip();
            String name = entry.substring(split + 1).strip();
            Source source = Arrays.stream(Source.values())
                    .filter(one -> label(one).equals(name))
                    .findFirst()
                    .orElseThrow(() -> unfit(entry));
            if (uri.isEmpty() || sources.put(uri, source) != null) {
                throw unfit(entry);
            }
        }
        return new Emitters(sources);
    }

    private static IllegalArgumentException unfit(String entry) {
        return new IllegalArgumentException("emitters has the entry '" + entry.strip()
                + "'; it must be URI=runtime, URI=incident or URI=operator, and each URI stands once");
    }

    /** For whom {@code uri} speaks; empty if it is not listed. */
    public Optional<Source> source(String uri) {
        return Optional.ofNullable(sources.get(uri));
    }

    /** The text that {@link #of(String)} reads. */
    public String text() {
        return sources.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + label(entry.getValue()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String label(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }
}
