package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.IntentKey;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CancelNameTest {
    private static CancelName named(String id) {
        return new CancelName(Optional.empty(), id);
    }

    @Test
    void a_session_that_is_given_apart_and_a_name_with_one_slash_need_no_bus() throws Exception {
        assertThat(new CancelName(Optional.of("a/b"), "c/d").certain()).contains(new IntentKey("a/b", "c/d"));
        assertThat(named("agent-7/nightly").certain()).contains(new IntentKey("agent-7", "nightly"));
        assertThat(named("nightly").certain()).isEmpty();
        assertThat(named("a/b/c").certain()).isEmpty();
        assertThatThrownBy(() -> named("/nightly").certain()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_whole_name_wins_over_an_id_that_looks_like_it() throws Exception {
        IntentKey meant = new IntentKey("team/agent-7", "nightly");
        IntentKey squatter = new IntentKey("x", "team/agent-7/nightly");
        CancelName name = named("team/agent-7/nightly");
        assertThat(name.mayMean(squatter)).isTrue();
        assertThat(name.among(Set.of(meant, squatter), _ -> true)).isEqualTo(meant);
        assertThat(name.among(Set.of(squatter), _ -> true)).isEqualTo(squatter);
    }

    @Test
    void ones_own_wins_over_anothers_of_the_same_id_and_of_two_own_neither_does() throws Exception {
        IntentKey mine = new IntentKey("one", "i");
        IntentKey anothers = new IntentKey("two", "i");
        assertThat(named("i").among(Set.of(mine, anothers), mine::equals)).isEqualTo(mine);
        assertThatThrownBy(() -> named("i").among(Set.of(mine, anothers), _ -> true))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("2 intents are called i");
        assertThatThrownBy(() -> named("i").among(Set.of(), _ -> true)).isInstanceOf(Trouble.class);
    }
}
