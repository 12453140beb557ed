package dev.airlock.executor.shell;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.Isolation;
import java.nio.file.Path;

/**
 * What keeps programs from the host, and what the container backend needs for that.
 *
 * @param isolation {@code isolation}: {@code auto}, the default, {@code microvm} or {@code container}
 * @param runtime {@code container.runtime}: {@code auto}, the default, for the first that is there, {@code crun} or {@code runc}
 * @param folder {@code containers.dir}: where images are unpacked for containers; by default {@code containers} beside the images
 * @param everyCall {@code container.calls}: {@code unlisted}, the default, to see the calls that no list names, or {@code every}
 */
public record Containing(Isolation isolation, ContainerRuntime.Wanted runtime, Path folder, boolean everyCall) {}
