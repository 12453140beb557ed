package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.container.ControlGroups;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.ImageStore;
import dev.airlock.image.RootfsImage;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host on which no control group can be made: a program there would be held by rlimits, which leave out what the kernel keeps for it. */
class UnboundedContainersTest {
    private static final String IMAGE = "mine:1";

    @TempDir
    private Path folder;

    private Path images;
    private Containers containers;
    private ContainerSandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        images = folder.resolve("images");
        Path root = folder.resolve("root");
        Files.writeString(Files.createDirectories(root.resolve("bin")).resolve("python3"), "python");
        RootfsImage.build(new ImageStore(images), IMAGE, root, List.of("/bin/python3"), "python", _ -> {});
        ContainerRuntime runtime = new ContainerRuntime(ContainerRuntime.Kind.CRUN, folder.resolve("no-crun"), "1.8");
        ControlGroups none = new ControlGroups(ControlGroups.Hierarchy.V2, ControlGroups.Maker.NOBODY, "", List.of());
        try {
            containers = Containers.open(folder.resolve("containers"), runtime, none);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: that an unbounded container is refused was not tested: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
        sandbox = new ContainerSandbox(
                new ContainerSandbox.Folders(images, folder.resolve("containers")),
                _ -> containers,
                SyscallPolicies.load(Routes.load().policies()),
                new SelfTest(IMAGE, SizeClass.MIB_64),
                1,
                new PoolLimits(0, 1, 4, Duration.ofMinutes(1), 100, 1),
                new PoolCounters(),
                false);
    }

    @AfterEach
    void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static void isRefused(Attempt attempt) {
        assertThat(attempt).isInstanceOfSatisfying(Attempt.Declined.class, declined -> {
            assertThat(declined.refusal().kind()).isEqualTo(RefusalKind.NO_BACKEND);
            assertThat(declined.refusal().text())
                    .contains("no control group bounds a container's memory")
                    .contains("Delegate=yes");
        });
    }

    @Test
    void whoever_orders_a_run_there_is_refused_with_the_fix_and_no_container_is_unpacked() throws IOException {
        isRefused(sandbox.run(
                Plans.of("code:execute", IMAGE, "code-execute", SizeClass.MIB_64), Bytes.EMPTY, new Cutoff()));
        isRefused(sandbox.run(
                Plans.of("code:execute", IMAGE, "code-execute", SizeClass.MIB_64), Bytes.EMPTY, new Cutoff()));
        assertThat(folder.resolve("containers/roots"))
                .satisfiesAnyOf(roots -> assertThat(roots).doesNotExist(), roots -> assertThat(roots)
                        .isEmptyDirectory());
        assertThat(sandbox.readiness()).isInstanceOf(Readiness.NotReady.class);
    }

    @Test
    void a_probe_says_the_same() {
        assertThat(sandbox.probe()).isInstanceOfSatisfying(Readiness.NotReady.class, not -> assertThat(not.toString())
                .contains("rlimits alone")
                .contains("no control group bounds a container's memory"));
    }
}
