package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** All images in containers of this host's kernel. */
class ContainerRuntimesIT extends RuntimesGround {
    /** By which runtime. */
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    @Override
    void require() {
        try {
            Containers.require(runtime());
        } catch (ContainerFailed e) {
            System.err.println(
                    "SKIPPED: no containers of " + runtime() + " here, so no image ran in one: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
    }

    @Override
    Sandbox open(Path folder, Path images, SyscallPolicies policies) {
        return new ContainerSandbox(
                new ContainerSandbox.Folders(images, folder.resolve("containers")),
                runtime(),
                policies,
                SELF_TEST,
                KINDS,
                POOL,
                new PoolCounters(),
                false);
    }

    @Test
    void a_run_cannot_be_lived_through_again_and_says_so() {
        String program = "print(1)";
        Trace first = run("code:execute", program);
        exited(first, 0);
        Given given = Given.of(Bytes.of(program.getBytes(StandardCharsets.UTF_8)));
        assertThat(run("code:execute", given.playing(first.recording())).end())
                .isEqualTo(new Trace.End.Broke(Trace.Cause.SANDBOX, "a container cannot live through a recording"));
    }
}
