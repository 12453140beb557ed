package dev.airlock.provenance.segments;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.export.Dsse;
import dev.airlock.provenance.export.EnvelopeRejected;
import dev.airlock.provenance.segments.SegmentBroken.Reason;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which segments an export has, signed by who exported them.
 *
 * @param made when, in whole seconds
 * @param segments by partition; each partition at most once
 */
public record SegmentManifest(Instant made, List<Segment> segments) {
    /** The name of its file. */
    public static final String FILE = "manifest.dsse.json";

    /** The longest envelope, in bytes. */
    public static final int BYTES_MAX = 16 << 20;

    private static final String PAYLOAD_TYPE = "application/vnd.airlock.segments+json";
    private static final int VERSION = 1;

    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(5)
                            .maxNumberLength(20)
                            .maxStringLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws IllegalArgumentException if a partition is there twice */
    public SegmentManifest {
        made = made.truncatedTo(ChronoUnit.SECONDS);
        segments = segments.stream()
                .sorted(Comparator.comparingInt(Segment::partition))
                .toList();
        if (segments.stream().map(Segment::partition).distinct().count() != segments.size()) {
            throw new IllegalArgumentException("a manifest has one segment of a partition");
        }
    }

    /** The manifest in a signed envelope, as one line of JSON. */
    public String sign(SigningKey key) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("made", made.toString());
        ArrayNode all = json.putArray("segments");
        for (Segment segment : segments) {
            ObjectNode one = all.addObject();
            one.put("partition", segment.partition())
                    .put("first", segment.first())
                    .put("last", segment.last())
                    .put("count", segment.count())
                    .put("bytes", segment.bytes())
                    .put("sha256", segment.hash().value());
            heads(one.putArray("before"), segment.before());
            heads(one.putArray("after"), segment.after());
        }
        json.put("version", VERSION);
        return Dsse.sign(PAYLOAD_TYPE, json.toString().getBytes(StandardCharsets.UTF_8), key);
    }

    private static void heads(ArrayNode array, List<ChainHead> heads) {
        heads.stream().map(ChainHead::text).sorted().forEach(array::add);
    }

    /**
     * The manifest in an envelope that one of these keys signed.
     *
     * @throws SegmentBroken with BAD_MANIFEST
     */
    public static SegmentManifest open(byte[] envelope, Collection<VerifyingKey> keys) throws SegmentBroken {
        try {
            JsonNode json = READER.readTree(Dsse.open(envelope, PAYLOAD_TYPE, keys));
            if (json.path("version").asInt() != VERSION) {
                throw new SegmentBroken(Reason.BAD_MANIFEST, "the manifest is of another version than " + VERSION);
            }
            List<Segment> segments = new ArrayList<>();
            for (JsonNode one : json.path("segments")) {
                segments.add(segment(one));
            }
            return new SegmentManifest(Instant.parse(json.path("made").asText()), segments);
        } catch (EnvelopeRejected e) {
            throw new SegmentBroken(Reason.BAD_MANIFEST, "the manifest does not count: " + e.getMessage());
        } catch (IOException | IllegalArgumentException | DateTimeException _) {
            throw new SegmentBroken(Reason.BAD_MANIFEST, "the manifest was signed, but is none");
        }
    }

    private static Segment segment(JsonNode json) {
        return new Segment(
                (int) Math.min(number(json, "partition"), Integer.MAX_VALUE),
                number(json, "first"),
                number(json, "last"),
                number(json, "count"),
                number(json, "bytes"),
                new Sha256(json.path("sha256").asText()),
                heads(json.path("before")),
                heads(json.path("after")));
    }

    private static long number(JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(member + " must be a whole number");
        }
        return value.longValue();
    }

    private static List<ChainHead> heads(JsonNode array) {
        List<ChainHead> heads = new ArrayList<>();
        for (JsonNode head : array) {
            heads.add(ChainHead.parse(head.asText()));
        }
        return heads;
    }
}
