package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;

import dev.airlock.schemas.model.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * All that it takes, besides a token and public keys, to see that the token is in its log (C2SP tlog-proof, version 1). Its
 * file ends in {@code .tlog-proof}. What it says is checked by {@link InclusionCheck}.
 *
 * @param extra bytes that nobody vouches for; ours have none
 * @param index of the entry
 * @param path the inclusion proof, from the leaf up
 * @param note of the checkpoint
 */
public record ProofFile(Optional<Bytes> extra, long index, List<TreeHash> path, Note note) {
    /** The longest file, in bytes. */
    public static final int BYTES_MAX = Note.BYTES_MAX + 64 * 1024;

    private static final String FORM = "c2sp.org/tlog-proof@v1";

    /** @throws IllegalArgumentException if the index is negative */
    public ProofFile {
        path = List.copyOf(path);
        if (index < 0) {
            throw new IllegalArgumentException("an index is not negative: " + index);
        }
    }

    /**
     * The file for this proof in the tree of this checkpoint.
     *
     * @throws IllegalArgumentException if the proof is for a tree of another size
     */
    public static ProofFile of(InclusionProof proof, SignedCheckpoint checkpoint) {
        if (proof.size() != checkpoint.checkpoint().size()) {
            throw new IllegalArgumentException(
                    "a proof for size " + proof.size() + " says nothing of a checkpoint of size "
                            + checkpoint.checkpoint().size());
        }
        return new ProofFile(Optional.empty(), proof.index(), proof.path(), checkpoint.note());
    }

    /**
     * The proof in this file.
     *
     * @throws LogRejected with TOO_LARGE, or with MALFORMED if {@link #bytes} of none writes it
     */
    public static ProofFile parse(byte[] bytes) throws LogRejected {
        if (bytes.length > BYTES_MAX) {
            throw new LogRejected(TOO_LARGE, "a proof file has at most " + BYTES_MAX + " bytes, not " + bytes.length);
        }
        try {
            NoteParts parts = NoteParts.split(bytes);
            List<String> lines = parts.lines();
            if (!lines.getFirst().equals(FORM) || lines.size() < 2) {
                throw new IllegalArgumentException("it does not begin with " + FORM);
            }
            boolean hasExtra = lines.get(1).startsWith("extra ");
            List<String> rest = lines.subList(hasExtra ? 2 : 1, lines.size());
            if (rest.isEmpty()) {
                throw new IllegalArgumentException("it has no index");
            }
            return new ProofFile(
                    hasExtra ? Optional.of(extra(lines.get(1))) : Optional.empty(),
                    Decimals.parse(NoteParts.after("index", rest.getFirst())),
                    NoteParts.hashes(rest.subList(1, rest.size())),
                    Note.parse(parts.note().toArray()));
        } catch (IllegalArgumentException e) {
            throw new LogRejected(MALFORMED, "not a proof file: " + e.getMessage());
        }
    }

    private static Bytes extra(String line) {
        String base64 = NoteParts.after("extra", line);
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("base64 has only one form for the same bytes here");
        }
        return Bytes.of(bytes);
    }

    /** The file. */
    public byte[] bytes() {
        var lines = new ArrayList<String>();
        lines.add(FORM);
        extra.ifPresent(bytes -> lines.add("extra " + Base64.getEncoder().encodeToString(bytes.toArray())));
        lines.add("index " + index);
        path.forEach(hash -> lines.add(hash.base64()));
        return NoteParts.join(lines, note);
    }
}
