package dev.airlock.microvm.store;

import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of the stored snapshots: one of each name, with the files {@code manifest.json}, {@code manifest.sig}, {@code state} and
 * {@code pages}. Any number of threads and processes may use it: a snapshot is there whole or not at all, and is never changed.
 */
public final class SnapshotFolder {
    /** A signed token begins with an opening brace, so that nothing signed here is ever one. */
    private static final byte[] SIGNED_PREFIX = "airlock-snapshot.v1\n".getBytes(StandardCharsets.US_ASCII);

    private static final String MANIFEST = "manifest.json";
    private static final String SIGNATURE = "manifest.sig";
    private static final String STATE = "state";
    private static final String PAGES = "pages";
    private static final int SIGNATURE_MAX = 512;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /** Names that a crash may have left behind: nothing that takes longer than a minute to write is stored. */
    private static final String HALF = "half-";

    private static final Duration HALF_KEPT = Duration.ofHours(1);

    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> TO_READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    private final Seal seal;

    /**
     * @param directory made, for its owner alone, when the first snapshot comes in
     * @param seal signs what is added, and is what is read signed with
     */
    public SnapshotFolder(Path directory, Seal seal) {
        this.directory = directory;
        this.seal = seal;
    }

    /** The names that are there, in order; whether they can be read is another question. */
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> ID.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * What is said of a snapshot, once its signature has been checked.
     *
     * @throws SnapshotRefused with FILES, MANIFEST, FORMAT or SIGNATURE
     */
    public Manifest manifest(String id) throws IOException, SnapshotRefused {
        Path folder = folder(id);
        byte[] bytes = small(folder.resolve(MANIFEST), ManifestText.BYTES_MAX);
        Manifest manifest = ManifestText.read(bytes);
        requireSignature(bytes, small(folder.resolve(SIGNATURE), SIGNATURE_MAX));
        if (!manifest.id().equals(id)) {
            throw new SnapshotRefused(Reason.MANIFEST, "the manifest is that of " + manifest.id());
        }
        return manifest;
    }

    private void requireSignature(byte[] manifest, byte[] line) throws SnapshotRefused {
        String text = new String(line, StandardCharsets.US_ASCII);
        if (!text.startsWith(seal.keyId() + " ") || !text.endsWith("\n")) {
            throw new SnapshotRefused(Reason.SIGNATURE, "not signed by this node's key " + seal.keyId());
        }
        byte[] signature;
        try {
            String value = text.substring(seal.keyId().length() + 1, text.length() - 1);
            signature = Base64.getDecoder().decode(value);
            if (!Base64.getEncoder().encodeToString(signature).equals(value)) {
                throw new IllegalArgumentException("another spelling");
            }
        } catch (IllegalArgumentException e) {
            throw new SnapshotRefused(Reason.SIGNATURE, "the signature is not base64");
        }
        if (!seal.isOver(signed(manifest), signature)) {
            throw new SnapshotRefused(Reason.SIGNATURE, "the signature is not over this manifest");
        }
    }

    private static byte[] signed(byte[] manifest) {
        return ByteBuffer.allocate(SIGNED_PREFIX.length + manifest.length)
                .put(SIGNED_PREFIX)
                .put(manifest)
                .array();
    }

    /**
     * The state, which is what the manifest says.
     *
     * @throws SnapshotRefused with FILES or STATE
     */
    public byte[] state(Manifest manifest) throws IOException, SnapshotRefused {
        Content content = manifest.content();
        byte[] state = small(folder(manifest.id()).resolve(STATE), content.stateBytes());
        if (state.length != content.stateBytes() || !Digests.of(state).equals(content.stateDigest())) {
            throw new SnapshotRefused(Reason.STATE, "the state is damaged");
        }
        return state;
    }

    /**
     * Copies the pages to where they belong in a memory of zeros, each byte once; they are still to be verified there.
     *
     * @return which pages those are
     * @throws SnapshotRefused with FILES or PAGES
     */
    public BitSet pages(Manifest manifest, MemorySegment memory) throws IOException, SnapshotRefused {
        try (FileChannel file = open(folder(manifest.id()).resolve(PAGES))) {
            return PagesFile.read(file, manifest.content().pages(), memory);
        }
    }

    /** Bytes that a snapshot takes on disk. */
    public long bytes(Manifest manifest) {
        return PagesFile.bytes(manifest.content().pages()) + manifest.content().stateBytes();
    }

    /**
     * Keeps a snapshot; one of the same name is replaced. It is on the disk when this returns.
     *
     * @param memory from which the pages are taken
     * @param pages all those that are not zeros
     */
    public void add(Manifest manifest, byte[] state, MemorySegment memory, BitSet pages) throws IOException {
        byte[] bytes = ManifestText.bytes(manifest);
        byte[] signature = seal.sign(signed(bytes));
        String line = seal.keyId() + " " + Base64.getEncoder().encodeToString(signature) + "\n";
        ensureDirectory();
        forgetHalves();
        Path half = Files.createTempDirectory(directory, HALF, OWNER_DIRECTORY);
        try {
            write(half.resolve(PAGES), file -> PagesFile.write(file, memory, pages));
            write(half.resolve(STATE), file -> all(file, state));
            write(half.resolve(SIGNATURE), file -> all(file, line.getBytes(StandardCharsets.US_ASCII)));
            write(half.resolve(MANIFEST), file -> all(file, bytes));
            sync(half);
            remove(manifest.id());
            Files.move(half, folder(manifest.id()), StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
        } finally {
            delete(half);
        }
    }

    private void ensureDirectory() throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory.toAbsolutePath().getParent());
        try {
            Files.createDirectory(directory, OWNER_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            // Another thread or process was first, for its owner alone as well; a file of that name fails at the first
            // write.
        }
    }

    /** Deletes a snapshot, whatever state it is in; guests that were made of it go on. False when there was none of that name. */
    public boolean remove(String id) throws IOException {
        Path folder = folder(id);
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path half = Files.createTempDirectory(directory, HALF, OWNER_DIRECTORY);
        try {
            Files.move(folder, half.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            delete(half);
        }
    }

    private Path folder(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a snapshot is called by 64 hex digits, not '" + id + "'");
        }
        return directory.resolve(id);
    }

    private void forgetHalves() throws IOException {
        List<Path> halves;
        try (Stream<Path> entries = Files.list(directory)) {
            halves = new ArrayList<>(
                    entries.filter(entry -> entry.getFileName().toString().startsWith(HALF))
                            .toList());
        }
        for (Path half : halves) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(half, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                long age = System.currentTimeMillis()
                        - attributes.lastModifiedTime().toMillis();
                if (age > HALF_KEPT.toMillis()) {
                    delete(half);
                }
            } catch (NoSuchFileException e) {
                // Its writer has finished it, or another has deleted it.
            }
        }
    }

    private static FileChannel open(Path file) throws IOException, SnapshotRefused {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapshotRefused(Reason.FILES, file.getFileName() + " is missing, or no regular file");
        }
        try {
            return FileChannel.open(file, TO_READ);
        } catch (NoSuchFileException e) {
            throw new SnapshotRefused(Reason.FILES, file.getFileName() + " is missing");
        }
    }

    private static byte[] small(Path path, int most) throws IOException, SnapshotRefused {
        try (FileChannel file = open(path)) {
            if (file.size() > most) {
                throw new SnapshotRefused(
                        Reason.FILES, "%s is longer than %d bytes".formatted(path.getFileName(), most));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    throw new SnapshotRefused(Reason.FILES, path.getFileName() + " became shorter");
                }
            }
            return bytes.array();
        }
    }

    private interface Fill {
        void into(FileChannel file) throws IOException;
    }

    private static void write(Path path, Fill fill) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
            fill.into(file);
            file.force(true);
        }
    }

    private static void all(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
