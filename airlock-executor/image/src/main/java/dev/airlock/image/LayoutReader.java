package dev.airlock.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads an OCI image layout (image-spec 1.1, image-layout.md). Each file is read once into memory, and nothing of a blob is
 * believed before its size and digest are those of the descriptor that led to it.
 *
 * @param directory holds {@code oci-layout}, {@code index.json} and {@code blobs}
 * @param fix what a person does about a damaged layout
 */
record LayoutReader(Path directory, String fix) {
    static final String REF_NAME = "org.opencontainers.image.ref.name";
    static final String VERSION = "1.0.0";
    private static final int PIECE = 1 << 17;

    /** A blob that has been checked. */
    record Blob(Descriptor descriptor, MemorySegment content) {
        byte[] bytes() {
            return content.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Everything one image is made of. */
    record Contents(Blob manifest, Annotations annotations, Blob config, ImageConfig parsed, List<Blob> layers) {}

    /** An image of the index; the name is empty when it has none. */
    record Named(String name, Descriptor manifest) {}

    List<Named> index() throws ImageRejected, IOException {
        String version = Json.read(document("oci-layout"), "oci-layout of " + directory, fresh())
                .path("imageLayoutVersion")
                .asText("");
        if (!version.equals(VERSION)) {
            throw new ImageRejected(
                    "oci-layout of " + directory, "has version \"" + version + "\"", "version " + VERSION + " is read");
        }
        return descriptors(Json.read(document("index.json"), "index.json of " + directory, fresh()));
    }

    /** The images that have a name, by name. */
    SortedMap<String, Descriptor> named() throws ImageRejected, IOException {
        SortedMap<String, Descriptor> named = new TreeMap<>();
        for (Named image : index()) {
            if (!image.name().isEmpty() && named.put(image.name(), image.manifest()) != null) {
                throw new ImageRejected("index.json of " + directory, "names " + image.name() + " twice", fix);
            }
        }
        return named;
    }

    Contents contents(Descriptor named) throws ImageRejected, IOException {
        Blob manifest = manifest(named);
        List<Descriptor> parts = parts(manifest);
        Blob config = blob(parts.getFirst(), Limits.DOCUMENT_BYTES);
        ImageConfig parsed =
                ImageConfig.read(config.bytes(), "config " + config.descriptor().digest(), fix);
        List<Descriptor> layers = parts.subList(1, parts.size());
        if (layers.isEmpty()
                || layers.size() > Limits.LAYERS
                || layers.size() != parsed.diffIds().size()) {
            String value =
                    "has " + layers.size() + " layers and " + parsed.diffIds().size() + " diff_ids";
            throw new ImageRejected(thing(manifest), value, "1 to " + Limits.LAYERS + " layers, a diff_id for each");
        }
        List<Blob> blobs = new ArrayList<>();
        for (Descriptor layer : layers) {
            blobs.add(blob(layer, Limits.LAYER_BYTES));
        }
        return new Contents(manifest, annotations(manifest), config, parsed, blobs);
    }

    /** What a manifest alone says: the image's blobs, which are manifest, config and layers, and its annotations. */
    record Outline(List<Descriptor> blobs, Annotations annotations) {}

    /** Reads the manifest and nothing else. */
    Outline outline(Descriptor named) throws ImageRejected, IOException {
        Blob manifest = manifest(named);
        List<Descriptor> blobs = new ArrayList<>(List.of(manifest.descriptor()));
        blobs.addAll(parts(manifest));
        return new Outline(List.copyOf(blobs), annotations(manifest));
    }

    private Annotations annotations(Blob manifest) throws ImageRejected {
        return Annotations.read(Json.read(manifest.bytes(), thing(manifest), fix), thing(manifest));
    }

    private Blob manifest(Descriptor named) throws ImageRejected, IOException {
        Blob manifest = blob(named.isIndex() ? forThisPlatform(named) : named, Limits.DOCUMENT_BYTES);
        if (!manifest.descriptor().isManifest()) {
            throw new ImageRejected(
                    thing(manifest), "is a " + manifest.descriptor().mediaType(), "give an OCI image manifest");
        }
        return manifest;
    }

    /** The config, then the layers from the lowest up. */
    private List<Descriptor> parts(Blob manifest) throws ImageRejected {
        JsonNode json = Json.read(manifest.bytes(), thing(manifest), fix);
        List<Descriptor> parts = new ArrayList<>();
        parts.add(Descriptor.read(json.path("config"), thing(manifest) + ", config", fix));
        for (JsonNode layer : json.path("layers")) {
            parts.add(Descriptor.read(layer, thing(manifest) + ", layer", fix));
        }
        return parts;
    }

    private static String thing(Blob manifest) {
        return "manifest " + manifest.descriptor().digest();
    }

    private Descriptor forThisPlatform(Descriptor index) throws ImageRejected, IOException {
        String thing = "index " + index.digest();
        for (JsonNode entry : Json.read(blob(index, Limits.DOCUMENT_BYTES).bytes(), thing, fix)
                .path("manifests")) {
            JsonNode platform = entry.path("platform");
            if (platform.path("os").asText("").equals("linux")
                    && platform.path("architecture").asText("").equals("amd64")) {
                return Descriptor.read(entry, thing, fix);
            }
        }
        throw new ImageRejected(thing, "has no image for linux/amd64", "give one that has");
    }

    private String fresh() {
        return "delete " + directory + " and " + fix;
    }

    private List<Named> descriptors(JsonNode index) throws ImageRejected {
        List<Named> images = new ArrayList<>();
        for (JsonNode entry : index.path("manifests")) {
            Descriptor manifest = Descriptor.read(entry, "index.json of " + directory, fix);
            images.add(new Named(entry.path("annotations").path(REF_NAME).asText(""), manifest));
            if (images.size() > Limits.IMAGES) {
                throw new ImageRejected("index.json of " + directory, "has over " + Limits.IMAGES + " images", fix);
            }
        }
        return images;
    }

    private Blob blob(Descriptor descriptor, long limit) throws ImageRejected, IOException {
        String thing = "blob " + descriptor.digest() + " of " + directory;
        if (descriptor.size() > limit) {
            throw new ImageRejected(thing, "has " + descriptor.size() + " bytes", "at most " + limit + " are read");
        }
        MessageDigest sha256 = Digest.sha256();
        MemorySegment content = read(blobPath(directory, descriptor.digest()), descriptor.size(), sha256, thing);
        String digest = Digest.finish(sha256);
        if (!digest.equals(descriptor.digest())) {
            throw new ImageRejected(thing, "is damaged: its content has the digest " + digest, fix);
        }
        return new Blob(descriptor, content.asReadOnly());
    }

    static Path blobPath(Path directory, String digest) {
        return directory.resolve("blobs", "sha256", digest.substring(Digest.PREFIX.length()));
    }

    private byte[] document(String name) throws ImageRejected, IOException {
        Path path = directory.resolve(name);
        String thing = name + " of " + directory;
        try {
            long size = Files.size(path);
            if (size > Limits.DOCUMENT_BYTES) {
                throw new ImageRejected(
                        thing, "has " + size + " bytes", "at most " + Limits.DOCUMENT_BYTES + " are read");
            }
            return read(path, size, Digest.sha256(), thing).toArray(ValueLayout.JAVA_BYTE);
        } catch (NoSuchFileException e) {
            throw new ImageRejected(thing, "is missing", fresh());
        }
    }

    /** Reads a file that must have just this size, in pieces that are hashed while the processor still holds them. */
    private MemorySegment read(Path path, long size, MessageDigest sha256, String thing)
            throws ImageRejected, IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageRejected(thing, "is missing", fix);
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageRejected(thing, "is no regular file", fix);
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (file.size() != size) {
                throw new ImageRejected(thing, "is damaged: " + file.size() + " bytes instead of " + size, fix);
            }
            MemorySegment content = Memory.allocate(size, thing);
            byte[] piece = new byte[(int) Math.min(size, PIECE)];
            for (long at = 0; at < size; ) {
                int count = file.read(ByteBuffer.wrap(piece, 0, (int) Math.min(size - at, piece.length)));
                if (count < 0) {
                    throw new ImageRejected(thing, "became shorter while it was read", fix);
                }
                sha256.update(piece, 0, count);
                MemorySegment.copy(piece, 0, content, ValueLayout.JAVA_BYTE, at, count);
                at += count;
            }
            return content;
        }
    }
}
