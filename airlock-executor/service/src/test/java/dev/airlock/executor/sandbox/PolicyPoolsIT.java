package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.TestGround;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two intents whose programs run in one image under two policies: each has containers with its own policy's filter, from before its payload comes. */
class PolicyPoolsIT {
    private static final String WIDE = "code:execute";
    private static final String NARROW = "analyze_malware_sample";
    private static final Duration SOON = TestGround.patience(Duration.ofSeconds(30));
    private static final Bytes PAYLOAD = Bytes.of("import os; print(os.getpid() > 0)".getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path folder;

    @BeforeAll
    static void needsContainers() throws Exception {
        try {
            Containers.require(ContainerRuntime.Wanted.CRUN);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers here, so no two pools were compared: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
        TestGround.images(folder.resolve("images"), List.of(Recipe.PYTHON));
    }

    private static Trace.End end(Sandbox sandbox, String intent) {
        Attempt attempt = sandbox.run(Plans.of(intent), PAYLOAD, new Cutoff());
        assertThat(attempt).isInstanceOf(Attempt.Ran.class);
        return ((Attempt.Ran) attempt).trace().end();
    }

    @Test
    void two_policies_get_two_pools_and_what_the_wider_one_alone_lists_is_a_violation_in_the_narrower()
            throws Exception {
        assertThat(Plans.of(WIDE).image()).isEqualTo(Plans.of(NARROW).image());
        assertThat(Plans.of(WIDE).limits().memory())
                .isEqualTo(Plans.of(NARROW).limits().memory());
        try (var sandbox = new ContainerSandbox(
                new ContainerSandbox.Folders(folder.resolve("images"), folder.resolve("containers")),
                ContainerRuntime.Wanted.CRUN,
                SyscallPolicies.load(Routes.load().policies()),
                new SelfTest(Recipe.PYTHON.image(), SizeClass.MIB_64),
                2,
                new PoolLimits(1, 1, 4, Duration.ofMinutes(1), 100, 1),
                new PoolCounters(),
                false)) {
            assertThat(end(sandbox, WIDE)).isEqualTo(new Trace.End.Exited(0));
            assertThat(end(sandbox, NARROW))
                    .isInstanceOfSatisfying(Trace.End.Stopped.class, stopped -> assertThat(stopped.offence())
                            .isEqualTo(new Offence.Violation(
                                    "sys_getpid", "sys_getpid (not allowed for intent '" + NARROW + "')")));
            assertThat(end(sandbox, WIDE))
                    .as("the wider pool is still the wider one")
                    .isEqualTo(new Trace.End.Exited(0));
            assertThat(parkedFilters())
                    .as("a container that waits for each, whose filter lets the call through, and does not")
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    /** Of each container that is there once each pool has made its next one, whether its filter lets getpid through to the kernel; crun's names nothing else. */
    private static List<Boolean> parkedFilters() throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        List<Boolean> filters = filters();
        while (!filters.stream().sorted().toList().equals(List.of(false, true)) && System.nanoTime() < until) {
            Thread.sleep(20);
            filters = filters();
        }
        return filters;
    }

    private static List<Boolean> filters() {
        try (Stream<Path> files = Files.walk(folder.resolve("containers/runs"), 3)) {
            return files.filter(file -> file.endsWith("config.json"))
                    .map(PolicyPoolsIT::read)
                    .filter(config -> !config.isEmpty())
                    .map(config -> config.contains("\"getpid\""))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // One was removed meanwhile.
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
