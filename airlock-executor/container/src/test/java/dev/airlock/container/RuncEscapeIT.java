package dev.airlock.container;

import org.junit.jupiter.api.Tag;

/** The same by runc. */
@Tag("long")
class RuncEscapeIT extends ContainerEscapeIT {
    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }
}
