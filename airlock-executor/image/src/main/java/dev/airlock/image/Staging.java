package dev.airlock.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Blobs on their way into a store: written and synced beside it, laid out as in a layout, then moved in whole. Closing it
 * removes what is left.
 */
final class Staging implements AutoCloseable {
    private static final String PREFIX = "staging-";
    private final Path directory;
    private int count;

    private Staging(Path directory) {
        this.directory = directory;
    }

    static Staging in(Path store) throws IOException {
        Durable.folder(store);
        removeAbandoned(store);
        Path directory = Files.createTempDirectory(store, PREFIX);
        Files.createDirectories(blobs(directory));
        return new Staging(directory);
    }

    /** Reads as a layout does, but for its index. */
    Path directory() {
        return directory;
    }

    Descriptor add(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        Durable.write(LayoutReader.blobPath(directory, descriptor.digest()), ByteBuffer.wrap(content));
        return descriptor;
    }

    void add(LayoutReader.Blob blob) throws IOException {
        Path file = LayoutReader.blobPath(directory, blob.descriptor().digest());
        if (!Files.exists(file)) {
            Durable.write(file, blob.content().asByteBuffer());
        }
    }

    Descriptor add(LayerPlan plan) throws IOException {
        Path unnamed = directory.resolve("layer-" + count++);
        MessageDigest sha256 = Digest.sha256();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unnamed), 1 << 20);
                OutputStream digested = new DigestOutputStream(file, sha256)) {
            plan.write(digested);
        }
        Durable.finish(unnamed);
        Descriptor descriptor = new Descriptor(Descriptor.LAYER, Digest.finish(sha256), Files.size(unnamed));
        Files.move(unnamed, LayoutReader.blobPath(directory, descriptor.digest()), StandardCopyOption.ATOMIC_MOVE);
        return descriptor;
    }

    /** Moves every blob into a store; one of the same name there, whole or damaged, is replaced. */
    void moveTo(Path store) throws IOException {
        Path target = openBlobs(store);
        try (Stream<Path> files = Files.list(blobs(directory))) {
            for (Path file : files.toList()) {
                Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durable.sync(target);
        Durable.sync(target.getParent());
    }

    @Override
    public void close() throws IOException {
        delete(directory);
    }

    /** A builder that was killed leaves its directory behind; nobody builds for a day. */
    private static void removeAbandoned(Path store) throws IOException {
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        try (DirectoryStream<Path> stagings = Files.newDirectoryStream(store, PREFIX + "*")) {
            for (Path staging : stagings) {
                if (Files.getLastModifiedTime(staging).compareTo(yesterday) < 0) {
                    delete(staging);
                }
            }
        } catch (NoSuchFileException e) {
            return; // another builder was quicker
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.walk(directory)) {
            left = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    /** Where a store keeps its blobs; it is there afterwards, for everybody. */
    static Path openBlobs(Path store) throws IOException {
        Path blobs = blobs(store);
        Durable.folder(store);
        for (Path folder : List.of(blobs.getParent(), blobs)) {
            Durable.folder(folder);
            Durable.open(folder);
        }
        return blobs;
    }

    private static Path blobs(Path layout) {
        return layout.resolve("blobs", "sha256");
    }
}
