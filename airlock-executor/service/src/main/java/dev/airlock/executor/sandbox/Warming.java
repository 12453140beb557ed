package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.image.Image;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.GuestProgram;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Snapshot;

/** Where the snapshots of a sandbox come from. Any platform thread. */
public interface Warming {
    /** Every guest is warmed when it is first asked for, and forgotten with the process. */
    Warming IN_MEMORY = (machines, image, memory) -> machines.boot(program(image), memory.mib());

    /**
     * A snapshot of the image in a guest of this size, to be closed by the caller.
     *
     * @throws BootFailed if the image's program does not come to its payload
     */
    Snapshot snapshot(MicroVms machines, Image image, SizeClass memory) throws BootFailed;

    /** What an image starts. */
    static GuestProgram program(Image image) {
        return GuestProgram.of(image);
    }
}
