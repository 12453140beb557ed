package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import java.util.Optional;

/** What O_PATH opens: a place, not its content. */
record PathOnly(Inode place) implements Channel {
    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) {
        return Errors.EBADF;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return Errors.EBADF;
    }

    @Override
    public int readiness(GuestProcess process) {
        return 0;
    }

    @Override
    public Optional<Inode> inode() {
        return Optional.of(place);
    }

    @Override
    public Channel copy(Copies copies) {
        return new PathOnly(copies.inode(place));
    }
}
