package dev.airlock.provenance.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4): {@code "sha256:"} and 64 lower-case hex digits. */
public record Sha256(String value) {
    private static final String PREFIX = "sha256:";
    private static final int LENGTH = PREFIX.length() + 64;

    /** @throws IllegalArgumentException if it is anything else */
    public Sha256 {
        if (!shaped(value)) {
            throw new IllegalArgumentException("a digest is 'sha256:' and 64 lower-case hex digits");
        }
    }

    private static boolean shaped(String value) {
        boolean fits = value.length() == LENGTH && value.startsWith(PREFIX);
        for (int i = PREFIX.length(); fits && i < LENGTH; i++) {
            char c = value.charAt(i);
            fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return fits;
    }

    /** The digest of these parts, one after another. */
    public static Sha256 of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return ofDigest(digest.digest());
    }

    /** The digest of a text in UTF-8. */
    public static Sha256 ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value for a digest of 32 bytes. */
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(PREFIX + HexFormat.of().formatHex(digest));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(value, PREFIX.length(), value.length());
    }

    /** Its bits {@code 64 * quarter} to {@code 64 * quarter + 63}, for a quarter from 0 to 3. */
    public long bits(int quarter) {
        int from = PREFIX.length() + 16 * quarter;
        return Long.parseUnsignedLong(value, from, from + 16, 16);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
