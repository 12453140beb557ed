package dev.airlock.microvm.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes state as {@link StateReader} reads it: numbers of eight bytes, the highest first; bytes after their number. For one thread. */
public final class StateWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public void number(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    public void yes(boolean value) {
        number(value ? 1 : 0);
    }

    public void bytes(byte[] value) {
        number(value.length);
        bytes.writeBytes(value);
    }

    /** @param value bytes as chars, as guests' names are */
    public void text(String value) {
        bytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that was written: a copy. */
    public byte[] written() {
        return bytes.toByteArray();
    }
}
