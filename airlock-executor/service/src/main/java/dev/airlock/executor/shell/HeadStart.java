package dev.airlock.executor.shell;

import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Sandboxes that get ready from now on, on a thread of their own, although there is no bus yet: to read an image and to warm a guest takes
 * as long as a broker's start. Whoever made it closes it, until an {@link ExecutorHouse} has taken it over.
 */
public final class HeadStart implements AutoCloseable {
    private final ExecutorHouse.Parts parts;
    private final Prober prober;

    private HeadStart(ExecutorHouse.Parts parts) {
        this.parts = parts;
        this.prober = new Prober(parts.sandboxes().values());
    }

    /**
     * The real sandboxes of an executor; the configuration's bus is not asked for anything.
     *
     * @throws IOException if the executor's key cannot be read or made
     */
    public static HeadStart of(ExecutorConfig config) throws IOException {
        KeyFiles keys = new KeyFiles(config.keysDir(), new SecureRandom()).sealing(config.hybrid());
        return of(ExecutorHouse.Parts.of(config, keys.loadOrCreate(config.keyName())));
    }

    static HeadStart of(ExecutorHouse.Parts parts) {
        return new HeadStart(parts);
    }

    ExecutorHouse.Parts parts() {
        return parts;
    }

    /** From here on nobody finds out whether guests can run. Waits for a probe under way, for fifteen seconds at most. */
    void endProbes() {
        prober.close();
    }

    /** Ends the probes, and the sandboxes with all their guests, none of which may be running something. */
    @Override
    public void close() {
        endProbes();
        parts.sandboxes().values().forEach(Sandbox::close);
    }
}
