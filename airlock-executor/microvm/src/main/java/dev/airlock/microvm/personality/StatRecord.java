package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Device;
import dev.airlock.microvm.files.FileTypes;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.files.Times;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** struct stat, 144 bytes, and struct statx, 256. Source: arch/x86/include/uapi/asm/stat.h, uapi/linux/stat.h, v6.12. */
final class StatRecord {
    private static final int BYTES = 144;
    private static final int EXTENDED_BYTES = 256;

    /** STATX_BASIC_STATS: all but the time of birth. */
    private static final int BASIC = 0x7FF;

    private static final int PREFERRED_BLOCK = 4096;
    private static final int BLOCK = 512;

    private StatRecord() {}

    private record Facts(
            long device,
            long number,
            int mode,
            int links,
            int owner,
            long special,
            long bytes,
            long blocks,
            Times times) {
        static Facts of(Optional<Inode> inode) {
            return inode.map(Facts::of).orElseGet(Facts::ofPipe);
        }

        private static Facts of(Inode inode) {
            long special = inode instanceof Device device ? device.identity() : 0;
            long kept = inode instanceof TempFile file ? file.kept() : inode.bytes();
            return new Facts(
                    inode.device(),
                    inode.number(),
                    inode.mode(),
                    inode.links(),
                    inode.owner(),
                    special,
                    inode.bytes(),
                    (kept + BLOCK - 1) / BLOCK,
                    inode.times());
        }

        /** Descriptors 0, 1 and 2 among them, so that no program takes them for a terminal. */
        private static Facts ofPipe() {
            return new Facts(0, 1, FileTypes.PIPE | 0600, 1, Inode.NOBODY, 0, 0, 0, Times.all(0));
        }
    }

    /** @param inode nothing for a pipe */
    static byte[] of(Optional<Inode> inode) {
        Facts facts = Facts.of(inode);
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(facts.device).putLong(facts.number).putLong(facts.links);
        buffer.putInt(facts.mode).putInt(facts.owner).putInt(facts.owner).putInt(0);
        buffer.putLong(facts.special)
                .putLong(facts.bytes)
                .putLong(PREFERRED_BLOCK)
                .putLong(facts.blocks);
        for (long time : new long[] {facts.times.accessed(), facts.times.modified(), facts.times.changed()}) {
            buffer.putLong(seconds(time)).putLong(rest(time));
        }
        return buffer.array();
    }

    /** The same for statx. */
    static byte[] extended(Optional<Inode> inode) {
        Facts facts = Facts.of(inode);
        ByteBuffer buffer = ByteBuffer.allocate(EXTENDED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(BASIC).putInt(PREFERRED_BLOCK).putLong(0);
        buffer.putInt(facts.links).putInt(facts.owner).putInt(facts.owner).putInt(facts.mode);
        buffer.putLong(facts.number).putLong(facts.bytes).putLong(facts.blocks).putLong(0);
        for (long time : new long[] {facts.times.accessed(), 0, facts.times.changed(), facts.times.modified()}) {
            buffer.putLong(seconds(time)).putInt((int) rest(time)).putInt(0);
        }
        buffer.putInt((int) (facts.special >>> 8)).putInt((int) (facts.special & 0xFF));
        buffer.putInt((int) (facts.device >>> 8)).putInt((int) (facts.device & 0xFF));
        return buffer.array();
    }

    private static long seconds(long nanos) {
        return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    private static long rest(long nanos) {
        return Math.floorMod(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
