package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.OUT_OF_RANGE;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LENGTH;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_OLD_ROOT;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;

import java.util.ArrayList;
import java.util.List;

/**
 * The claim that a tree has only grown (RFC 9162 section 2.1.4). It is no more than a claim until it is verified.
 *
 * @param from the size of the older tree
 * @param to the size of the newer one
 * @param path hashes of both; at most 64 of them can be right
 */
public record ConsistencyProof(long from, long to, List<TreeHash> path) {
    /** Copies the path; numbers that cannot be are found by {@link #verify}. */
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Returns only if the tree with the new root begins with all leaves of the one with the old root (section 2.1.4.2).
     * Every tree begins with the empty one, and equal sizes need equal roots; both want an empty path.
     *
     * @throws LogRejected with OUT_OF_RANGE, WRONG_LENGTH, WRONG_OLD_ROOT or WRONG_ROOT
     */
    public void verify(TreeHash oldRoot, TreeHash newRoot) throws LogRejected {
        if (from < 0 || from > to) {
            throw new LogRejected(OUT_OF_RANGE, "a tree of " + to + " leaves has not grown from one of " + from);
        }
        if (from == 0 || from == to) {
            verifyWithoutHashes(oldRoot, newRoot);
        } else {
            verifyGrowth(oldRoot, newRoot);
        }
    }

    private void verifyWithoutHashes(TreeHash oldRoot, TreeHash newRoot) throws LogRejected {
        if (!path.isEmpty()) {
            throw wrongLength();
        }
        if (from == 0 && !oldRoot.equals(TreeHash.EMPTY_TREE)) {
            throw new LogRejected(WRONG_OLD_ROOT, "a tree without leaves has not the root " + oldRoot);
        }
        if (from == to && !oldRoot.equals(newRoot)) {
            throw new LogRejected(
                    WRONG_ROOT, "two trees of size " + to + " have the roots " + oldRoot + " and " + newRoot);
        }
    }

    private void verifyGrowth(TreeHash oldRoot, TreeHash newRoot) throws LogRejected {
        List<TreeHash> hashes = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            hashes.addFirst(oldRoot); // a tree that is perfect is a node of the newer one
        }
        if (hashes.isEmpty()) {
            throw wrongLength();
        }
        int aligned = Long.numberOfTrailingZeros(from);
        long node = (from - 1) >>> aligned;
        long last = (to - 1) >>> aligned;
        var hasher = new TreeHasher();
        TreeHash older = hashes.getFirst();
        TreeHash newer = older;
        for (TreeHash beside : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                throw wrongLength();
            }
            if ((node & 1) == 1 || node == last) {
                older = hasher.node(beside, older);
                newer = hasher.node(beside, newer);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newer = hasher.node(newer, beside);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw wrongLength();
        }
        requireRoots(older, oldRoot, newer, newRoot);
    }

    private void requireRoots(TreeHash older, TreeHash oldRoot, TreeHash newer, TreeHash newRoot) throws LogRejected {
        if (!older.equals(oldRoot)) {
            throw new LogRejected(
                    WRONG_OLD_ROOT,
                    "the proof leads to the root " + older + " at size " + from + ", and the tree had " + oldRoot);
        }
        if (!newer.equals(newRoot)) {
            throw new LogRejected(
                    WRONG_ROOT,
                    "the proof leads to the root " + newer + " at size " + to + ", and the tree has " + newRoot);
        }
    }

    private LogRejected wrongLength() {
        return new LogRejected(
                WRONG_LENGTH, "no proof from size " + from + " to " + to + " has " + path.size() + " hashes");
    }
}
