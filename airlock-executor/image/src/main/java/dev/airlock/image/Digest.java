package dev.airlock.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Content addresses: {@code sha256:} and 64 lower-case hex digits (OCI image-spec 1.1, descriptor.md, "Digests"). */
final class Digest {
    static final String PREFIX = "sha256:";
    private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digest() {}

    static boolean isDigest(String text) {
        return SHAPE.matcher(text).matches();
    }

    static void check(String text) {
        if (!isDigest(text)) {
            throw new IllegalArgumentException("no sha256 digest: " + text);
        }
    }

    static String of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    static String of(ByteBuffer bytes) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes);
        return finish(sha256);
    }

    static String finish(MessageDigest sha256) {
        return PREFIX + HexFormat.of().formatHex(sha256.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
