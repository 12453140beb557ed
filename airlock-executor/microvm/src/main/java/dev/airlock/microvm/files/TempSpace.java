package dev.airlock.microvm.files;

/** How much a guest may keep in memory as files, and how much it does: content by whole pages, names and nodes by a flat charge. */
public final class TempSpace {
    /** What an inode costs us at most, its name aside. */
    static final long NODE_BYTES = 512;

    /** Inodes at one time: bounds what walking all of them takes. */
    static final int NODES_MAX = 1 << 15;

    private long limit;
    private long used;
    private int nodes;
    private long lastNumber;

    /** @param limit bytes, at least 0 */
    TempSpace(long limit) {
        this.limit = limit;
    }

    /** The same figures for another guest. */
    TempSpace copy() {
        TempSpace copy = new TempSpace(limit);
        copy.used = used;
        copy.nodes = nodes;
        copy.lastNumber = lastNumber;
        return copy;
    }

    void limit(long bytes) {
        limit = bytes;
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used;
    }

    public int nodes() {
        return nodes;
    }

    /** Whether there were so many bytes left; they are used now. */
    boolean take(long bytes) {
        if (bytes > limit - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    void give(long bytes) {
        used -= bytes;
    }

    /** Whether one more inode fits, {@code extra} bytes with it. */
    boolean takeNode(long extra) {
        if (nodes >= NODES_MAX || !take(NODE_BYTES + extra)) {
            return false;
        }
        nodes++;
        return true;
    }

    void giveNode(long extra) {
        nodes--;
        give(NODE_BYTES + extra);
    }

    long nextNumber() {
        return ++lastNumber;
    }
}
