package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All images in microVMs. */
@Tag("kvm")
class RuntimesTest extends RuntimesGround {
    @Override
    void require() {
        if (!Files.isWritable(Path.of("/dev/kvm"))) {
            System.err.println("SKIPPED: /dev/kvm is not usable here, so no image ran in a microVM");
            abort("SKIPPED: /dev/kvm is not usable here");
        }
    }

    @Override
    Sandbox open(Path folder, Path images, SyscallPolicies policies) {
        return new MicroVmSandbox(images, policies, SELF_TEST, KINDS, POOL, new PoolCounters());
    }

    @Test
    void a_run_is_the_same_again_in_the_world_of_its_recording_and_not_in_its_own() {
        String program =
                "import os, random, time, uuid; print(random.random(), uuid.uuid4(), os.urandom(9), time.time_ns())";
        Trace first = run("code:execute", program);
        exited(first, 0);
        Given given = Given.of(Bytes.of(program.getBytes(StandardCharsets.UTF_8)));
        Trace again = run("code:execute", given.playing(first.recording()));
        exited(again, 0);
        assertThat(out(again)).isEqualTo(out(first));
        assertThat(again.calls().sequence()).isEqualTo(first.calls().sequence());
        assertThat(again.strayed()).isEmpty();
        assertThat(out(run("code:execute", program))).isNotEqualTo(out(first));
    }
}
