package dev.airlock.microvm.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote. Everything is hostile: each value comes with what it may be. For one thread. */
public final class StateReader {
    private final ByteBuffer bytes;

    /** @param bytes all there is to read; not copied */
    public StateReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Any number at all. */
    public long number(String what) throws BadState {
        if (bytes.remaining() < Long.BYTES) {
            throw new BadState("the state ends before " + what);
        }
        return bytes.getLong();
    }

    /** A number from {@code least} to {@code most}. */
    public long number(String what, long least, long most) throws BadState {
        long value = number(what);
        if (value < least || value > most) {
            throw new BadState("%s is %d, not %d to %d".formatted(what, value, least, most));
        }
        return value;
    }

    /** The same within an int. */
    public int whole(String what, int least, int most) throws BadState {
        return (int) number(what, least, most);
    }

    public boolean yes(String what) throws BadState {
        return number(what, 0, 1) == 1;
    }

    /** Up to so many bytes. */
    public byte[] bytes(String what, int most) throws BadState {
        byte[] value = new byte[whole(what + "'s length", 0, Math.min(most, bytes.remaining()))];
        if (value.length > bytes.remaining()) {
            throw new BadState("the state ends within " + what);
        }
        bytes.get(value);
        return value;
    }

    /** Just so many bytes. */
    public byte[] exactly(String what, int count) throws BadState {
        byte[] value = bytes(what, count);
        if (value.length != count) {
            throw new BadState("%s has %d bytes, not %d".formatted(what, value.length, count));
        }
        return value;
    }

    /** Up to so many bytes, as chars. */
    public String text(String what, int most) throws BadState {
        return new String(bytes(what, most), StandardCharsets.ISO_8859_1);
    }

    /** Nothing may follow. */
    public void end() throws BadState {
        if (bytes.hasRemaining()) {
            throw new BadState(bytes.remaining() + " bytes follow the state");
        }
    }
}
