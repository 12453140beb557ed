package dev.airlock.microvm.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory in memory. Entries keep the order in which they were made. */
public final class TempFolder extends TempNode implements Folder {
    /** What tmpfs says an entry takes (BOGO_DIRENT_SIZE of mm/shmem.c, v6.12). */
    private static final int ENTRY_BYTES = 20;

    private static final int MOUNTED_PERMISSIONS = 01777;

    private final Map<String, Inode> children = new LinkedHashMap<>();
    private final boolean mounted;
    private Folder parent;
    private String name;
    private boolean gone;

    private TempFolder(TempSpace space, Folder parent, String name, int permissions, boolean mounted, long now) {
        super(space, FileTypes.FOLDER, permissions, 2, now);
        this.parent = parent;
        this.name = name;
        this.mounted = mounted;
    }

    private TempFolder(TempSpace space, TempFolder from) {
        super(space, from);
        this.parent = from.parent;
        this.name = from.name;
        this.mounted = from.mounted;
        this.gone = from.gone;
    }

    /** The root of a file system in memory: root's, and everybody may write there. */
    static TempFolder mounted(TempSpace space, Folder parent, String name) {
        return new TempFolder(space, parent, name, MOUNTED_PERMISSIONS, true, 0);
    }

    static TempFolder made(TempSpace space, TempFolder parent, String name, int permissions, long now) {
        return new TempFolder(space, parent, name, permissions, false, now);
    }

    /** A copy without its children and with the old parent; {@link Copies} sets both. */
    TempFolder copy(Copies copies) {
        return new TempFolder(copies.space(), this);
    }

    void fill(TempFolder from, Copies copies) {
        parent = copies.of(from.parent);
        from.children.forEach((called, inode) -> children.put(called, copies.inode(inode)));
    }

    @Override
    public Optional<Inode> child(String wanted) {
        return Optional.ofNullable(children.get(wanted));
    }

    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(children.size());
        children.forEach((called, inode) -> entries.add(new Entry(called, inode)));
        return entries;
    }

    @Override
    public Folder parent() {
        return parent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public int owner() {
        return mounted ? 0 : NOBODY;
    }

    @Override
    public long bytes() {
        return (children.size() + 2L) * ENTRY_BYTES;
    }

    /** Whether it is where a file system begins: neither removed nor renamed. */
    boolean isMounted() {
        return mounted;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    int size() {
        return children.size();
    }

    /** A new name, which there was none of before, for something that has been counted. */
    void put(String called, Inode inode, long now) {
        children.put(called, inode);
        if (inode instanceof TempFolder folder) {
            folder.parent = this;
            folder.name = called;
            linksBy(1, now);
        }
        contentChanged(now);
    }

    /** Takes a name away; what it named is told by the caller. */
    void remove(String called, long now) {
        if (children.remove(called) instanceof TempFolder) {
            linksBy(-1, now);
        }
        contentChanged(now);
    }

    @Override
    void unlinked(long now) {
        gone = true;
        linksBy(-links(), now);
        space.giveNode(0);
    }
}
