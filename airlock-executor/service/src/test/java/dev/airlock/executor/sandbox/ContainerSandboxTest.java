package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.Image;
import dev.airlock.image.ImageStore;
import dev.airlock.image.RootfsImage;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided before any container is started. */
class ContainerSandboxTest {
    private static final SelfTest SELF_TEST = new SelfTest("airlock-python:latest", SizeClass.MIB_64);
    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    private static final int GETPID = 39;

    private static final PoolLimits LIMITS = new PoolLimits(1, 2, 4, Duration.ofMinutes(1), 100, 1);

    @TempDir
    private Path folder;

    private Attempt run(Path root) throws Exception {
        Path images = folder.resolve("images");
        Files.writeString(Files.createDirectories(root.resolve("bin")).resolve("python3"), "python");
        RootfsImage.build(new ImageStore(images), "mine:1", root, List.of("/bin/python3"), "python", _ -> {});
        Plan plan = Plans.of("code:execute", "mine:1", "code-execute", SizeClass.MIB_64);
        try (var sandbox = new ContainerSandbox(
                new ContainerSandbox.Folders(images, folder.resolve("containers")),
                ContainerRuntime.Wanted.AUTO,
                SyscallPolicies.load(Routes.load().policies()),
                SELF_TEST,
                1,
                LIMITS,
                new PoolCounters(),
                false)) {
            Readiness before = sandbox.readiness();
            Attempt attempt = sandbox.run(plan, Bytes.EMPTY, new Cutoff());
            assertThat(sandbox.readiness())
                    .as("an image says nothing of the backend")
                    .isEqualTo(before);
            assertThat(folder.resolve("containers")).doesNotExist();
            return attempt;
        }
    }

    private static void isNoImage(Attempt attempt, String reason) {
        assertThat(attempt).isInstanceOfSatisfying(Attempt.Declined.class, declined -> {
            assertThat(declined.refusal().kind()).isEqualTo(RefusalKind.NO_IMAGE);
            assertThat(declined.refusal().text()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({"run/mount/utab", "run/mount", "run"})
    void an_image_with_a_link_to_what_those_who_mount_believe_is_no_image_for_a_container(String at) throws Exception {
        Path link = folder.resolve("root").resolve(at);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("/tmp"));
        isNoImage(run(folder.resolve("root")), "the image has /" + at + ", a link");
    }

    @Test
    void an_image_with_a_table_of_mounts_is_no_image_for_a_container() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("root/run/mount"));
        Files.writeString(mount.resolve("utab"), "TARGET=/proc\n");
        isNoImage(run(folder.resolve("root")), "the image has /run/mount/utab, and");
    }

    @Test
    void containers_of_two_policies_are_of_two_kinds_and_each_lists_its_own_calls() throws Exception {
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        Path root = folder.resolve("root");
        Files.writeString(Files.createDirectories(root.resolve("bin")).resolve("python3"), "python");
        ImageStore store = new ImageStore(folder.resolve("images"));
        RootfsImage.build(store, "mine:1", root, List.of("/bin/python3"), "python", _ -> {});
        Image image = store.load("mine:1");
        WarmContainers.Mould wide = mould(image, policies, "code-execute");
        WarmContainers.Mould narrow = mould(image, policies, "analyze-malware-sample");
        assertThat(wide).isEqualTo(mould(image, policies, "code-execute")).isNotEqualTo(narrow);
        SortedSet<Integer> warming = policies.anywhere();
        assertThat(wide.spec(warming).calls().calls()).containsValue("getpid");
        assertThat(narrow.spec(warming).calls().calls()).doesNotContainValue("getpid");
        assertThat(narrow.spec(warming).calls().warming()).contains(GETPID);
    }

    private static WarmContainers.Mould mould(Image image, SyscallPolicies policies, String policy) {
        return new WarmContainers.Mould(
                image, SizeClass.MIB_64, policies.policy(policy, "python").orElseThrow(), false);
    }

    @Test
    void an_image_with_something_else_where_a_file_system_of_its_own_has_to_be_is_none_either() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createSymbolicLink(root.resolve("tmp"), Path.of("/home"));
        isNoImage(run(root), "no folder /tmp");
    }
}
