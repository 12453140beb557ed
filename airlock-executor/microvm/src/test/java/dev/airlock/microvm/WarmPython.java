package dev.airlock.microvm;

import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.linux.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** This host's CPython, warmed up in a snapshot, for tests. */
final class WarmPython implements AutoCloseable {
    static final Monitor ALLOW_ALL = Monitor.permissive();
    static final Limits LIMITS = new Limits(Patience.of(Duration.ofSeconds(20)), 1 << 20, 1_000_000);

    final MicroVms vms;
    final Snapshot snapshot;
    final Duration booting;

    private WarmPython(MicroVms vms, Snapshot snapshot, Duration booting) {
        this.vms = vms;
        this.snapshot = snapshot;
        this.booting = booting;
    }

    static WarmPython boot(Path folder, int memoryMib) throws IOException, ImageRejected, Errno, BootFailed {
        GuestProgram program = program(folder);
        MicroVms vms = MicroVms.open();
        long start = System.nanoTime();
        Snapshot snapshot = vms.boot(program, memoryMib);
        return new WarmPython(vms, snapshot, Duration.ofNanos(System.nanoTime() - start));
    }

    /** What {@link #boot} runs. */
    static GuestProgram program(Path folder) throws IOException, ImageRejected {
        return GuestProgram.of(image(folder));
    }

    /** A Python that was made an image of beforehand, in the store named by a property, or else this host's. */
    private static Image image(Path folder) throws IOException, ImageRejected {
        Optional<String> ready = Optional.ofNullable(System.getProperty("airlock.test.images"));
        if (ready.isPresent()) {
            return new ImageStore(Path.of(ready.get())).load(PythonImage.NAME);
        }
        ImageStore store = new ImageStore(folder);
        PythonImage.build(store, Optional.empty(), _ -> {});
        return store.load(PythonImage.NAME);
    }

    RunTrace run(String payload) {
        return run(payload, LIMITS, ALLOW_ALL);
    }

    RunTrace run(String payload, Limits limits, Monitor monitor) {
        return snapshot.run(payload.getBytes(StandardCharsets.UTF_8), limits, monitor);
    }

    static String out(RunTrace trace) {
        return new String(trace.stdout(), StandardCharsets.UTF_8);
    }

    static String err(RunTrace trace) {
        return new String(trace.stderr(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        snapshot.close();
        vms.close();
    }
}
