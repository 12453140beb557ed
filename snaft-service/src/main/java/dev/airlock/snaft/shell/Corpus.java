package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labelled samples {@code snaft/corpus.jsonl}, and how many of each kind the standing rules flag. */
public final class Corpus {
    private static final String FILE = "/snaft/corpus.jsonl";
    private static final JsonMapper JSON = new JsonMapper();

    private Corpus() {}

    /**
     * A payload of which people have said what it is.
     *
     * @param text the payload
     * @param label {@code attack}, {@code evasion} (an attack under a disguise) or {@code benign}
     * @param rule the rule that it is there for
     * @param technique the disguise; {@code plain} or {@code ordinary} if it wears none
     */
    public record Sample(String text, String label, String rule, String technique) {}

    /**
     * How many samples of a kind there are, and how many are flagged, refused or warned of, by any rule.
     *
     * @param kind the label, for an evasion with its technique
     */
    public record Rate(String kind, int flagged, int samples) {
        /** 0 to 100. */
        public double percent() {
            return 100.0 * flagged / samples;
        }
    }

    /** Every sample, in the file's order. */
    public static List<Sample> samples() {
        try (InputStream in = Corpus.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + ": not on the class path; the build is incomplete");
            }
            List<Sample> samples = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                samples.add(sample(JSON.readTree(line)));
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": " + e.getMessage(), e);
        }
    }

    /** A line's {@code times} says how often its text is said, for samples that are long; once where there is none. */
    private static Sample sample(JsonNode line) {
        return new Sample(
                line.required("text").asText().repeat(line.path("times").asInt(1)),
                line.required("label").asText(),
                line.required("rule").asText(),
                line.required("technique").asText());
    }

    /** Whether the standing rules flag a sample. */
    static boolean flagged(Sample sample) {
        return !RuleCheck.of(sample.text()).hits().isEmpty();
    }

    /** The rates of the standing rules over the samples, by kind. */
    public static List<Rate> rates() {
        Map<String, int[]> counts = new TreeMap<>();
        for (Sample sample : samples()) {
            String kind = sample.label().equals("evasion") ? "evasion, " + sample.technique() : sample.label();
            int[] count = counts.computeIfAbsent(kind, _ -> new int[2]);
            count[0] += flagged(sample) ? 1 : 0;
            count[1]++;
        }
        return counts.entrySet().stream()
                .map(one -> new Rate(one.getKey(), one.getValue()[0], one.getValue()[1]))
                .toList();
    }
}
