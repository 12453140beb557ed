package dev.airlock.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotStateTest {
    private static final Map<SlotState, Set<SlotState>> TABLE = Map.of(
            SlotState.COLD, EnumSet.of(SlotState.WARM, SlotState.POISONED),
            SlotState.WARM, EnumSet.of(SlotState.LEASED, SlotState.DISCARDED),
            SlotState.LEASED, EnumSet.of(SlotState.RESETTING, SlotState.POISONED),
            SlotState.RESETTING, EnumSet.of(SlotState.WARM, SlotState.POISONED),
            SlotState.POISONED, EnumSet.of(SlotState.DISCARDED),
            SlotState.DISCARDED, EnumSet.noneOf(SlotState.class));

    @Test
    void what_the_table_does_not_have_does_not_happen() {
        for (SlotState from : SlotState.values()) {
            for (SlotState to : SlotState.values()) {
                if (TABLE.get(from).contains(to)) {
                    assertThat(from.to(to)).isEqualTo(to);
                } else {
                    assertThatThrownBy(() -> from.to(to))
                            .as("%s to %s", from, to)
                            .isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @Test
    void nothing_leads_from_poisoned_back_to_a_run() {
        Set<SlotState> reached = EnumSet.of(SlotState.POISONED);
        for (int i = 0; i < SlotState.values().length; i++) {
            Set.copyOf(reached).forEach(state -> reached.addAll(state.next()));
        }
        assertThat(reached).containsExactlyInAnyOrder(SlotState.POISONED, SlotState.DISCARDED);
    }
}
