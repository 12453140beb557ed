package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final Script SCRIPT = Script.of(2_000, 16, 1337);

    @Test
    void everything_follows_from_the_seed() {
        assertThat(Script.of(2_000, 16, 1337)).isEqualTo(SCRIPT);
        assertThat(Script.of(2_000, 16, 1338)).isNotEqualTo(SCRIPT);
    }

    @Test
    void every_errand_has_a_name_of_its_own_and_both_lanes_and_origins_are_used() {
        assertThat(SCRIPT.errands()).hasSize(2_000);
        assertThat(SCRIPT.errands().stream().map(Errand::key)).doesNotHaveDuplicates();
        assertThat(SCRIPT.on(Lane.FAST).count()).isBetween(500L, 700L);
        assertThat(SCRIPT.on(Lane.BUS).count()).isBetween(1_300L, 1_500L);
        assertThat(SCRIPT.errands().stream()
                        .filter(errand -> errand.origin() == Origin.EXTERNAL_AI)
                        .count())
                .isBetween(150L, 250L);
        assertThat(SCRIPT.on(Lane.BUS).filter(errand -> errand.copies() == 2).count())
                .isBetween(40L, 110L);
        assertThat(SCRIPT.on(Lane.FAST)).allMatch(errand -> errand.copies() == 1);
    }

    @Test
    void the_blows_fall_in_order_while_intents_are_under_way_and_nobody_is_spared() {
        assertThat(SCRIPT.blows()).hasSize(16).isSortedAccordingTo(Comparator.comparingInt(Script.Blow::after));
        assertThat(SCRIPT.blows()).allSatisfy(blow -> {
            assertThat(blow.after()).isBetween(100, 1_900);
            assertThat(blow.awayMillis()).isBetween(0, 400);
        });
        assertThat(SCRIPT.blows().subList(0, 8)).extracting(Script.Blow::role).containsExactlyInAnyOrder(Role.values());
        assertThat(SCRIPT.blows().subList(8, 16))
                .extracting(Script.Blow::role)
                .containsExactlyInAnyOrder(Role.values());
    }
}
