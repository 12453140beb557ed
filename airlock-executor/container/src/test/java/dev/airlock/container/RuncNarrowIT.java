package dev.airlock.container;

import org.junit.jupiter.api.Tag;

/** The same by runc, which asks about every command of a call that has any. */
@Tag("long")
class RuncNarrowIT extends NarrowIT {
    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }
}
