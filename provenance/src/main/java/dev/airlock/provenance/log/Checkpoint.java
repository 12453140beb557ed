package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;

import java.util.Arrays;
import java.util.List;

/**
 * What a log commits to: so many entries, with this root (C2SP tlog-checkpoint).
 *
 * @param log the log's name, which C2SP calls its origin; ours are {@link LogName}s; one line, not empty
 * @param size how many entries it has
 * @param root over all of them
 * @param extensions lines that only the log's key vouches for; ours have none
 */
public record Checkpoint(String log, long size, TreeHash root, List<String> extensions) {
    /** @throws IllegalArgumentException if a line is empty or has a newline, or the size and the root cannot be */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        checkLine(log);
        extensions.forEach(Checkpoint::checkLine);
        if (size < 0) {
            throw new IllegalArgumentException("a log has no negative size: " + size);
        }
        if (size == 0 && !root.equals(TreeHash.EMPTY_TREE)) {
            throw new IllegalArgumentException("a log without entries has not the root " + root);
        }
    }

    private static void checkLine(String line) {
        if (line.isEmpty() || line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line of a checkpoint is not empty and has no newline");
        }
    }

    /** One without extensions. */
    public Checkpoint(String log, long size, TreeHash root) {
        this(log, size, root, List.of());
    }

    /** The text of its note. */
    public String text() {
        var text = new StringBuilder();
        text.append(log)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /**
     * The checkpoint with this text.
     *
     * @throws LogRejected if {@link #text} of none writes it
     */
    public static Checkpoint parse(String text) throws LogRejected {
        try {
            String[] lines = text.split("\n", -1);
            if (lines.length < 4) {
                throw new IllegalArgumentException("it has fewer than three lines");
            }
            var checkpoint = new Checkpoint(
                    lines[0],
                    Decimals.parse(lines[1]),
                    TreeHash.ofBase64(lines[2]),
                    Arrays.asList(lines).subList(3, lines.length - 1));
            if (checkpoint.text().equals(text)) {
                return checkpoint;
            }
            throw new IllegalArgumentException("its last line does not end");
        } catch (IllegalArgumentException e) {
            throw new LogRejected(MALFORMED, "not a checkpoint: " + e.getMessage());
        }
    }

    /** The checkpoint with this log's signature. */
    public SignedCheckpoint signed(NoteSigner signer) {
        return new SignedCheckpoint(this, new Note(text(), List.of(signer.sign(text()))));
    }
}
