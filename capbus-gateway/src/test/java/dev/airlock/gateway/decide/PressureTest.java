package dev.airlock.gateway.decide;

import static dev.airlock.gateway.decide.Pressure.NORMAL;
import static dev.airlock.gateway.decide.Pressure.OVERLOADED;
import static dev.airlock.gateway.decide.Pressure.PRESSURE_RISING;
import static dev.airlock.gateway.decide.Pressure.RECOVERING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.routes.LaneTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {
    @ParameterizedTest
    @CsvSource({
        "NORMAL, 1999, NORMAL",
        "NORMAL, 2000, PRESSURE_RISING",
        "NORMAL, 5000, OVERLOADED",
        "PRESSURE_RISING, 1999, NORMAL",
        "PRESSURE_RISING, 4999, PRESSURE_RISING",
        "PRESSURE_RISING, 5000, OVERLOADED",
        "OVERLOADED, 5000, OVERLOADED",
        "OVERLOADED, 4999, RECOVERING",
        "OVERLOADED, 1999, NORMAL",
        "RECOVERING, 2000, RECOVERING",
        "RECOVERING, 1999, NORMAL",
        "RECOVERING, 5000, OVERLOADED"
    })
    void it_goes_by_the_two_marks_and_by_what_it_was(Pressure was, int waiting, Pressure is) {
        assertThat(was.at(waiting, 2_000, 5_000)).isEqualTo(is);
    }

    @Test
    void around_one_mark_it_does_not_flutter() {
        Pressure now = NORMAL;
        int changes = 0;
        for (int i = 0; i < 1_000; i++) {
            Pressure next = now.at(5_000 - i % 2, 2_000, 5_000);
            changes += next == NORMAL || next == PRESSURE_RISING ? 1 : 0;
            now = next;
        }
        assertThat(changes).isZero();
    }

    @Test
    void what_repairs_the_system_is_let_in_whatever_the_pressure() {
        for (Pressure one : Pressure.values()) {
            assertThat(one.admits(priority("triage.reject", Origin.INTERNAL))).isTrue();
            assertThat(one.admits(priority("factory.image", Origin.LOCAL))).isTrue();
            assertThat(one.admits(priority("code:execute", Origin.OPERATOR))).isTrue();
        }
        assertThat(OVERLOADED.admits(priority("agent.tool.high", Origin.EXTERNAL_AI)))
                .isFalse();
        assertThat(RECOVERING.admits(priority("agent.tool.high", Origin.EXTERNAL_AI)))
                .isTrue();
        assertThat(RECOVERING.admits(LaneTable.ORDINARY.priority())).isFalse();
        assertThat(PRESSURE_RISING.admits(LaneTable.ORDINARY.priority())).isTrue();
    }

    private static int priority(String intent, Origin origin) {
        return LaneTable.row(intent, origin).priority();
    }

    @Test
    void marks_in_the_wrong_order_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORMAL.at(1, 5, 5))
                .withMessageContaining("low must be below high");
    }
}
