package dev.airlock.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.cli.doctor.Diagnosis.Severity;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ControlGroups;
import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.nio.file.Path;
import java.util.List;
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
}
