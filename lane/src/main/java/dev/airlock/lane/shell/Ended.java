package dev.airlock.lane.shell;

import dev.airlock.lane.model.Wish;
import dev.airlock.lane.wire.Wishes;
import dev.airlock.schemas.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * An intent that has its token.
 *
 * @param wish what it was; empty if only the token says so
 * @param token the token's record, encoded
 */
record Ended(Optional<Wish> wish, Bytes token) {
    /** What is set aside for each; most take less. */
    static final int BYTES_USUAL = 3 << 10;

    /** As it is remembered, in this process alone. */
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream(BYTES_USUAL);
        try (var out = new DataOutputStream(bytes)) {
            out.writeBoolean(wish.isPresent());
            if (wish.isPresent()) {
                Wishes.write(wish.get(), out);
            }
            out.write(token.toArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Ended of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Optional<Wish> wish = in.readBoolean() ? Optional.of(Wishes.read(in)) : Optional.empty();
            return new Ended(wish, Bytes.of(in.readAllBytes()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
