package dev.airlock.microvm.files;

/** What every inode of the file system in memory has, and what may be changed of it. */
public abstract sealed class TempNode permits TempFile, TempFolder, TempLink {
    /** The low twelve bits of {@code st_mode}. */
    private static final int PERMISSIONS = 07777;

    final TempSpace space;
    private final long number;
    private final int type;
    private int permissions;
    private int links;
    private Times times;

    TempNode(TempSpace space, int type, int permissions, int links, long now) {
        this.space = space;
        this.number = space.nextNumber();
        this.type = type;
        this.permissions = permissions & PERMISSIONS;
        this.links = links;
        this.times = Times.all(now);
    }

    TempNode(TempSpace space, TempNode from) {
        this.space = space;
        this.number = from.number;
        this.type = from.type;
        this.permissions = from.permissions;
        this.links = from.links;
        this.times = from.times;
    }

    public final long device() {
        return Inode.TEMP_DEVICE;
    }

    public final long number() {
        return number;
    }

    public final int mode() {
        return type | permissions;
    }

    public int owner() {
        return Inode.NOBODY;
    }

    public int links() {
        return links;
    }

    public final Times times() {
        return times;
    }

    public final void times(Times next) {
        times = next;
    }

    /** Sets the low twelve bits of the mode. */
    public final void permissions(int next, long now) {
        permissions = next & PERMISSIONS;
        attributesChanged(now);
    }

    final void linksBy(int difference, long now) {
        links += difference;
        attributesChanged(now);
    }

    final void contentChanged(long now) {
        times = new Times(times.accessed(), now, now);
    }

    final void attributesChanged(long now) {
        times = new Times(times.accessed(), times.modified(), now);
    }

    /** The content was read. */
    public final void accessed(long now) {
        times = new Times(now, times.modified(), times.changed());
    }

    /** A name of it is gone; what nobody can reach any more is given back. */
    abstract void unlinked(long now);
}
