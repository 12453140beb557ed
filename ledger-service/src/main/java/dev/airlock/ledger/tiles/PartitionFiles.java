package dev.airlock.ledger.tiles;

import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TileSource;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One partition's log in a directory: {@code tile/...} as C2SP tlog-tiles lays it out, {@code checkpoint}, {@code cosigned}, and the ids of the
 * tokens in their order. A tile that is not full is one file that grows, {@code NAME.part}; a partial tile of any width is its beginning.
 *
 * <p>Writing is for one thread, from the first tile on: whoever goes on after another process grows the log again, and what lies here is
 * compared and mended on the way. Reading is for any thread; nothing that is read is to be believed before it leads to a root that is.
 */
public final class PartitionFiles implements TileSource, AutoCloseable {
    /** A bundle of 256 entries of 65,535 bytes, each with its length. */
    private static final int BUNDLE_BYTES_MAX = 256 * (2 + 65_535);

    private static final int LENGTH_BYTES = 2;

    private static final String CHECKPOINT = "checkpoint";
    private static final String COSIGNED = "cosigned";
    private static final int NOTE_BYTES_MAX = 64 << 10;

    private final Path directory;
    private final TokenIndex index;
    private final Map<TilePath, TileFile> open = new HashMap<>();

    private PartitionFiles(Path directory) {
        this.directory = directory;
        this.index = new TokenIndex(directory.resolve("ids"));
    }

    /**
     * The log of a partition below the directory of its ledger.
     *
     * @param partition 0 or more
     */
    public static PartitionFiles of(Path ledger, int partition) {
        return new PartitionFiles(ledger.resolve(Integer.toString(partition)));
    }

    /** Puts a tile there as far as it is not there yet; it is durable after {@link #sync}, and a full one at once. */
    public void put(Tile tile) throws IOException {
        TilePath whole = tile.path().full();
        TileFile file = open.get(whole);
        if (file == null) {
            file = TileFile.at(directory.resolve(whole.text()));
            open.put(whole, file);
        }
        byte[] bytes = tile.bytes().toArray();
        if (bytes.length > file.size()) {
            file.append(Arrays.copyOfRange(bytes, (int) file.size(), bytes.length));
        }
        if (tile.path().width() == TilePath.WIDTH) {
            file.complete();
            open.remove(whole);
        }
    }

    /** Where the tokens' ids are. */
    public TokenIndex index() {
        return index;
    }

    /** Returns when all that was put is on the disk. */
    public void sync() throws IOException {
        for (TileFile file : open.values()) {
            file.sync();
        }
    }

    /** Puts the newest signed head there, whole or not at all. */
    public void putCheckpoint(Bytes note) throws IOException {
        replace(CHECKPOINT, note);
    }

    /** The signed head that was put there last, whoever did. */
    public Optional<Bytes> checkpoint() throws IOException {
        return note(CHECKPOINT);
    }

    /** Puts the newest head there that witnesses have co-signed. */
    public void putCosigned(Bytes note) throws IOException {
        replace(COSIGNED, note);
    }

    /** The newest head that witnesses have co-signed. */
    public Optional<Bytes> cosigned() throws IOException {
        return note(COSIGNED);
    }

    /** Durable when it returns: what was signed must not be forgotten, or another head of the same size could be signed after a power cut. */
    private void replace(String name, Bytes note) throws IOException {
        Files.createDirectories(directory);
        Path fresh = directory.resolve(name + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(note.toArray());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Optional<Bytes> note(String name) throws IOException {
        return beginning(directory.resolve(name), NOTE_BYTES_MAX).map(Bytes::of);
    }

    @Override
    public Optional<Bytes> read(TilePath path) throws IOException {
        return switch (path) {
            case TilePath.Hashes hashes -> hashes(hashes);
            case TilePath.Entries entries -> entries(entries);
        };
    }

    private Optional<Bytes> hashes(TilePath.Hashes path) throws IOException {
        int length = path.width() * TreeHash.BYTES;
        return stored(path, length).filter(found -> found.length == length).map(Bytes::of);
    }

    private Optional<Bytes> entries(TilePath.Entries path) throws IOException {
        Optional<byte[]> found = stored(path, BUNDLE_BYTES_MAX);
        OptionalInt length = found.isEmpty() ? OptionalInt.empty() : lengthOf(found.get(), path.width());
        return length.isEmpty()
                ? Optional.empty()
                : Optional.of(Bytes.of(Arrays.copyOf(found.get(), length.getAsInt())));
    }

    /** How many bytes the first entries of a bundle take, each with its length before it; empty if they are not all there. */
    private static OptionalInt lengthOf(byte[] bundle, int entries) {
        int length = 0;
        for (int entry = 0; entry < entries; entry++) {
            if (length + LENGTH_BYTES > bundle.length) {
                return OptionalInt.empty();
            }
            length += LENGTH_BYTES + (ByteBuffer.wrap(bundle).getShort(length) & 0xffff);
        }
        return length > bundle.length ? OptionalInt.empty() : OptionalInt.of(length);
    }

    /**
     * The entry at this place.
     *
     * @throws IOException if it is not there
     */
    public Bytes entry(long index) throws IOException {
        int before = (int) (index % TilePath.WIDTH);
        var path = new TilePath.Entries(index / TilePath.WIDTH, before + 1);
        byte[] bundle = read(path)
                .orElseThrow(() -> new IOException(directory.resolve(path.full().text()) + " has no entry " + index))
                .toArray();
        int from = lengthOf(bundle, before).orElseThrow() + LENGTH_BYTES;
        return Bytes.of(Arrays.copyOfRange(bundle, from, bundle.length));
    }

    /** The beginning of a tile, from where it is whole or from where it grows. */
    private Optional<byte[]> stored(TilePath path, int bytesMax) throws IOException {
        Path whole = directory.resolve(path.full().text());
        Optional<byte[]> found = beginning(whole, bytesMax);
        if (found.isEmpty()) {
            found = beginning(TileFile.partOf(whole), bytesMax);
        }
        // It may have got its name between the two looks.
        return found.isEmpty() ? beginning(whole, bytesMax) : found;
    }

    private static Optional<byte[]> beginning(Path file, int bytesMax) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(in.size(), bytesMax));
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Until it is full, or the file was cut meanwhile.
            }
            return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
        for (TileFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
