package dev.airlock.scale;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.chaos.Child;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.Backend;
import java.nio.file.Path;
import java.util.List;

/** Where tests lay their roads. */
final class Plans {
    private static final int SLOTS = 2;

    private Plans() {}

    static Grounds.Plan of(Path folder, Backend backend, int executorsMost) throws Exception {
        Path road = folder.resolve("road");
        TestGround.images(road.resolve("images"), List.of(Recipe.PYTHON));
        return new Grounds.Plan(
                road,
                arguments -> Child.command("dev.airlock.cli.Airlock", arguments),
                backend,
                SLOTS,
                executorsMost,
                System.out::println);
    }

    /** Whoever may start containers here, by whichever runtime. */
    static void assumeContainers() {
        try {
            Containers.require(ContainerRuntime.Wanted.AUTO);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers here, so no road of them was measured: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
    }
}
