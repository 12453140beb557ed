package dev.airlock.authorisation.decide;

import static dev.airlock.authorisation.PolicySamples.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Authorisation.Allowed;
import dev.airlock.authorisation.model.Authorisation.Denied;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Origin;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RescueTest {
    @ParameterizedTest
    @EnumSource(names = {"EXTERNAL_AI", "EXTERNAL", "INTERNAL"})
    void without_an_engine_nobody_from_elsewhere_is_served(Origin origin) {
        assertThat(Rescue.on(ask(origin), "no library; get one"))
                .isEqualTo(new Denied(
                        List.of("policy-engine"),
                        "no policy can be asked: no library; get one; until then only local and operator callers are"
                                + " served",
                        Authorisation.NO_SET));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL", "OPERATOR"})
    void those_who_can_put_it_right_go_on(Origin origin) {
        assertThat(Rescue.on(ask(origin), "no library"))
                .isEqualTo(new Allowed(List.of("built-in-rescue"), Authorisation.NO_SET));
    }

    @ParameterizedTest
    @EnumSource(Flag.class)
    void a_forbidden_flag_is_refused_even_then(Flag flag) {
        for (Origin origin : Origin.values()) {
            assertThat(Rescue.on(ask(origin, flag), "no library"))
                    .isInstanceOfSatisfying(
                            Denied.class, denied -> assertThat(denied.reason()).contains(flag.label()));
        }
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void a_set_that_may_not_be_the_newest_denies_as_before_and_allows_only_those_who_can_put_it_right(Origin origin) {
        var allowed = new Allowed(List.of("mine"), "sha256:set");
        var denied = new Denied(List.of("mine"), "no", "sha256:set");
        boolean own = origin == Origin.LOCAL || origin == Origin.OPERATOR;
        assertThat(Rescue.stale(denied, ask(origin), "no bus")).isEqualTo(denied);
        assertThat(Rescue.stale(allowed, ask(origin), "no bus"))
                .isEqualTo(own ? allowed : Rescue.on(ask(origin), "no bus"));
    }
}
