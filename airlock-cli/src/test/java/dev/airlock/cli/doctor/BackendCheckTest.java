package dev.airlock.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.cli.doctor.Diagnosis.Severity;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.ContainerRuntime.Kind;
import dev.airlock.container.ContainerRuntime.Looked;
import dev.airlock.container.ControlGroups;
import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendCheckTest {
    private static final Diagnosis KVM = Diagnosis.ok("/dev/kvm", "kvm_amd");
    private static final Diagnosis NO_KVM = Diagnosis.bad("/dev/kvm", "none", "load it");
    private static final Diagnosis CONTAINER = Diagnosis.ok("container", "crun 1.8.1");
    private static final Diagnosis NO_CONTAINER = Diagnosis.bad("container", "no crun", "apt-get install crun");

    private static List<Severity> severities(Diagnosis microVm, Diagnosis container) {
        return BackendCheck.weighed(microVm, container).stream()
                .map(Diagnosis::severity)
                .toList();
    }

    @Test
    void one_backend_is_enough_and_the_other_s_fix_is_still_said() {
        assertThat(severities(KVM, CONTAINER)).containsExactly(Severity.OK, Severity.OK);
        assertThat(severities(NO_KVM, CONTAINER)).containsExactly(Severity.WARN, Severity.OK);
        assertThat(severities(KVM, NO_CONTAINER)).containsExactly(Severity.OK, Severity.WARN);
        assertThat(BackendCheck.weighed(KVM, NO_CONTAINER).getLast().fix()).isEqualTo("apt-get install crun");
    }

    @Test
    void without_any_backend_no_program_can_be_run_here() {
        assertThat(severities(NO_KVM, NO_CONTAINER)).containsExactly(Severity.BAD, Severity.BAD);
    }

    @Test
    void a_container_that_no_group_would_bound_is_none_since_its_executor_would_not_be_ready() {
        ControlGroups bounded =
                new ControlGroups(Hierarchy.V2, Maker.OURSELVES, "", List.of(Path.of("/sys/fs/cgroup/u")));
        assertThat(BackendCheck.container("crun 1.8.1 rootless", "", bounded))
                .isEqualTo(Diagnosis.ok(
                        "container", "crun 1.8.1 rootless, cgroup v2 delegated; airlock up --backend container"));
        ControlGroups unbounded = new ControlGroups(Hierarchy.V2, Maker.NOBODY, "", List.of());
        assertThat(BackendCheck.container("crun 1.8.1 rootless", "", unbounded))
                .satisfies(diagnosis -> assertThat(diagnosis.severity()).isEqualTo(Severity.BAD))
                .satisfies(diagnosis -> assertThat(diagnosis.fix()).contains("Delegate="));
    }

    @Test
    void without_namespaces_the_kernel_s_word_is_passed_on() {
        ControlGroups bounded = new ControlGroups(Hierarchy.V1, Maker.RUNTIME, "", List.of());
        assertThat(BackendCheck.container("crun 1.8.1", "No space left on device", bounded))
                .satisfies(diagnosis -> assertThat(diagnosis.severity()).isEqualTo(Severity.BAD))
                .satisfies(diagnosis -> assertThat(diagnosis.seen()).contains("No space left"));
    }

    @Test
    void a_reason_and_its_fix_are_told_apart() {
        assertThat(BackendCheck.of(new ContainerFailed("there is no crun on PATH; apt-get install crun")))
                .isEqualTo(Diagnosis.bad("container", "there is no crun on PATH", "apt-get install crun"));
        assertThat(BackendCheck.of(new ContainerFailed("nothing but a reason")).fix())
                .isNotEmpty();
    }

    private static Looked found(Kind kind, String version) {
        return new Looked(kind, Optional.of(new ContainerRuntime(kind, Path.of("/r"), version)), "");
    }

    private static Looked missing(Kind kind) {
        return new Looked(
                kind, Optional.empty(), "there is no " + kind.word() + " on PATH; apt-get install " + kind.word());
    }

    @Test
    void the_runtime_that_is_used_is_told_and_why_another_is_not_with_the_fix() {
        assertThat(BackendCheck.runtimes(List.of(found(Kind.CRUN, "1.8.1"), found(Kind.RUNC, "1.1.5")), true))
                .isEqualTo(Diagnosis.ok(
                        "runtimes",
                        "crun 1.8.1 is used; runc 1.1.5, with container.runtime=runc;"
                                + " gVisor's runsc is no backend of this release"));
        assertThat(BackendCheck.runtimes(List.of(missing(Kind.CRUN), found(Kind.RUNC, "1.1.5")), false))
                .isEqualTo(Diagnosis.warn(
                        "runtimes",
                        "there is no crun on PATH; runc 1.1.5 is used; gVisor's runsc is not installed, and no backend"
                                + " of this release; it never asks about write, so audit mode and container.calls=every"
                                + " are refused",
                        "apt-get install crun"));
        assertThat(BackendCheck.runtimes(List.of(missing(Kind.CRUN), missing(Kind.RUNC)), false))
                .satisfies(none -> assertThat(none.severity()).isEqualTo(Severity.WARN))
                .satisfies(none -> assertThat(none.fix()).isEqualTo("apt-get install crun, or apt-get install runc"));
    }
}
