package dev.airlock.container;

import org.junit.jupiter.api.Tag;

/** The same by runc. */
@Tag("long")
class RuncPythonIT extends ContainerPythonIT {
    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }
}
