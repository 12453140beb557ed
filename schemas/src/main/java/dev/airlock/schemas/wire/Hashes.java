package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as the records write it: {@code sha256:} and 64 lower-case hex digits. */
public final class Hashes {
    private Hashes() {}

    public static String sha256(byte[] bytes) {
        return text(digest().digest(bytes));
    }

    /** The hash of an output: each stream's length as eight big-endian bytes, then its bytes; stdout first. */
    public static String output(Bytes stdout, Bytes stderr) {
        MessageDigest digest = digest();
        for (Bytes stream : new Bytes[] {stdout, stderr}) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(stream.size()).array());
            digest.update(stream.toArray());
        }
        return text(digest.digest());
    }

    private static String text(byte[] hash) {
        return "sha256:" + HexFormat.of().formatHex(hash);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
