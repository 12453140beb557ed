package dev.airlock.provenance.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The recursive definitions of RFC 9162 section 2.1 word for word, over entries that are all in memory. Shares nothing with what it tests. */
final class NaiveTree {
    private NaiveTree() {}

    /** MTH. */
    static TreeHash root(List<byte[]> entries) {
        return TreeHash.of(mth(entries));
    }

    private static byte[] mth(List<byte[]> entries) {
        if (entries.isEmpty()) {
            return sha256();
        }
        if (entries.size() == 1) {
            return sha256(new byte[] {0}, entries.getFirst());
        }
        int k = split(entries.size());
        return sha256(new byte[] {1}, mth(entries.subList(0, k)), mth(entries.subList(k, entries.size())));
    }

    /** PATH. */
    static List<TreeHash> path(int m, List<byte[]> entries) {
        int n = entries.size();
        if (n == 1) {
            return List.of();
        }
        int k = split(n);
        return m < k
                ? and(path(m, entries.subList(0, k)), mth(entries.subList(k, n)))
                : and(path(m - k, entries.subList(k, n)), mth(entries.subList(0, k)));
    }

    /** PROOF. */
    static List<TreeHash> proof(int m, List<byte[]> entries) {
        return m == entries.size() ? List.of() : subproof(m, entries, true);
    }

    private static List<TreeHash> subproof(int m, List<byte[]> entries, boolean known) {
        int n = entries.size();
        if (m == n) {
            return known ? List.of() : List.of(TreeHash.of(mth(entries)));
        }
        int k = split(n);
        return m <= k
                ? and(subproof(m, entries.subList(0, k), known), mth(entries.subList(k, n)))
                : and(subproof(m - k, entries.subList(k, n), false), mth(entries.subList(0, k)));
    }

    private static List<TreeHash> and(List<TreeHash> path, byte[] last) {
        var longer = new ArrayList<>(path);
        longer.add(TreeHash.of(last));
        return longer;
    }

    /** The largest power of two below n. */
    private static int split(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
