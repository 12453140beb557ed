package dev.airlock.microvm.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One path resolution, as path_resolution(7) has it. Bounded by the length of a path and forty links of that length. */
final class Walk {
    /** PATH_MAX of include/uapi/linux/limits.h counts the final NUL. */
    static final int PATH_BYTES = 4096 - 1;
    /** NAME_MAX of include/uapi/linux/limits.h. */
    static final int NAME_BYTES = 255;
    /** MAXSYMLINKS of include/linux/namei.h. */
    private static final int LINKS = 40;

    private static final int SEARCH = 1;

    private final Folder root;
    private final boolean followLast;
    private final Deque<String> ahead = new ArrayDeque<>();
    private Folder here;
    private boolean slash;
    private int links;

    Walk(Folder root, Folder start, boolean followLast) {
        this.root = root;
        this.here = start;
        this.followLast = followLast;
    }

    Landing to(String path) {
        if (path.isEmpty()) {
            return new Landing.Failed(Errors.ENOENT);
        }
        if (path.length() > PATH_BYTES) {
            return new Landing.Failed(Errors.ENAMETOOLONG);
        }
        slash = path.endsWith("/");
        enter(path);
        Landing landing = new Landing.At(here, here.parent(), "", slash);
        while (!ahead.isEmpty()) {
            String name = ahead.removeFirst();
            landing = step(name, ahead.isEmpty());
            if (!(landing instanceof Landing.At(Inode inode, Folder _, String _, boolean _))) {
                return landing;
            }
            if (inode instanceof Link link && (!ahead.isEmpty() || followLast || slash)) {
                if (++links > LINKS) {
                    return new Landing.Failed(Errors.ELOOP);
                }
                landing = new Landing.At(here, here.parent(), "", slash);
                enter(link.target());
            } else if (inode instanceof Folder folder) {
                here = folder;
            } else if (!ahead.isEmpty() || slash) {
                return new Landing.Failed(Errors.ENOTDIR);
            }
        }
        return landing;
    }

    private Landing step(String name, boolean last) {
        if (name.length() > NAME_BYTES) {
            return new Landing.Failed(Errors.ENAMETOOLONG);
        }
        if (!here.allows(SEARCH)) {
            return new Landing.Failed(Errors.EACCES);
        }
        if (name.equals(".")) {
            return new Landing.At(here, here, name, slash);
        }
        if (name.equals("..")) {
            return new Landing.At(here.parent(), here.parent().parent(), name, slash);
        }
        Optional<Inode> child = here.child(name);
        if (child.isPresent()) {
            return new Landing.At(child.get(), here, name, slash);
        }
        return last && !here.isGone() ? new Landing.Gap(here, name, slash) : new Landing.Failed(Errors.ENOENT);
    }

    /** Names come before those that are still ahead. */
    private void enter(String path) {
        if (path.startsWith("/")) {
            here = root;
        }
        String[] names = path.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty()) {
                ahead.addFirst(names[i]);
            }
        }
        if (path.endsWith("/") && ahead.isEmpty()) {
            ahead.addFirst(".");
        }
    }
}
