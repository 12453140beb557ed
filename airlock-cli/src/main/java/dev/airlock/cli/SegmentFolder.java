package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentBroken;
import dev.airlock.provenance.segments.SegmentBroken.Reason;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.provenance.segments.SegmentManifest;
import dev.airlock.provenance.segments.SegmentReader;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One export in a directory: a manifest that was verified, and the segments that it names, each of which is when it is read. */
record SegmentFolder(Path directory, SegmentManifest manifest) {
    private static final int FOLDERS_MAX = 10_000;

    /**
     * The export in this directory, or those in the directories in it.
     *
     * @throws SegmentBroken with BAD_MANIFEST
     * @throws Trouble if there is none
     */
    static List<SegmentFolder> below(Path root, Collection<VerifyingKey> keys)
            throws IOException, SegmentBroken, Trouble {
        List<SegmentFolder> folders = new ArrayList<>();
        if (Files.isRegularFile(root.resolve(SegmentManifest.FILE))) {
            folders.add(open(root, keys));
        } else if (Files.isDirectory(root)) {
            for (Path directory : directoriesIn(root)) {
                folders.add(open(directory, keys));
            }
        }
        if (folders.isEmpty()) {
            throw new Trouble(
                    Exit.USAGE, "no " + SegmentManifest.FILE + " is in " + root, "airlock ledger export --out " + root);
        }
        return folders;
    }

    private static List<Path> directoriesIn(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(root)) {
            return inside.filter(Files::isDirectory).sorted().limit(FOLDERS_MAX).toList();
        }
    }

    private static SegmentFolder open(Path directory, Collection<VerifyingKey> keys) throws IOException, SegmentBroken {
        Path file = directory.resolve(SegmentManifest.FILE);
        if (!Files.isRegularFile(file) || Files.size(file) > SegmentManifest.BYTES_MAX) {
            throw new SegmentBroken(Reason.BAD_MANIFEST, file + " is not there, or is no manifest");
        }
        try {
            return new SegmentFolder(directory, SegmentManifest.open(Files.readAllBytes(file), keys));
        } catch (SegmentBroken e) {
            throw new SegmentBroken(e.reason(), file + ": " + e.getMessage());
        }
    }

    /**
     * All exports in directories that were given, and those that are kept in the data directory. Of the kept ones those that no operator of ours has
     * signed are left out, and what they alone have is missing then.
     *
     * @param leftOut told of each that is left out, in a line for people
     * @throws Trouble if a directory that was given has none, or one whose manifest no operator of ours has signed
     */
    static List<SegmentFolder> all(List<Path> given, DataDirectory data, Consumer<String> leftOut)
            throws IOException, Trouble {
        List<VerifyingKey> operators = ForeignKeys.operators(data);
        List<SegmentFolder> folders = new ArrayList<>();
        try {
            for (Path place : given) {
                folders.addAll(below(place, operators));
            }
        } catch (SegmentBroken e) {
            throw new Trouble(Exit.PROGRAM_FAILED, e.reason() + ": " + e.getMessage(), "restore it, or leave it out");
        }
        for (Path kept : directoriesIn(data.segments())) {
            try {
                folders.add(open(kept, operators));
            } catch (SegmentBroken e) {
                leftOut.accept("left out: " + e.reason() + ": " + e.getMessage());
            }
        }
        return folders;
    }

    /**
     * Hands every record of a segment to {@code each}, once the whole file is known to be what the manifest says.
     *
     * @throws SegmentBroken if it is not
     */
    void read(Segment segment, Consumer<SegmentEntry> each) throws IOException, SegmentBroken {
        try (var reader = open(segment)) {
            for (Optional<SegmentEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                each.accept(entry.get());
            }
        }
    }

    /**
     * What reads a segment, whose whole file is known to be what the manifest says; to be closed.
     *
     * @throws SegmentBroken if it is not
     */
    SegmentReader open(Segment segment) throws IOException, SegmentBroken {
        Path file = directory.resolve(segment.file());
        if (!Files.isRegularFile(file)) {
            throw new SegmentBroken(Reason.MISSING, file + " is named by the manifest and is not there");
        }
        if (Files.size(file) != segment.bytes()) {
            throw new SegmentBroken(
                    Reason.TORN,
                    file + " has " + Files.size(file) + " bytes, and its manifest says " + segment.bytes());
        }
        if (!hash(file).equals(segment.hash())) {
            throw new SegmentBroken(Reason.TAMPERED, file + " is not what was exported: its hash is another");
        }
        InputStream in = Files.newInputStream(file);
        try {
            return new SegmentReader(segment, in);
        } catch (IOException | SegmentBroken e) {
            in.close();
            throw e;
        }
    }

    private static Sha256 hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] part = new byte[1 << 16];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                digest.update(part, 0, n);
            }
            return Sha256.ofDigest(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
