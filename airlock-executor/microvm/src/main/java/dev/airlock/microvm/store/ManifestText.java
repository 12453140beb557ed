package dev.airlock.microvm.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A manifest as RFC 8785 has it. Its texts are printable ASCII without quotes and backslashes and its numbers lie below 2^53, so that
 * sorted members without white space are the canonical form.
 */
final class ManifestText {
    static final int BYTES_MAX = 1 << 16;
    private static final int TEXT_MAX = 256;
    private static final int FEATURES_MAX = 64;
    private static final long NUMBER_MAX = (1L << 53) - 1;
    private static final int STATE_MAX = 1 << 22;
    private static final int MEMORY_MAX = 512;
    private static final int PAGES_PER_MIB = 256;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNameLength(64)
                            .maxStringLength(TEXT_MAX)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ManifestText() {}

    /** The canonical bytes. */
    static byte[] bytes(Manifest manifest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", Manifest.FORMAT);
        json.put("created_at", manifest.createdAt());
        json.put("warmed_ms", manifest.warmedMillis());
        Origin origin = manifest.origin();
        json.putObject("origin")
                .put("image", origin.image())
                .put("image_digest", origin.imageDigest())
                .put("profile", origin.profile())
                .put("memory_mib", origin.memoryMib());
        CpuIdentity cpu = manifest.host().cpu();
        ObjectNode processor = json.putObject("cpu");
        processor
                .put("vendor", cpu.vendor())
                .put("family", cpu.family())
                .put("model", cpu.model())
                .put("stepping", cpu.stepping());
        cpu.features().forEach(processor.putArray("features")::add);
        json.put("kvm", manifest.host().kvm()).put("stub", manifest.host().stub());
        Content content = manifest.content();
        json.putObject("content")
                .put("digest", content.digest())
                .put("pages", content.pages())
                .put("root", content.root())
                .put("state_bytes", content.stateBytes())
                .put("state_digest", content.stateDigest());
        return canonical(json);
    }

    private static byte[] canonical(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(MAPPER.treeToValue(json, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can be written", e);
        }
    }

    /**
     * The manifest in these bytes.
     *
     * @throws SnapshotRefused with FORMAT for another version, with MANIFEST for anything but the canonical bytes of a manifest
     */
    static Manifest read(byte[] bytes) throws SnapshotRefused {
        JsonNode json = parse(bytes);
        int format = (int) number(json, "format", 0, Integer.MAX_VALUE);
        if (format != Manifest.FORMAT) {
            throw new SnapshotRefused(
                    Reason.FORMAT, "in format %d, and this is format %d".formatted(format, Manifest.FORMAT));
        }
        Manifest manifest = new Manifest(
                origin(json.path("origin")),
                new Host(text(json, "stub"), text(json, "kvm"), cpu(json.path("cpu"))),
                content(json.path("content"), (int) number(json.path("origin"), "memory_mib", 1, MEMORY_MAX)),
                number(json, "created_at", 0, NUMBER_MAX),
                number(json, "warmed_ms", 0, NUMBER_MAX));
        if (!Arrays.equals(bytes, bytes(manifest))) {
            throw new SnapshotRefused(Reason.MANIFEST, "the manifest is not in its canonical form");
        }
        return manifest;
    }

    private static JsonNode parse(byte[] bytes) throws SnapshotRefused {
        try {
            return MAPPER.readTree(new String(bytes, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Without the parser's words, which quote what may be anything.
            throw new SnapshotRefused(Reason.MANIFEST, "the manifest is no JSON");
        }
    }

    private static Origin origin(JsonNode json) throws SnapshotRefused {
        return new Origin(text(json, "image"), digest(json, "image_digest"), text(json, "profile"), (int)
                number(json, "memory_mib", 1, MEMORY_MAX));
    }

    private static CpuIdentity cpu(JsonNode json) throws SnapshotRefused {
        List<String> features = new ArrayList<>();
        for (JsonNode feature : json.path("features")) {
            if (features.size() == FEATURES_MAX) {
                throw new SnapshotRefused(Reason.MANIFEST, "the manifest lists too many features");
            }
            features.add(plain(feature, "features"));
        }
        return new CpuIdentity(
                text(json, "vendor"),
                (int) number(json, "family", 0, 0x1FF),
                (int) number(json, "model", 0, 0xFF),
                (int) number(json, "stepping", 0, 0xF),
                features);
    }

    private static Content content(JsonNode json, int memoryMib) throws SnapshotRefused {
        return new Content(
                digest(json, "digest"),
                (int) number(json, "pages", 0, (long) memoryMib * PAGES_PER_MIB),
                digest(json, "root"),
                (int) number(json, "state_bytes", 0, STATE_MAX),
                digest(json, "state_digest"));
    }

    private static long number(JsonNode json, String name, long least, long most) throws SnapshotRefused {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new SnapshotRefused(Reason.MANIFEST, "'%s' is no number from %d to %d".formatted(name, least, most));
        }
        return value.longValue();
    }

    private static String digest(JsonNode json, String name) throws SnapshotRefused {
        String text = text(json, name);
        if (!Digests.isOne(text)) {
            throw new SnapshotRefused(Reason.MANIFEST, "'" + name + "' is no digest");
        }
        return text;
    }

    private static String text(JsonNode json, String name) throws SnapshotRefused {
        return plain(json.path(name), name);
    }

    private static String plain(JsonNode value, String name) throws SnapshotRefused {
        if (!value.isTextual() || !isPlain(value.textValue())) {
            throw new SnapshotRefused(Reason.MANIFEST, "'" + name + "' is no plain text");
        }
        return value.textValue();
    }

    /** Whether a manifest can hold the text. */
    static boolean isPlain(String text) {
        return text.length() <= TEXT_MAX && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }
}
