package dev.airlock.authorisation.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Authorisation.Allowed;
import dev.airlock.authorisation.model.Authorisation.Denied;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrialsTest {
    private static final Allowed YES = new Allowed(List.of("x"), "v");
    private static final Denied NO = new Denied(List.of("x"), "no", "v");

    @Test
    void a_set_that_answers_rightly_fails_none() {
        assertThat(Trials.failures(ask -> ask.flags().isEmpty() ? YES : NO)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Flag.class)
    void a_set_that_lets_one_flag_through_for_one_origin_fails(Flag flag) {
        assertThat(Trials.failures(
                        ask -> ask.flags().isEmpty() || (ask.flags().contains(flag) && ask.origin() == Origin.LOCAL)
                                ? YES
                                : NO))
                .singleElement()
                .asString()
                .contains(flag.label())
                .contains("by an LOCAL");
    }

    @Test
    void a_set_that_refuses_everything_fails_for_the_operator() {
        assertThat(Trials.failures(_ -> NO))
                .singleElement()
                .asString()
                .contains("OPERATOR")
                .contains("by x");
    }
}
