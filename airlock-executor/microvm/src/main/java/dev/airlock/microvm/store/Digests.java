package dev.airlock.microvm.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as text. */
public final class Digests {
    static final String PREFIX = "sha256:";
    private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    /** {@code sha256:} and the hash of these bytes in 64 hex digits. */
    public static String of(byte[] bytes) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** {@code sha256:} and these 32 bytes in hex digits. */
    public static String text(byte[] hash) {
        return PREFIX + HexFormat.of().formatHex(hash);
    }

    static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }
}
