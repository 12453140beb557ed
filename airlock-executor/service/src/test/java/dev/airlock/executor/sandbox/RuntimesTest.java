package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.Errand;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    @Test
    void an_errand_s_run_is_in_the_warm_guest_on_whose_thread_it_is_and_there_is_none_before_the_first_run()
            throws Exception {
        Sandbox sandbox = sandbox();
        Plan plan = Plans.of("code:execute");
        Bytes payload = Bytes.of("print(6 * 7)".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Trace> ran = new CompletableFuture<>();
        CompletableFuture<String> thread = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        Errand errand = new Errand(
                () -> {
                    thread.complete(Thread.currentThread().getName());
                    ran.complete(((Attempt.Ran) sandbox.run(plan, payload, new Cutoff())).trace());
                },
                () -> over.complete(null));
        Plan unknown = Plans.of("code:execute", "nobody-has:it", "code-execute", SizeClass.MIB_64);
        assertThat(sandbox.take(unknown, errand)).isFalse();
        await().until(() -> {
            boolean taken = sandbox.take(plan, errand);
            if (!taken) {
                run(
                        "code:execute",
                        "print(1)"); // afterwards the image is known for a second, and a guest of it is there
            }
            return taken;
        });
        assertThat(out(ran.get(20, TimeUnit.SECONDS))).isEqualTo("42\n");
        over.get(20, TimeUnit.SECONDS);
        assertThat(thread.get()).startsWith("airlock-guest-");
    }
}
