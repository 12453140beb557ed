package dev.airlock.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.model.Answer;
import dev.airlock.schemas.model.IntentKey;
import org.junit.jupiter.api.Test;

class EndsTest {
    private final Ends ends = new Ends(true);
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

    @Test
    void a_request_that_fails_runs_no_more() {
        ends.begins(key);
        ends.fails(key);
        assertThat(ends.isRunning(key)).isFalse();
        assertThat(ends.of(key)).isEmpty();
    }

    @Test
    void a_copys_answer_takes_nothing_away_from_the_first_ones() {
        Answer first = ScriptedExchange.answer(key, 200, "one");
        ends.ends(key, first);
        ends.ends(key, first.withoutOutput("airlock outputs i"));
        assertThat(ends.of(key)).contains(first);
        assertThat(ends.ofToken("token-of-i")).contains(first);
    }

    @Test
    void outputs_are_kept_by_their_bytes_the_newest_ones_and_tokens_longer_than_they() {
        var few = new Ends(true, 10);
        for (int i = 0; i < 4; i++) {
            var one = new IntentKey("s", "i" + i);
            few.ends(one, ScriptedExchange.answer(one, 200, "12345"));
        }
        for (int i = 0; i < 4; i++) {
            Answer kept = few.of(new IntentKey("s", "i" + i)).orElseThrow();
            assertThat(kept.token()).isPresent();
            assertThat(kept.output().isPresent()).as("output of " + i).isEqualTo(i >= 2);
            if (i < 2) {
                assertThat(kept.note()).contains("airlock outputs i" + i);
            }
        }
        few.ends(key, ScriptedExchange.answer(key, 200, "12345678901"));
        assertThat(few.of(key))
                .hasValueSatisfying(answer ->
                        assertThat(answer.output()).as("too much alone").isEmpty());
        few.ends(key, ScriptedExchange.answer(key, 200, "1234567890"));
        assertThat(few.of(key)).hasValueSatisfying(answer -> assertThat(answer.output())
                .as("and nothing is counted of what is gone")
                .isPresent());
    }

    @Test
    void where_nobody_is_shown_outputs_none_is_kept() {
        var strangers = new Ends(false);
        strangers.ends(key, ScriptedExchange.answer(key, 200, "one"));
        assertThat(strangers.of(key)).hasValueSatisfying(answer -> {
            assertThat(answer.token()).isPresent();
            assertThat(answer.output()).isEmpty();
        });
    }
}
