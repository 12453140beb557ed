package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;

import java.util.ArrayList;
import java.util.List;

/**
 * What a log asks a witness for: its signature on a checkpoint (the body of C2SP tlog-witness {@code add-checkpoint}).
 *
 * @param old the size of the checkpoint that the witness is thought to have signed last; 0 if none
 * @param path the consistency proof from there; empty from 0
 * @param note of the checkpoint, signed by the log
 */
public record WitnessRequest(long old, List<TreeHash> path, Note note) {
    /** The longest body, in bytes. */
    public static final int BYTES_MAX = Note.BYTES_MAX + 4096;

    /** Copies the path. */
    public WitnessRequest {
        path = List.copyOf(path);
    }

    /**
     * The request with this body.
     *
     * @throws LogRejected with TOO_LARGE or MALFORMED
     */
    public static WitnessRequest parse(byte[] body) throws LogRejected {
        if (body.length > BYTES_MAX) {
            throw new LogRejected(TOO_LARGE, "a request has at most " + BYTES_MAX + " bytes, not " + body.length);
        }
        try {
            NoteParts parts = NoteParts.split(body);
            return new WitnessRequest(
                    Decimals.parse(NoteParts.after("old", parts.lines().getFirst())),
                    NoteParts.hashes(parts.lines().subList(1, parts.lines().size())),
                    Note.parse(parts.note().toArray()));
        } catch (IllegalArgumentException e) {
            throw new LogRejected(MALFORMED, "not a request to a witness: " + e.getMessage());
        }
    }

    /** The body. */
    public byte[] body() {
        var lines = new ArrayList<String>();
        lines.add("old " + old);
        path.forEach(hash -> lines.add(hash.base64()));
        return NoteParts.join(lines, note);
    }
}
