package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.ImageStore;
import dev.airlock.image.RootfsImage;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                    .contains("make it there: airlock image build python")
                    .doesNotContain(images.toString());
            assertThat(sandbox.run(SELF_TEST.plan(SandboxKind.MICROVM), SELF_TEST.payload(), new Cutoff()))
                    .isInstanceOfSatisfying(Attempt.Declined.class, declined -> assertThat(declined.refusal())
                            .extracting(Refusal::kind)
                            .isEqualTo(RefusalKind.NO_IMAGE));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            airlock-python:latest    | make it there: airlock image build python
            airlock-shell:latest     | make it there: airlock image build shell
            airlock-compute:latest   | make it there: airlock image build calculator
            airlock-scanner:latest   | make it there: airlock image build scanner
            airlock-sip:v2           | a guest has no network
            airlock-webrtc:v1        | a guest has no network
            airlock-http:latest      | a guest has no network
            airlock-db:latest        | a guest has no network
            airlock-inference:latest | a model and its runtime are not part of Airlock
            somebody-elses:1         | nobody has written one
            """)
    void a_route_without_an_image_is_refused_with_what_can_be_done(String image, String advice) {
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        Plan plan = Plans.of("code:execute", image, "code-execute", SizeClass.MIB_64);
        try (MicroVmSandbox sandbox = new MicroVmSandbox(images, policies, SELF_TEST, 1, LIMITS, new PoolCounters())) {
            assertThat(sandbox.run(plan, Bytes.EMPTY, new Cutoff()))
                    .isInstanceOfSatisfying(Attempt.Declined.class, declined -> {
                        assertThat(declined.refusal().kind()).isEqualTo(RefusalKind.NO_IMAGE);
                        assertThat(declined.refusal().text()).contains(image).contains(advice);
                    });
        }
    }

    @Test
    void every_route_has_an_image_that_can_be_made_or_a_reason_why_not() {
        assertThat(Routes.load().rows()).allSatisfy(route -> assertThat(Missing.image(route.image()))
                .as(route.name())
                .doesNotContain("nobody has written one"));
    }

    @Test
    void an_image_that_does_not_say_its_runtime_is_refused_and_never_guessed_at() throws Exception {
        ImageStore store = new ImageStore(images);
        Path root = Files.createDirectories(images.resolve("root"));
        Files.writeString(Files.createDirectories(root.resolve("bin")).resolve("python3"), "python");
        RootfsImage.build(store, "mine:1", root, List.of("/bin/python3"), "unreviewed", _ -> {});
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        Plan plan = Plans.of("code:execute", "mine:1", "code-execute", SizeClass.MIB_64);
        try (MicroVmSandbox sandbox = new MicroVmSandbox(images, policies, SELF_TEST, 1, LIMITS, new PoolCounters())) {
            assertThat(sandbox.run(plan, Bytes.EMPTY, new Cutoff()))
                    .isInstanceOfSatisfying(Attempt.Declined.class, declined -> {
                        assertThat(declined.refusal().kind()).isEqualTo(RefusalKind.NO_IMAGE);
                        assertThat(declined.refusal().text())
                                .contains("'unreviewed'")
                                .contains("python, shell, calculator, scanner");
                    });
        }
    }
}
