package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntentKeyTest {
    @Test
    void no_two_intents_are_remembered_under_one_key() {
        var one = new IntentKey("a/b", "c");
        var other = new IntentKey("a", "b/c");
        assertThat(one.text()).isEqualTo(other.text());
        assertThat(one.exactly()).isEqualTo("a/b c").isNotEqualTo(other.exactly());
        assertThatThrownBy(() -> new IntentKey("a b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IntentKey("a", "b c")).isInstanceOf(IllegalArgumentException.class);
    }
}
