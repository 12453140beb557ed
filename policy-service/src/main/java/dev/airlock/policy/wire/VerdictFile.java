package dev.airlock.policy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of verdicts: one JSON object, an array of them, an object with the key {@code verdicts}, or JSON Lines. Each record is judged by
 * itself, and every error names the record by its index. Strict JSON: UTF-8, no duplicate keys, nothing beside the values.
 */
public final class VerdictFile {
    /** The largest file. */
    public static final int BYTES_MAX = 4 << 20;
    /** The most records of a file. */
    public static final int RECORDS_MAX = 1000;

    private static final int DEPTH_MAX = 8;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(BYTES_MAX)
                    .build())
            .build());

    private VerdictFile() {}

    /**
     * What a file says.
     *
     * @param verdicts in the order of the file; only those without an error
     * @param errors {@code record[i]: ...}, in the order of the records; none if every record is fit
     * @param records how many there were
     */
    public record Contents(List<Verdict> verdicts, List<String> errors, int records) {
        public Contents {
            verdicts = List.copyOf(verdicts);
            errors = List.copyOf(errors);
        }

        private static Contents unfit(String error) {
            return new Contents(List.of(), List.of(error), 0);
        }
    }

    /**
     * Reads a file; never throws on any bytes.
     *
     * @param now no verdict may be more than 60 s later than this
     */
    public static Contents read(byte[] bytes, Instant now) {
        if (bytes.length > BYTES_MAX) {
            return Contents.unfit("the file has more than " + BYTES_MAX + " bytes; split it");
        }
        List<JsonNode> nodes = new ArrayList<>();
        var errors = new ArrayList<String>();
        try {
            nodes.addAll(records(values(bytes)));
        } catch (JsonProcessingException e) {
            return Contents.unfit("the file is no JSON: " + Line.fit(e.getOriginalMessage(), 300) + place(e));
        } catch (IOException e) {
            return Contents.unfit("the file is no JSON: " + e.getMessage());
        }
        if (nodes.isEmpty() || nodes.size() > RECORDS_MAX) {
            return Contents.unfit("the file has " + nodes.size() + " records; it may have 1 to " + RECORDS_MAX);
        }
        List<Verdict> verdicts = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            var record = new VerdictRecord(nodes.get(i), now);
            String prefix = "record[" + i + "]: ";
            record.errors().forEach(error -> errors.add(prefix + error));
            record.verdict().ifPresent(verdict -> {
                verdicts.add(verdict);
                if (!ids.add(verdict.verdictId())) {
                    errors.add(prefix + "verdict_id " + verdict.verdictId() + " is another record's too");
                }
            });
        }
        return new Contents(verdicts, errors, nodes.size());
    }

    private static List<JsonNode> values(byte[] bytes) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
        try (JsonParser parser = JSON.createParser(text)) {
            List<JsonNode> all = new ArrayList<>();
            for (JsonNode value = JSON.readTree(parser);
                    value != null && all.size() <= RECORDS_MAX;
                    value = JSON.readTree(parser)) {
                all.add(value);
            }
            return all;
        }
    }

    private static List<JsonNode> records(List<JsonNode> values) {
        if (values.size() != 1) {
            return values;
        }
        JsonNode only = values.getFirst();
        JsonNode inside = only.path("verdicts");
        return switch (only.isArray() ? only : inside) {
            case ArrayNode array -> List.copyOf(array.valueStream().toList());
            case JsonNode _ -> List.of(only);
        };
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** The same verdict as another emitter's word; the evidence names whose it was. */
    public static Verdict adopted(Verdict verdict, String emitter) {
        String whose = "first emitted by " + verdict.emitter();
        return new Verdict(
                verdict.kind(),
                verdict.verdictId(),
                verdict.timestamp(),
                emitter,
                verdict.runtimeMode(),
                verdict.rustAirlock(),
                verdict.trustKernel(),
                verdict.pythonFallback(),
                verdict.externalAiInbound(),
                verdict.executionPolicy(),
                verdict.snaftPosture(),
                verdict.reason(),
                verdict.previousRuntimeMode(),
                verdict.expiresAt(),
                verdict.attestationRef(),
                verdict.scope(),
                Optional.of(Line.fit(
                        verdict.evidence().map(text -> whose + ": " + text).orElse(whose),
                        VerdictRecord.EVIDENCE_MAX)));
    }
}
