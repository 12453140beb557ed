package dev.airlock.microvm.files;

import java.nio.charset.StandardCharsets;

/** Between text, which images have, and bytes as chars, which guests have. */
public final class Names {
    private Names() {}

    /** The UTF-8 bytes of a text, one char each. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text whose UTF-8 bytes these are; what is no UTF-8 is a text that no image holds. */
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A path as a guest wrote it. */
    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A path as a guest reads it. */
    public static byte[] toBytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
