package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.Inode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An open directory. The position counts entries; those a reader sees are those there were at its first read. */
final class Listing implements Channel {
    final Folder folder;
    private List<Folder.Entry> entries = List.of();

    Listing(Folder folder) {
        this.folder = folder;
    }

    /** {@code .}, {@code ..} and all else, taken anew when reading begins. */
    List<Folder.Entry> entries(long position) {
        if (position == 0 || entries.isEmpty()) {
            List<Folder.Entry> all = new ArrayList<>();
            all.add(new Folder.Entry(".", folder));
            all.add(new Folder.Entry("..", folder.parent()));
            if (!folder.isGone()) {
                all.addAll(folder.entries());
            }
            entries = all;
        }
        return entries;
    }

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) {
        return Errors.EISDIR;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return Errors.EBADF;
    }

    @Override
    public int readiness(GuestProcess process) {
        return IN | OUT;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Inode> inode() {
        return Optional.of(folder);
    }

    @Override
    public Channel copy(Copies copies) {
        return new Listing(copies.of(folder));
    }
}
