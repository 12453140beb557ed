package dev.airlock.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.IntentKey;
import org.junit.jupiter.api.Test;

class EndsTest {
    private final Ends ends = new Ends();
    private final IntentKey key = new IntentKey("s", "i");

    @Test
    void an_intent_runs_until_the_last_request_for_it_is_answered() {
        ends.begins(key);
        ends.begins(key);
        ends.ends(key, ScriptedExchange.answer(key, 200, "one"));
        assertThat(ends.isRunning(key)).isTrue();
        ends.ends(key, ScriptedExchange.answer(key, 200, "two"));
        assertThat(ends.isRunning(key)).isFalse();
        assertThat(ends.of(key))
                .hasValueSatisfying(answer -> assertThat(answer.note()).isEqualTo("two"));
    }

    @Test
    void a_refusal_under_another_name_is_not_the_end_of_the_intent() {
        ends.begins(key);
        ends.ends(key, ScriptedExchange.answer(new IntentKey("mux-n", "frame-1"), 503, "full"));
        assertThat(ends.of(key)).isEmpty();
        assertThat(ends.isRunning(key)).isFalse();
    }

    @Test
    void only_the_last_ones_are_kept_with_their_tokens() {
        for (int i = 0; i < 1100; i++) {
            var one = new IntentKey("s", "i" + i);
            ends.begins(one);
            ends.ends(one, ScriptedExchange.answer(one, 200, "x"));
        }
        assertThat(ends.of(new IntentKey("s", "i0"))).isEmpty();
        assertThat(ends.ofToken("token-of-i0")).isEmpty();
        assertThat(ends.of(new IntentKey("s", "i1099"))).isPresent();
        assertThat(ends.ofToken("token-of-i1099")).isPresent();
    }
}
