package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 as the records write it: {@code sha256:} and 64 lower-case hex digits. */
public final class Hashes {
    private Hashes() {}

    public static String sha256(byte[] bytes) {
        return text(digest().digest(bytes));
    }

    /** The hash of an output: SHA-256 of stdout followed by stderr. The token's byte counts say where one ends. */
    public static String output(Bytes stdout, Bytes stderr) {
        MessageDigest digest = digest();
        digest.update(stdout.toArray());
        digest.update(stderr.toArray());
        return text(digest.digest());
    }

    /**
     * The hash of what a program is given: of its payload's hash, and of the name and the content of each input file, in their order.
     *
     * @param payloadHash {@code sha256:} of the payload
     */
    public static String contents(String payloadHash, List<NamedFile> inputs) {
        MessageDigest digest = digest();
        digest.update(payloadHash.getBytes(StandardCharsets.UTF_8));
        for (NamedFile file : inputs) {
            byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(8)
                    .putInt(name.length)
                    .putInt(file.content().size())
                    .flip());
            digest.update(name);
            digest.update(file.content().toArray());
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
