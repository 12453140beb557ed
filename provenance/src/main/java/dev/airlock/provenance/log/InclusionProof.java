package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.OUT_OF_RANGE;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LENGTH;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;

import java.util.ArrayList;
import java.util.List;

/**
 * The claim that a leaf is in a tree (RFC 9162 section 2.1.3). It is no more than a claim until it is verified.
 *
 * @param index of the leaf, from 0
 * @param size how many leaves the tree has
 * @param path the hashes beside the way from the leaf to the root; at most 63 of them can be right
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {
    /**
     * One hash on the way up.
     *
     * @param left whether {@code beside} is the left of the two
     * @param beside the path's hash
     * @param above what the two make
     */
    public record Step(boolean left, TreeHash beside, TreeHash above) {}

    /** Copies the path; numbers that cannot be are found by {@link #verify}. */
    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * Returns only if a tree of this size with this root has this leaf at this index (section 2.1.3.2).
     *
     * @throws LogRejected with OUT_OF_RANGE, WRONG_LENGTH or WRONG_ROOT
     */
    public void verify(TreeHash leaf, TreeHash root) throws LogRejected {
        var _ = way(leaf, root);
    }

    /**
     * The way from the leaf up, hash by hash, so that it can be shown; the last step ends in the root.
     *
     * @throws LogRejected as {@link #verify} does
     */
    public List<Step> way(TreeHash leaf, TreeHash root) throws LogRejected {
        if (index < 0 || index >= size) {
            throw new LogRejected(OUT_OF_RANGE, "a tree of " + size + " leaves has none of index " + index);
        }
        var hasher = new TreeHasher();
        long node = index;
        long last = size - 1;
        TreeHash hash = leaf;
        var steps = new ArrayList<Step>(path.size());
        for (TreeHash beside : path) {
            if (last == 0) {
                throw wrongLength();
            }
            if ((node & 1) == 1 || node == last) {
                hash = hasher.node(beside, hash);
                steps.add(new Step(true, beside, hash));
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = hasher.node(hash, beside);
                steps.add(new Step(false, beside, hash));
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw wrongLength();
        }
        if (!hash.equals(root)) {
            throw new LogRejected(
                    WRONG_ROOT,
                    "the proof for index " + index + " leads to the root " + hash + ", and the tree of size " + size
                            + " has " + root);
        }
        return steps;
    }

    private LogRejected wrongLength() {
        return new LogRejected(
                WRONG_LENGTH, "no proof for index " + index + " of " + size + " has " + path.size() + " hashes");
    }
}
