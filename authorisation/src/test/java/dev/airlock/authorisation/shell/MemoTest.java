package dev.airlock.authorisation.shell;

import static dev.airlock.authorisation.PolicySamples.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.authorisation.wire.AskFields;
import dev.airlock.schemas.model.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Authorises set = ask -> {
        asked.incrementAndGet();
        return new Authorisation.Allowed(List.of(ask.principal()), "v");
    };

    private static Ask numbered(int number) {
        return AskFields.read(Map.of("intent", "code:execute", "timeout_millis", Integer.toString(number)));
    }

    @Test
    void a_question_is_asked_once() {
        var memo = new Memo(set);
        Authorisation first = memo.on(ask());
        assertThat(memo.on(ask())).isSameAs(first);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "principal, other",
        "origin, operator",
        "intent, file:scan",
        "posture, hard_quarantine",
        "cause, incident",
        "backend, microvm",
        "lane, fast",
        "risk, sensitive",
        "trust, 51",
        "identity_bound, false",
        "approved, true",
        "fresh_copy, false",
        "memory_mib, 1",
        "timeout_millis, 1",
        "flags, coerces",
        "on_behalf_of, jis:acme:boss"
    })
    void a_question_that_differs_in_anything_is_asked_for_itself(String field, String value) {
        var memo = new Memo(set);
        memo.on(AskFields.read(Map.of("intent", "code:execute")));
        Map<String, String> other = new HashMap<>(Map.of("intent", "code:execute"));
        other.put(field, value);
        memo.on(AskFields.read(other));
        assertThat(asked).hasValue(2);
    }

    @Test
    void every_field_is_one_of_those_that_were_tried() throws NoSuchMethodException {
        var tried = MemoTest.class
                .getDeclaredMethod(
                        "a_question_that_differs_in_anything_is_asked_for_itself", String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value();
        assertThat(List.of(tried))
                .extracting(row -> row.split(",", -1)[0])
                .containsExactlyInAnyOrderElementsOf(AskFields.names());
    }

    @Test
    void whatever_is_asked_it_does_not_grow_beyond_its_bound() {
        var memo = new Memo(set);
        for (int i = 0; i < 5 * Memo.GENERATION; i++) {
            memo.on(numbered(i));
            assertThat(memo.size()).isLessThanOrEqualTo(2 * Memo.GENERATION);
        }
    }

    @Test
    void what_is_asked_again_and_again_outlives_a_flood() {
        var memo = new Memo(set);
        memo.on(ask());
        for (int i = 0; i < 5 * Memo.GENERATION; i++) {
            memo.on(numbered(1 + i));
            if (i % 1_000 == 0) {
                memo.on(ask());
            }
        }
        assertThat(asked).hasValue(1 + 5 * Memo.GENERATION);
    }

    @Test
    void a_failure_of_the_engine_is_not_remembered() {
        var answers = new ArrayList<Authorisation>(List.of(
                new Authorisation.Denied(List.of(Rescue.NO_ENGINE), "the policy engine failed", "v"),
                new Authorisation.Allowed(List.of("x"), "v")));
        var memo = new Memo(_ -> answers.removeFirst());
        assertThat(memo.on(ask())).isInstanceOf(Authorisation.Denied.class);
        assertThat(memo.on(ask())).isInstanceOf(Authorisation.Allowed.class);
        assertThat(memo.on(ask())).isInstanceOf(Authorisation.Allowed.class);
    }

    @Test
    void many_threads_hear_the_same() throws Exception {
        var memo = new Memo(ask -> ask.flags().isEmpty()
                ? new Authorisation.Allowed(List.of("x"), "v")
                : new Authorisation.Denied(List.of("y"), "no", "v"));
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = threads.invokeAll(Collections.nCopies(4, () -> {
                for (int i = 0; i < 20_000; i++) {
                    Ask ask = i % 2 == 0
                            ? numbered(i % 9_000)
                            : ask(List.of(Origin.values()).get(i % 5), Flag.COERCES);
                    if (memo.on(ask) instanceof Authorisation.Allowed
                            != ask.flags().isEmpty()) {
                        return false;
                    }
                }
                return true;
            }));
            for (var one : all) {
                assertThat(one.get()).isEqualTo(true);
            }
        }
    }
}
