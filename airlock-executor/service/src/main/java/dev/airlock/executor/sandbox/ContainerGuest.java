package dev.airlock.executor.sandbox;

import dev.airlock.container.ParkedContainer;
import dev.airlock.executor.pool.Guest;
import dev.airlock.executor.pool.GuestFailed;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;

/** A parked container as what a slot holds: it runs one payload, and is discarded. */
final class ContainerGuest implements Guest {
    private final ParkedContainer container;

    ContainerGuest(ParkedContainer container) {
        this.container = container;
    }

    @Override
    public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
        return container.run(input, limits, monitor);
    }

    @Override
    public boolean reusable() {
        return false;
    }

    @Override
    public int reset() throws GuestFailed {
        throw new GuestFailed("a container runs once");
    }

    /** That it is closed was looked at when it was parked; nothing has run in it since. */
    @Override
    public Proof prove() {
        return new Proof.Equal(container.digest());
    }

    @Override
    public void close() {
        container.close();
    }
}
