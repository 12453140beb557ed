package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.image.Image;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Snapshot;
import dev.airlock.microvm.SnapshotStore;
import dev.airlock.microvm.store.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots that are kept: one that fits is loaded, else the guest is warmed and kept; the log says which, and how long it took. */
public final class StoredWarming implements Warming {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWarming.class);

    private final SnapshotStore store;

    public StoredWarming(SnapshotStore store) {
        this.store = store;
    }

    /** What is stored of an image in a guest of this size. */
    public static Origin origin(Image image, SizeClass memory) {
        return new Origin(image.name(), image.digest(), image.warm().orElse(""), memory.mib());
    }

    @Override
    public Snapshot snapshot(MicroVms machines, Image image, SizeClass memory) throws BootFailed {
        SnapshotStore.Ready ready = store.prepare(machines, origin(image, memory), Warming.program(image));
        ready.remarks().forEach(remark -> LOG.warn("image={} snapshot {}", image.name(), remark));
        LOG.info(
                "image={} memory={}MiB snapshot={} {} in {} ms",
                image.name(),
                memory.mib(),
                ready.snapshot().digest(),
                ready.loaded() ? "loaded" : "built",
                ready.took().toMillis());
        return ready.snapshot();
    }
}
