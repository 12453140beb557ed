package dev.airlock.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.stream.Stream;

/** Blobs on their way into a store: written and synced beside it, then moved in whole. Closing it removes what is left. */
final class Staging implements AutoCloseable {
    private final Path directory;
    private int count;

    private Staging(Path directory) {
        this.directory = directory;
    }

    static Staging in(Path store) throws IOException {
        Files.createDirectories(store);
        return new Staging(Files.createTempDirectory(store, "staging-"));
    }

    Descriptor add(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        Durable.write(directory.resolve(name(descriptor)), ByteBuffer.wrap(content));
        return descriptor;
    }

    void add(LayoutReader.Blob blob) throws IOException {
        Path file = directory.resolve(name(blob.descriptor()));
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
        Durable.sync(unnamed);
        Descriptor descriptor = new Descriptor(Descriptor.LAYER, Digest.finish(sha256), Files.size(unnamed));
        Files.move(unnamed, directory.resolve(name(descriptor)), StandardCopyOption.ATOMIC_MOVE);
        return descriptor;
    }

    /** Moves everything into {@code blobs/sha256}; a blob of the same name, whole or damaged, is replaced. */
    void moveTo(Path blobs) throws IOException {
        Files.createDirectories(blobs);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.move(file, blobs.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durable.sync(blobs);
        Durable.sync(blobs.getParent());
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    private static String name(Descriptor descriptor) {
        return descriptor.digest().substring(Digest.PREFIX.length());
    }
}
