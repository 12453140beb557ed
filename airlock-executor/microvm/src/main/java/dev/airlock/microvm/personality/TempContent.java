package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An open file in memory. */
record TempContent(TempFile file) implements Channel {
    private static final int CHUNK = 1 << 16;

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        long bytes = Math.min(into.remaining(), file.bytes() - position);
        if (bytes <= 0) {
            return 0;
        }
        into.checkWritable(bytes);
        process.sharedMappings().toFile(process, file, position, bytes);
        byte[] chunk = new byte[(int) Math.min(bytes, CHUNK)];
        for (long done = 0; done < bytes; ) {
            int part = (int) Math.min(chunk.length, bytes - done);
            file.read(position + done, chunk, 0, part);
            into.put(MemorySegment.ofArray(chunk).asSlice(0, part));
            done += part;
        }
        file.accessed(process.wallNanos());
        return bytes;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) throws BadAddress {
        if (from.remaining() == 0) {
            return 0;
        }
        if (position > Long.MAX_VALUE - from.remaining()) {
            return Errors.EFBIG;
        }
        long now = process.wallNanos();
        long done = 0;
        while (from.remaining() > 0) {
            byte[] bytes = from.take(CHUNK);
            int written = file.write(position + done, bytes, bytes.length, now);
            process.sharedMappings().fromFile(process, file, position + done, written);
            done += written;
            if (written < bytes.length) {
                break;
            }
        }
        return done == 0 ? Errors.ENOSPC : done;
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
    public void opened() {
        file.opened();
    }

    @Override
    public void closed() {
        file.closed();
    }

    @Override
    public Channel copy(Copies copies) {
        return new TempContent((TempFile) copies.inode(file));
    }
}
