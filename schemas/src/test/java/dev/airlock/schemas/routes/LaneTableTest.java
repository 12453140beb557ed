package dev.airlock.schemas.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Origin;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTableTest {
    @ParameterizedTest
    @CsvSource({
        "factory.image, 9, 2",
        "agent.tool.high, 7, 16",
        "agent.tool.highest, 7, 16",
        "agent.tool.low, 5, 2147483647",
        "service.rpc.call, 6, 32",
        "triage.reject, 10, 1",
        "triage.resync, 9, 2147483647",
        "code:execute, 5, 2147483647"
    })
    void an_intent_s_lane_is_the_row_of_its_prefix(String intent, int priority, int burst) {
        LaneTable.Row row = LaneTable.row(intent, Origin.INTERNAL);
        assertThat(row.priority()).isEqualTo(priority);
        assertThat(row.burst()).isEqualTo(burst);
    }

    @ParameterizedTest
    @CsvSource({
        "triage.reject, EXTERNAL_AI, 5",
        "triage.resync, EXTERNAL, 5",
        "factory.image, EXTERNAL_AI, 5",
        "service.rpc, EXTERNAL_AI, 5",
        "agent.tool.high, EXTERNAL_AI, 7",
        "factory.image, LOCAL, 9",
        "code:execute, LOCAL, 5"
    })
    void a_name_that_only_the_system_may_use_favours_nobody_from_outside(String intent, Origin origin, int priority) {
        assertThat(LaneTable.row(intent, origin).priority()).isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource({"code:execute, 9", "agent.tool.high, 9", "factory.image, 9", "triage.reject, 10"})
    void whatever_an_operator_wants_goes_before(String intent, int priority) {
        assertThat(LaneTable.row(intent, Origin.OPERATOR).priority()).isEqualTo(priority);
    }

    @Test
    void the_rows_stand_by_priority_and_no_prefix_twice() {
        assertThat(LaneTable.rows()).extracting(LaneTable.Row::priority).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(LaneTable.rows()).extracting(LaneTable.Row::prefix).doesNotHaveDuplicates();
        assertThat(IntentName.isWellFormed(LaneTable.OPERATORS.prefix())).isFalse();
    }
}
