package dev.airlock.executor.sandbox;

import dev.airlock.container.ContainerRuntime;
import org.junit.jupiter.api.Tag;

/** The same by runc. */
@Tag("long")
class RuncRuntimesIT extends ContainerRuntimesIT {
    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }
}
