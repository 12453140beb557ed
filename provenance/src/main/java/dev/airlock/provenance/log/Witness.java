package dev.airlock.provenance.log;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides what a witness signs: a checkpoint of a log that it looks after, signed by that log's key, that is not smaller than
 * the last one, with a proof that the log has only grown since. It remembers nothing itself. Pure but for the key; safe for
 * any thread.
 */
public final class Witness {
    private final Cosigner cosigner;
    private final Set<NoteKey> logs;

    /**
     * A witness.
     *
     * @param logs the keys of the logs that it looks after, each in its log's name
     */
    public Witness(Cosigner cosigner, Collection<NoteKey> logs) {
        this.cosigner = cosigner;
        this.logs = Set.copyOf(logs);
    }

    /**
     * The answer to a request. Between reading the last checkpoint and storing the next one no other request for the same log
     * may be judged, or the log could be signed backwards.
     *
     * @param body as it came
     * @param last the checkpoint of this log that was signed last; asked only for logs that the witness looks after
     * @param now for the cosignature
     */
    public WitnessAnswer answer(byte[] body, Function<String, Optional<SignedCheckpoint>> last, Instant now) {
        WitnessRequest request;
        Checkpoint checkpoint;
        try {
            request = WitnessRequest.parse(body);
            checkpoint = Checkpoint.parse(request.note().text());
        } catch (LogRejected e) {
            return new WitnessAnswer.Malformed(e.getMessage());
        }
        List<NoteKey> keys =
                logs.stream().filter(key -> key.name().equals(checkpoint.log())).toList();
        if (keys.isEmpty()) {
            return new WitnessAnswer.UnknownLog();
        }
        SignedCheckpoint offered;
        try {
            offered = SignedCheckpoint.open(request.note().only(keys), keys);
        } catch (LogRejected e) {
            return new WitnessAnswer.Untrusted(e.getMessage());
        }
        return judge(request, offered, last.apply(checkpoint.log()), now);
    }

    private WitnessAnswer judge(
            WitnessRequest request, SignedCheckpoint offered, Optional<SignedCheckpoint> last, Instant now) {
        Checkpoint checkpoint = offered.checkpoint();
        if (request.old() > checkpoint.size()) {
            return new WitnessAnswer.Malformed(
                    "a log of size " + checkpoint.size() + " has not grown from " + request.old());
        }
        Optional<Equivocation> fork = last.flatMap(kept -> Equivocation.between(kept, offered));
        if (fork.isPresent()) {
            return new WitnessAnswer.Forked(fork.get());
        }
        long size = last.map(kept -> kept.checkpoint().size()).orElse(0L);
        if (request.old() != size) {
            return new WitnessAnswer.Stale(size);
        }
        TreeHash root = last.map(kept -> kept.checkpoint().root()).orElse(TreeHash.EMPTY_TREE);
        try {
            new ConsistencyProof(size, checkpoint.size(), request.path()).verify(root, checkpoint.root());
        } catch (LogRejected e) {
            return new WitnessAnswer.Inconsistent(last, offered, e);
        }
        NoteSignature signature = cosigner.sign(checkpoint, now);
        return new WitnessAnswer.Cosigned(offered.with(signature), signature);
    }
}
