package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroVmSandboxTest {
    private static final SelfTest SELF_TEST = new SelfTest("airlock-python:latest", SizeClass.MIB_64);

    private static final PoolLimits LIMITS = new PoolLimits(1, 2, 4, Duration.ofMinutes(1), 100, 1);

    @TempDir
    private Path images;

    @Test
    void without_its_image_it_is_not_ready_and_refuses_with_the_fix_and_without_a_path_of_the_host() {
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        try (MicroVmSandbox sandbox = new MicroVmSandbox(images, policies, SELF_TEST, 1, LIMITS, new PoolCounters())) {
            assertThat(sandbox.readiness()).isInstanceOf(Readiness.NotReady.class);
            assertThat(sandbox.probe()).isInstanceOf(Readiness.NotReady.class);
            assertThat(sandbox.readiness().detail())
                    .contains("airlock image build python --tag airlock-python:latest")
                    .doesNotContain(images.toString());
            assertThat(sandbox.run(SELF_TEST.plan(), SELF_TEST.payload(), new Cutoff()))
                    .isInstanceOfSatisfying(Attempt.Declined.class, declined -> assertThat(declined.refusal())
                            .extracting(Refusal::kind)
                            .isEqualTo(RefusalKind.NO_IMAGE));
        }
    }
}
