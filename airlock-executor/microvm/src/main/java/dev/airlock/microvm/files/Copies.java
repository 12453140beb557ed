package dev.airlock.microvm.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;

/** What became of each object while a process is copied: two that shared one share the copy. Works without recursion. */
public final class Copies {
    private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();
    private final Deque<TempFolder> unfilled = new ArrayDeque<>();
    private final TempSpace space;

    /** @param space the copy of the file system in memory that the copies belong to */
    Copies(TempSpace space) {
        this.space = space;
    }

    TempSpace space() {
        return space;
    }

    /** Says what {@code original} became. */
    public void put(Object original, Object copy) {
        made.put(original, copy);
    }

    /** What {@code original} became, if it was copied already. */
    public Object get(Object original) {
        return made.get(original);
    }

    /** The folder of the copied tree. */
    public Folder of(Folder original) {
        return (Folder) inode(original);
    }

    /** The inode of the copied tree; what never changes is its own copy. */
    public Inode inode(Inode original) {
        Object known = made.get(original);
        if (known != null) {
            return (Inode) known;
        }
        Inode copy =
                switch (original) {
                    case TempFile file -> file.copy(this);
                    case TempLink link -> link.copy(this);
                    case TempFolder folder -> later(folder);
                    case ImageFile _, ImageFolder _, ImageLink _, Device _, DeviceFolder _ -> original;
                };
        made.put(original, copy);
        return copy;
    }

    private TempFolder later(TempFolder folder) {
        unfilled.add(folder);
        return folder.copy(this);
    }

    /** Copies the content of every folder that was met, and of those met on the way. */
    public void finish() {
        while (!unfilled.isEmpty()) {
            TempFolder folder = unfilled.removeFirst();
            ((TempFolder) made.get(folder)).fill(folder, this);
        }
    }
}
