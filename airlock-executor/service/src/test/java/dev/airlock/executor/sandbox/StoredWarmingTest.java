package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.airlock.executor.TestGround;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.PythonImage;
import dev.airlock.image.Recipe;
import dev.airlock.microvm.SnapshotStore;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox has kept, the next one starts from. */
@Tag("kvm")
class StoredWarmingTest {
    @TempDir
    private Path folder;

    private Path images() throws Exception {
        Path images = folder.resolve("images");
        TestGround.images(images, List.of(Recipe.PYTHON));
        return images;
    }

    private static Site.Origins run(Path images, Warming warming) {
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        SelfTest selfTest = new SelfTest(PythonImage.NAME, SizeClass.MIB_64);
        PoolLimits limits = new PoolLimits(0, 1, 4, Duration.ofMinutes(1), 2_048, 1);
        try (MicroVmSandbox sandbox =
                new MicroVmSandbox(images, policies, selfTest, 1, limits, new PoolCounters(), warming)) {
            Plan plan = Plans.of("code:execute", PythonImage.NAME, "code-execute", SizeClass.MIB_64);
            Bytes payload = Bytes.of("print(sum(range(10)))".getBytes(StandardCharsets.UTF_8));
            Attempt attempt = sandbox.run(plan, payload, new Cutoff());
            assertThat(attempt).isInstanceOf(Attempt.Ran.class);
            Trace trace = ((Attempt.Ran) attempt).trace();
            assertThat(trace.end()).isEqualTo(new Trace.End.Exited(0));
            assertThat(new String(trace.stdout().toArray(), StandardCharsets.UTF_8))
                    .isEqualTo("45\n");
            return trace.site().origins().orElseThrow();
        }
    }

    @Test
    void the_next_start_runs_the_snapshot_of_the_one_before_and_another_key_warms_its_own() throws Exception {
        assumeThat(Files.isWritable(Path.of("/dev/kvm")))
                .as("/dev/kvm is not usable here")
                .isTrue();
        Path images = images();
        Path snapshots = folder.resolve("snapshots");
        KeySeal ours = new KeySeal(SigningKey.generate(new SecureRandom()));
        Site.Origins built = run(images, new StoredWarming(new SnapshotStore(snapshots, ours)));
        Site.Origins loaded = run(images, new StoredWarming(new SnapshotStore(snapshots, ours)));
        assertThat(loaded).as("a guest that is warmed anew has another digest").isEqualTo(built);
        KeySeal theirs = new KeySeal(SigningKey.generate(new SecureRandom()));
        assertThat(run(images, new StoredWarming(new SnapshotStore(snapshots, theirs))))
                .isNotEqualTo(built);
    }
}
