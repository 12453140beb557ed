package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_FEW_WITNESSES;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LOG;

import dev.airlock.provenance.Token;
import dev.airlock.schemas.keys.VerifyingKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks offline that an entry is in a log, with public keys and a {@link ProofFile} alone. It asks for so many witnesses, so
 * that a log which tells two stories needs their help. Safe for any thread.
 */
public final class InclusionCheck {
    private final Set<NoteKey> logKeys;
    private final Set<NoteKey> witnesses;
    private final int needed;

    /**
     * What was proved.
     *
     * @param checkpoint of the log, with all its signatures
     * @param index of the entry in it
     * @param witnesses those whose signatures are on it
     */
    public record Proven(SignedCheckpoint checkpoint, long index, List<SignedBy> witnesses) {}

    /**
     * A check with these keys.
     *
     * @param logKeys plain keys of logs, in their logs' names, see {@link LedgerKey#ofLog}
     * @param witnesses keys of cosigners that are believed
     * @param needed how many of them must have signed; 0 to all of them
     * @throws IllegalArgumentException if so many there are not, or if one key stands for two of them, or for a log too: the
     *     cosigned bytes do not say whose name they are in
     */
    public InclusionCheck(Collection<NoteKey> logKeys, Collection<NoteKey> witnesses, int needed) {
        this.logKeys = Set.copyOf(logKeys);
        this.witnesses = Set.copyOf(witnesses);
        this.needed = needed;
        if (needed < 0 || needed > this.witnesses.size()) {
            throw new IllegalArgumentException(
                    "of " + this.witnesses.size() + " witnesses " + needed + " cannot be asked for");
        }
        var seen = new HashSet<VerifyingKey>();
        this.logKeys.forEach(key -> seen.add(key.key()));
        for (NoteKey witness : this.witnesses) {
            if (witness.kind() != NoteKey.Kind.COSIGNATURE || !seen.add(witness.key())) {
                throw new IllegalArgumentException(
                        "the witness " + witness.name() + " needs a cosigner's key that nobody else has");
            }
        }
    }

    /**
     * Returns only if the proof shows this token in the log of its own partition.
     *
     * @throws LogRejected with the first reason: the checkpoint's form and signatures, too few witnesses, the proof, a log
     *     of tokens of another partition
     */
    public Proven check(Token token, ProofFile proof) throws LogRejected {
        Proven proven = check(LogEntry.of(token), proof);
        String log = proven.checkpoint().checkpoint().log();
        int partition = token.link().chain().partition();
        if (!log.endsWith("/tokens/" + partition)) {
            throw new LogRejected(
                    WRONG_LOG, "the token is of partition " + partition + ", and the proof is of the log " + log);
        }
        return proven;
    }

    /**
     * The same for an entry of any kind. That a record is in a log as {@link LogEntry.Unverified} says that it is no token.
     *
     * @throws LogRejected with the first reason: the checkpoint's form and signatures, too few witnesses, the proof
     */
    public Proven check(LogEntry entry, ProofFile proof) throws LogRejected {
        SignedCheckpoint signed = SignedCheckpoint.open(proof.note(), logKeys);
        List<SignedBy> signers = witnesses(proof.note());
        if (signers.size() < needed) {
            throw new LogRejected(
                    TOO_FEW_WITNESSES,
                    "the checkpoint has the signatures of " + signers.size() + " witnesses that are believed, and "
                            + needed + " are asked for");
        }
        Checkpoint checkpoint = signed.checkpoint();
        new InclusionProof(proof.index(), checkpoint.size(), proof.path()).verify(entry.leaf(), checkpoint.root());
        return new Proven(signed, proof.index(), signers);
    }

    private List<SignedBy> witnesses(Note note) throws LogRejected {
        try {
            return note.signers(witnesses);
        } catch (LogRejected e) {
            if (e.reason() == NO_TRUSTED_SIGNATURE) {
                return List.of();
            }
            throw e;
        }
    }
}
