package dev.airlock.ledger.tiles;

import dev.airlock.provenance.token.TokenId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Which token has which place in the log: 16 bytes of id for each record, in their order; zeros where the record is no token. Looked through
 * from the beginning, which takes some ten milliseconds for a million.
 */
public final class TokenIndex implements AutoCloseable {
    private static final int BYTES = 16;
    private static final int AT_ONCE = 64 << 10;

    private final Path file;
    private Optional<TileFile> growing = Optional.empty();

    TokenIndex(Path file) {
        this.file = file;
    }

    /**
     * Notes the ids of the records behind those that this object has noted before.
     *
     * @param first the place of the first of them
     * @param ids empty for a record that is no token
     */
    public void put(long first, Iterable<Optional<TokenId>> ids) throws IOException {
        if (growing.isEmpty()) {
            growing = Optional.of(TileFile.at(file));
        }
        TileFile grows = growing.get();
        long place = first;
        for (Optional<TokenId> id : ids) {
            if (place * BYTES == grows.size()) {
                grows.append(bytes(id));
            }
            place++;
        }
        if (place * BYTES != grows.size()) {
            throw new IllegalStateException(
                    "ids up to " + place + " do not follow those up to " + grows.size() / BYTES);
        }
    }

    private static byte[] bytes(Optional<TokenId> id) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        id.map(TokenIndex::number).ifPresent(number -> bytes.putLong(number.getMostSignificantBits())
                .putLong(number.getLeastSignificantBits()));
        return bytes.array();
    }

    private static UUID number(TokenId id) {
        return UUID.fromString(id.value());
    }

    /** The place of the first record with this id among the first {@code size} ones. Any thread. */
    public OptionalLong find(TokenId id, long size) throws IOException {
        UUID wanted = number(id);
        try (FileChannel in = FileChannel.open(TileFile.partOf(file), StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(AT_ONCE);
            for (long place = 0; place < size; ) {
                bytes.clear();
                while (bytes.hasRemaining() && in.read(bytes, place * BYTES + bytes.position()) >= 0) {
                    // Until it is full or the file ends.
                }
                bytes.flip();
                if (bytes.remaining() < BYTES) {
                    return OptionalLong.empty();
                }
                for (; bytes.remaining() >= BYTES && place < size; place++) {
                    long high = bytes.getLong();
                    long low = bytes.getLong();
                    if (high == wanted.getMostSignificantBits() && low == wanted.getLeastSignificantBits()) {
                        return OptionalLong.of(place);
                    }
                }
            }
            return OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (growing.isPresent()) {
            growing.get().close();
            growing = Optional.empty();
        }
    }
}
