package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures (C2SP signed-note). That it has this form says nothing; only {@link #signers} says whose word the
 * text is.
 *
 * @param text lines, each with its newline; no control character besides
 * @param signatures 1 to 64, no two of them alike; those of unknown keys too
 */
public record Note(String text, List<NoteSignature> signatures) {
    /** The longest note, in bytes. */
    public static final int BYTES_MAX = 128 * 1024;

    private static final int SIGNATURES_MAX = 64;

    /** @throws IllegalArgumentException if it is not of this form */
    public Note {
        signatures = List.copyOf(signatures);
        if (text.length() < 2 || !text.endsWith("\n") || !text.codePoints().allMatch(Note::fit)) {
            throw new IllegalArgumentException("a note's text is lines of UTF-8 without control characters");
        }
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException("a note has 1 to " + SIGNATURES_MAX + " signatures");
        }
        if (new HashSet<>(signatures).size() < signatures.size()) {
            throw new IllegalArgumentException("a note has the same signature line twice");
        }
    }

    private static boolean fit(int codePoint) {
        return (codePoint >= ' ' || codePoint == '\n') && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** This note with one signature more, or as it is if it has that already. */
    public Note with(NoteSignature signature) {
        if (signatures.contains(signature)) {
            return this;
        }
        var more = new ArrayList<>(signatures);
        more.add(signature);
        return new Note(text, more);
    }

    /**
     * This note with the signatures of these keys alone, so that nobody fills a store with others.
     *
     * @throws LogRejected with NO_TRUSTED_SIGNATURE if it has none of theirs
     */
    public Note only(Collection<NoteKey> keys) throws LogRejected {
        List<NoteSignature> theirs = signatures.stream()
                .filter(signature -> keys.stream().anyMatch(signature::names))
                .toList();
        if (theirs.isEmpty()) {
            throw noneTrusted();
        }
        return new Note(text, theirs);
    }

    private LogRejected noneTrusted() {
        return new LogRejected(
                NO_TRUSTED_SIGNATURE,
                "none of its " + signatures.size() + " signatures is by a key that is trusted for it");
    }

    /** The whole: text, empty line, signature lines. */
    public byte[] bytes() {
        var whole = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> whole.append(signature.line()).append('\n'));
        return whole.toString().getBytes(UTF_8);
    }

    /**
     * The note with these bytes.
     *
     * @throws LogRejected with TOO_LARGE or MALFORMED
     */
    public static Note parse(byte[] bytes) throws LogRejected {
        if (bytes.length > BYTES_MAX) {
            throw new LogRejected(TOO_LARGE, "a note has at most " + BYTES_MAX + " bytes, not " + bytes.length);
        }
        try {
            String whole = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            int end = whole.lastIndexOf("\n\n");
            if (end < 0 || !whole.endsWith("\n") || end + 2 >= whole.length()) {
                throw new IllegalArgumentException("it has no text and signature lines with an empty line between");
            }
            String lines = whole.substring(end + 2, whole.length() - 1);
            var signatures = new ArrayList<NoteSignature>();
            for (String line : lines.split("\n", SIGNATURES_MAX + 1)) {
                signatures.add(NoteSignature.parse(line));
            }
            return new Note(whole.substring(0, end + 1), signatures);
        } catch (CharacterCodingException _) {
            throw new LogRejected(MALFORMED, "not a signed note: it is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw new LogRejected(MALFORMED, "not a signed note: " + e.getMessage());
        }
    }

    /**
     * Whose signatures of these keys are on the note, each key once (of a cosigner's several, the latest). Signatures of
     * other keys are ignored.
     *
     * @throws LogRejected with BAD_SIGNATURE if one in the name of a key is not by it, and else with
     *     NO_TRUSTED_SIGNATURE if there is none
     */
    public List<SignedBy> signers(Collection<NoteKey> keys) throws LogRejected {
        List<SignedBy> signers = new ArrayList<>();
        for (NoteKey key : keys) {
            signer(key).ifPresent(signers::add);
        }
        if (signers.isEmpty()) {
            throw noneTrusted();
        }
        return signers;
    }

    private Optional<SignedBy> signer(NoteKey key) throws LogRejected {
        Optional<SignedBy> latest = Optional.empty();
        for (NoteSignature signature : signatures) {
            if (signature.names(key)) {
                SignedBy signer = SignatureForm.verify(key, text, signature.signature());
                latest = latest.filter(other -> !signer.isLaterThan(other)).or(() -> Optional.of(signer));
            }
        }
        return latest;
    }
}
