package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReckoningTest {
    private static final List<Errand> ERRANDS = IntStream.range(0, 20)
            .mapToObj(number -> new Errand(
                    new IntentKey("s", "i" + number), Lane.BUS, number == 19 ? Origin.EXTERNAL_AI : Origin.OPERATOR, 1))
            .toList();

    private final Map<IntentKey, List<Reckoning.Said>> topic = new HashMap<>();

    ReckoningTest() {
        for (Errand errand : ERRANDS) {
            topic.put(
                    errand.key(),
                    List.of(said(errand.key().id(), errand.isOperators() ? Reckoning.SAFE : "INTENT_REJECTED")));
        }
    }

    private static Reckoning.Said said(String id, String type) {
        return new Reckoning.Said(id(id), type);
    }

    private static TokenId id(String name) {
        return new TokenId("%08x-0000-4000-8000-000000000000".formatted(name.hashCode()));
    }

    private static IntentKey key(int number) {
        return ERRANDS.get(number).key();
    }

    private Reckoning reckoning() {
        return Reckoning.of(ERRANDS, topic, Map.of(key(3), id("i3")));
    }

    @Test
    void one_token_for_everybody_holds() {
        assertThat(reckoning().holds()).isTrue();
        assertThat(reckoning().tokens()).isEqualTo(20);
        assertThat(reckoning().safe()).isEqualTo(19);
        assertThat(reckoning().outcomes()).isEqualTo(Map.of(Reckoning.SAFE, 19L, "INTENT_REJECTED", 1L));
    }

    @Test
    void an_intent_without_a_token_is_lost() {
        topic.remove(key(5));
        assertThat(reckoning().holds()).isFalse();
        assertThat(reckoning().lost()).containsExactly("BUS " + key(5).text());
    }

    @Test
    void an_intent_with_two_tokens_is_found_also_when_they_are_the_same() {
        topic.put(key(6), List.of(said("i6", Reckoning.SAFE), said("i6", Reckoning.SAFE)));
        assertThat(reckoning().holds()).isFalse();
        assertThat(reckoning().doubled()).singleElement().asString().contains(key(6).text());
    }

    @Test
    void a_token_that_is_not_the_one_which_the_caller_was_answered_is_found() {
        topic.put(key(3), List.of(said("other", Reckoning.SAFE)));
        assertThat(reckoning().holds()).isFalse();
        assertThat(reckoning().changed())
                .singleElement()
                .asString()
                .contains(id("other").value());
    }

    @Test
    void a_token_of_an_intent_that_nobody_sent_is_found() {
        topic.put(new IntentKey("s", "nobody"), List.of(said("x", Reckoning.SAFE)));
        assertThat(reckoning().holds()).isFalse();
        assertThat(reckoning().foreign()).containsExactly(new IntentKey("s", "nobody").text());
    }

    @Test
    void fewer_than_nineteen_in_twenty_of_the_operators_intents_run_is_too_few() {
        topic.put(key(0), List.of(said("i0", "INTENT_REJECTED")));
        assertThat(reckoning().safeShare()).isLessThan(0.95);
        assertThat(reckoning().holds()).isFalse();
    }
}
