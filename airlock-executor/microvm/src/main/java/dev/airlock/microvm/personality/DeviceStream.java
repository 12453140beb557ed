package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Device;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An open device. */
record DeviceStream(Device device) implements Channel {
    private static final int CHUNK = 1 << 16;

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        if (device == Device.NULL) {
            return 0;
        }
        long bytes = into.remaining();
        into.checkWritable(bytes);
        byte[] chunk = new byte[(int) Math.min(bytes, CHUNK)];
        for (long done = 0; done < bytes; ) {
            int part = (int) Math.min(chunk.length, bytes - done);
            if (device == Device.RANDOM || device == Device.URANDOM) {
                process.tape().fill(chunk);
            }
            into.put(MemorySegment.ofArray(chunk).asSlice(0, part));
            done += part;
        }
        return bytes;
    }

    /** Gone, without being looked at. */
    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return device == Device.FULL && from.remaining() > 0 ? Errors.ENOSPC : from.remaining();
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
        return Optional.of(device);
    }

    @Override
    public Channel copy(Copies copies) {
        return this;
    }
}
