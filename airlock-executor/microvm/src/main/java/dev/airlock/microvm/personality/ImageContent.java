package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.machine.BadAddress;
import java.util.Optional;

/** A file of the image, open to be read. */
record ImageContent(ImageFile file) implements Channel {
    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        long bytes = Math.min(into.remaining(), file.bytes() - position);
        if (bytes <= 0) {
            return 0;
        }
        into.checkWritable(bytes);
        into.put(file.content().asSlice(position, bytes));
        return bytes;
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
        return Optional.of(file);
    }

    @Override
    public Channel copy(Copies copies) {
        return this;
    }
}
