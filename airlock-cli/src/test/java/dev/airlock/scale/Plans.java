package dev.airlock.scale;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.chaos.Child;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

    /** Containers take root and a runtime. */
    static void assumeContainers() {
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean crun =
                Stream.of("/usr/bin/crun", "/usr/local/bin/crun").anyMatch(at -> Files.isExecutable(Path.of(at)));
        assumeTrue(root && crun, "root and crun are not here: containers are not tested");
    }
}
