package dev.airlock.provenance.log;

import java.util.Collection;
import java.util.List;

/**
 * A checkpoint with the signatures on it. There is one only because its log signed it here or because the log's signature
 * was verified. Immutable.
 */
public final class SignedCheckpoint {
    private final Checkpoint checkpoint;
    private final Note note;

    SignedCheckpoint(Checkpoint checkpoint, Note note) {
        this.checkpoint = checkpoint;
        this.note = note;
    }

    /**
     * The checkpoint in these bytes, if one of these keys of its log signed it.
     *
     * @param logKeys plain keys; each counts only for the log that bears its name
     * @throws LogRejected with the first reason: its form, then its signatures
     */
    public static SignedCheckpoint open(byte[] bytes, Collection<NoteKey> logKeys) throws LogRejected {
        return open(Note.parse(bytes), logKeys);
    }

    /** The same for a note that was read. */
    public static SignedCheckpoint open(Note note, Collection<NoteKey> logKeys) throws LogRejected {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        List<NoteKey> keys = logKeys.stream()
                .filter(key -> key.kind() == NoteKey.Kind.PLAIN)
                .filter(key -> key.name().equals(checkpoint.log()))
                .toList();
        note.signers(keys);
        return new SignedCheckpoint(checkpoint, note);
    }

    /** What it says. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The note, also with signatures that nobody looked at. */
    public Note note() {
        return note;
    }

    /** The note's bytes. */
    public byte[] bytes() {
        return note.bytes();
    }

    /** With one signature more, as that of a witness. */
    public SignedCheckpoint with(NoteSignature signature) {
        return new SignedCheckpoint(checkpoint, note.with(signature));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCheckpoint signed && note.equals(signed.note);
    }

    @Override
    public int hashCode() {
        return note.hashCode();
    }

    @Override
    public String toString() {
        return "SignedCheckpoint[" + checkpoint.log() + " " + checkpoint.size() + " " + checkpoint.root() + "]";
    }
}
