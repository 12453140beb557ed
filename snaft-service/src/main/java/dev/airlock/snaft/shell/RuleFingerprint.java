package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.snaft.decide.RuleBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a rule book's data, and that of the reviewed one, {@code snaft/rules.sha256}. */
public final class RuleFingerprint {
    private static final String FILE = "/snaft/rules.sha256";

    private RuleFingerprint() {}

    /** {@code sha256:} and 64 digits over everything that the rules are made of, as they stand in memory. */
    public static String of(RuleBook rules) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(rules.written().getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }

    /** The one that was reviewed with the rules. */
    public static String reviewed() {
        try (InputStream in = RuleFingerprint.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + ": not on the class path; the build is incomplete");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": " + e.getMessage(), e);
        }
    }
}
