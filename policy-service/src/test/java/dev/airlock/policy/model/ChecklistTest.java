package dev.airlock.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.policy.model.Checklist.Report;
import dev.airlock.policy.model.Checklist.Step;
import dev.airlock.policy.wire.Checklists;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecklistTest {
    private static Step step(String id, boolean critical, String... dependencies) {
        return new Step(id, "the " + id, "look", critical, "", List.of(dependencies));
    }

    private static final Checklist LIST =
            new Checklist("x", "a test", List.of(step("a", true), step("b", false, "a"), step("c", true, "b")));

    @Test
    void a_report_counts_what_is_done_and_names_what_is_missing() {
        Report report = LIST.report(List.of("a", "b"));
        assertThat(report.text()).isEqualTo("checklist x 2/3 INCOMPLETE, missing c");
        assertThat(report.critical()).containsExactly("c");
        assertThat(LIST.report(List.of("c", "b", "a")).complete()).isTrue();
    }

    @Test
    void a_step_without_those_it_depends_on_does_not_count() {
        assertThat(LIST.report(List.of("b", "c")).missing()).containsExactly("a", "b", "c");
        assertThat(LIST.report(List.of("a", "c")).missing()).containsExactly("b", "c");
    }

    @Test
    void a_template_that_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> new Checklist("x", "p", List.of(step("a", true, "b"), step("b", true))))
                .hasMessageContaining("step a depends on b, which is no earlier step");
        assertThatThrownBy(() -> new Checklist("x", "p", List.of(step("a", true), step("a", true))))
                .hasMessageContaining("two steps a");
        assertThatThrownBy(() -> new Checklist("x", "p", List.of())).hasMessageContaining("0 steps");
    }

    @Test
    void every_reviewed_checklist_is_in_order_and_has_a_critical_step() {
        assertThat(Checklists.NAMES).allSatisfy(name -> {
            Checklist list = Checklists.named(name);
            assertThat(list.name()).isEqualTo(name);
            assertThat(list.report(List.of()).critical()).isNotEmpty();
        });
    }
}
