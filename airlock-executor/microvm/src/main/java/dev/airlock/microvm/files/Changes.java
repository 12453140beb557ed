package dev.airlock.microvm.files;

import java.util.Optional;

/** Every change of names. Each answers 0 or a negative errno, and changes all or nothing. */
public final class Changes {
    /** Write and search. */
    private static final int CHANGE = 3;

    /** Flags of renameat2. Source: include/uapi/linux/fs.h, v6.12. */
    public static final int NOREPLACE = 1;

    public static final int EXCHANGE = 2;

    private static final int LINKS_MAX = 65000;

    private final TempSpace space;
    private final long now;

    /** @param now nanoseconds since 1970-01-01T00:00:00Z */
    public Changes(FileTree tree, long now) {
        this.space = tree.space();
        this.now = now;
    }

    /** What a new file became, or why there is none. */
    public sealed interface Made {
        record File(TempFile file) implements Made {}

        record Failed(long error) implements Made {}
    }

    /** Makes an empty file where {@code gap} is. */
    public Made makeFile(Landing.Gap gap, int permissions) {
        if (gap.slash()) {
            return new Made.Failed(Errors.EISDIR);
        }
        long error = mayAdd(gap.parent(), gap.name());
        if (error != 0) {
            return new Made.Failed(error);
        }
        if (!takeName(gap.name())) {
            return new Made.Failed(Errors.ENOSPC);
        }
        TempFile file = new TempFile(space, permissions, 1, now);
        ((TempFolder) gap.parent()).put(gap.name(), file, now);
        return new Made.File(file);
    }

    /** Makes a file that has no name. */
    public Made makeNameless(int permissions) {
        return space.takeNode(0)
                ? new Made.File(new TempFile(space, permissions, 0, now))
                : new Made.Failed(Errors.ENOSPC);
    }

    public long makeFolder(Landing landing, int permissions) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.At _ -> Errors.EEXIST;
            case Landing.Gap(Folder parent, String name, boolean _) -> {
                long error = mayAdd(parent, name);
                if (error != 0 || !(parent instanceof TempFolder folder)) {
                    yield error;
                }
                if (!takeName(name)) {
                    yield Errors.ENOSPC;
                }
                folder.put(name, TempFolder.made(space, folder, name, permissions, now), now);
                yield 0;
            }
        };
    }

    public long makeLink(Landing landing, String target) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.At _ -> Errors.EEXIST;
            case Landing.Gap(Folder parent, String name, boolean slash) -> {
                long error = slash ? Errors.ENOENT : mayAdd(parent, name);
                if (error != 0 || !(parent instanceof TempFolder folder)) {
                    yield error;
                }
                if (!space.takeNode((long) target.length() + name.length())) {
                    yield Errors.ENOSPC;
                }
                folder.put(name, new TempLink(space, target, now), now);
                yield 0;
            }
        };
    }

    /** Gives {@code inode} one more name. */
    public long addName(Inode inode, Landing landing) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.At _ -> Errors.EEXIST;
            case Landing.Gap(Folder parent, String name, boolean slash) -> {
                long error = slash ? Errors.ENOENT : mayAdd(parent, name);
                if (error != 0 || !(parent instanceof TempFolder folder)) {
                    yield error;
                }
                yield addName(inode, folder, name);
            }
        };
    }

    private long addName(Inode inode, TempFolder folder, String name) {
        return switch (inode) {
            case TempFile file -> {
                if (file.links() >= LINKS_MAX) {
                    yield Errors.EMLINK;
                }
                if (!space.take((file.links() == 0 ? 0 : TempSpace.NODE_BYTES) + name.length())) {
                    yield Errors.ENOSPC;
                }
                folder.put(name, file, now);
                file.linked(now);
                yield 0;
            }
            case Folder _, TempLink _ -> Errors.EPERM;
            case ImageFile _, ImageLink _, Device _ -> Errors.EXDEV;
        };
    }

    /** unlink. */
    public long removeName(Landing landing) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At(Inode inode, Folder parent, String name, boolean _) -> {
                if (inode instanceof Folder) {
                    yield parent instanceof TempFolder ? Errors.EISDIR : Errors.EROFS;
                }
                long error = mayChange(parent);
                if (error == 0) {
                    takeAway((TempFolder) parent, name, inode);
                }
                yield error;
            }
        };
    }

    /** rmdir. */
    public long removeFolder(Landing landing) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At(Inode inode, Folder parent, String name, boolean _) -> {
                if (!(inode instanceof Folder folder)) {
                    yield Errors.ENOTDIR;
                }
                if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                    yield name.equals(".") ? Errors.EINVAL : name.isEmpty() ? Errors.EBUSY : Errors.ENOTEMPTY;
                }
                if (!(folder instanceof TempFolder temp)) {
                    yield Errors.EROFS;
                }
                if (temp.isMounted()) {
                    yield Errors.EBUSY;
                }
                long error = mayChange(parent);
                if (error == 0 && !temp.isEmpty()) {
                    yield Errors.ENOTEMPTY;
                }
                if (error == 0) {
                    takeAway((TempFolder) parent, name, temp);
                }
                yield error;
            }
        };
    }

    private void takeAway(TempFolder parent, String name, Inode inode) {
        parent.remove(name, now);
        space.give(name.length() + (inode instanceof TempFile file && file.links() > 1 ? TempSpace.NODE_BYTES : 0));
        if (inode instanceof TempNode node) {
            node.unlinked(now);
        }
    }

    /** renameat2, with {@link #NOREPLACE} and {@link #EXCHANGE}. */
    public long rename(Landing from, Landing to, int flags) {
        if (!(from instanceof Landing.At source)) {
            return from instanceof Landing.Failed(long error) ? error : Errors.ENOENT;
        }
        if (isNoName(source.name()) || (to instanceof Landing.At at && isNoName(at.name()))) {
            return Errors.EBUSY;
        }
        return switch (to) {
            case Landing.Failed(long error) -> error;
            case Landing.At target -> (flags & NOREPLACE) != 0 ? Errors.EEXIST : ontoOther(source, target, flags);
            case Landing.Gap gap -> (flags & EXCHANGE) != 0 ? Errors.ENOENT : intoGap(source, gap);
        };
    }

    private static boolean isNoName(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..");
    }

    private long intoGap(Landing.At source, Landing.Gap gap) {
        long error = mayMove(source.inode(), source.parent(), gap.parent());
        if (error != 0) {
            return error;
        }
        if (!(source.inode() instanceof Folder) && (gap.slash() || source.slash())) {
            return Errors.ENOTDIR;
        }
        if (gap.name().length() > Walk.NAME_BYTES || !space.take(gap.name().length())) {
            return Errors.ENOSPC;
        }
        space.give(source.name().length());
        ((TempFolder) source.parent()).remove(source.name(), now);
        ((TempFolder) gap.parent()).put(gap.name(), source.inode(), now);
        return 0;
    }

    private long ontoOther(Landing.At source, Landing.At target, int flags) {
        Inode moved = source.inode();
        Inode other = target.inode();
        long error = mayMove(moved, source.parent(), target.parent());
        if (error == 0) {
            error = mayMove(other, target.parent(), source.parent());
        }
        if (error != 0) {
            return error == Errors.EINVAL && other instanceof TempFolder folder && !folder.isEmpty()
                    ? Errors.ENOTEMPTY
                    : error;
        }
        TempFolder sourceFolder = (TempFolder) source.parent();
        TempFolder targetFolder = (TempFolder) target.parent();
        if (moved.is(other)) {
            return 0;
        }
        if ((flags & EXCHANGE) != 0) {
            exchange(source, target);
            return 0;
        }
        if (moved instanceof Folder != other instanceof Folder) {
            return moved instanceof Folder ? Errors.ENOTDIR : Errors.EISDIR;
        }
        if (other instanceof TempFolder folder && !folder.isEmpty()) {
            return Errors.ENOTEMPTY;
        }
        takeAway(targetFolder, target.name(), other);
        sourceFolder.remove(source.name(), now);
        space.give(source.name().length());
        if (!space.take(target.name().length())) {
            throw new IllegalStateException("a name that was given back is there to be taken");
        }
        targetFolder.put(target.name(), moved, now);
        return 0;
    }

    private void exchange(Landing.At source, Landing.At target) {
        TempFolder sourceFolder = (TempFolder) source.parent();
        TempFolder targetFolder = (TempFolder) target.parent();
        sourceFolder.remove(source.name(), now);
        targetFolder.remove(target.name(), now);
        sourceFolder.put(source.name(), target.inode(), now);
        targetFolder.put(target.name(), source.inode(), now);
    }

    private long mayMove(Inode inode, Folder from, Folder to) {
        if (inode instanceof TempFolder folder && folder.isMounted()) {
            return Errors.EBUSY;
        }
        if (from instanceof TempFolder != to instanceof TempFolder) {
            return Errors.EXDEV;
        }
        long error = mayChange(from);
        error = error == 0 ? mayChange(to) : error;
        if (error == 0 && inode instanceof Folder folder && lies(to, folder)) {
            return Errors.EINVAL;
        }
        return error;
    }

    /** Whether {@code inner} is {@code outer} or lies somewhere in it. */
    private static boolean lies(Folder inner, Folder outer) {
        Folder at = inner;
        while (!at.is(outer)) {
            if (at.name().isEmpty()) {
                return false;
            }
            at = at.parent();
        }
        return true;
    }

    private long mayAdd(Folder parent, String name) {
        return name.length() > Walk.NAME_BYTES ? Errors.ENAMETOOLONG : mayChange(parent);
    }

    private static long mayChange(Folder parent) {
        if (!(parent instanceof TempFolder folder)) {
            return Errors.EROFS;
        }
        if (folder.isGone()) {
            return Errors.ENOENT;
        }
        return folder.allows(CHANGE) ? 0 : Errors.EACCES;
    }

    private boolean takeName(String name) {
        return space.takeNode(name.length());
    }

    /** The node of an inode that may be changed, or nothing for what belongs to the image or the machine. */
    public static Optional<TempNode> changeable(Inode inode) {
        return inode instanceof TempNode node ? Optional.of(node) : Optional.empty();
    }
}
