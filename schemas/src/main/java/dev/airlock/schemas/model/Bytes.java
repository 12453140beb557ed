package dev.airlock.schemas.model;

import java.util.Arrays;

/** A sequence of bytes that never changes and never prints its contents. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** A copy of what is held here. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** These bytes, or the first {@code length} of them if there are more. */
    Bytes atMost(int length) {
        return bytes.length <= length ? this : new Bytes(Arrays.copyOf(bytes, length));
    }

    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
