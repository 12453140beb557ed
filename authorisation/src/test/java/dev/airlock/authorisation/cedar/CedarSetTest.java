package dev.airlock.authorisation.cedar;

import static dev.airlock.authorisation.PolicySamples.ask;
import static dev.airlock.authorisation.PolicySamples.open;
import static dev.airlock.authorisation.PolicySamples.own;
import static dev.airlock.authorisation.PolicySamples.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Authorisation.Allowed;
import dev.airlock.authorisation.model.Authorisation.Denied;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CedarSetTest {
    private static final CedarSet OWN = own();

    private static Ask with(Origin origin, int trust, Risk risk, boolean bound, boolean approved, boolean copy) {
        return new Ask(
                "some \"body\"\n\u2603",
                origin,
                "shell:echo:a",
                "shell:*",
                "airlock-shell:latest",
                PostureLevel.NORMAL_ZERO_TRUST,
                Cause.RUNTIME,
                Backend.ANY,
                Lane.FAST,
                risk,
                trust,
                bound,
                approved,
                copy,
                64,
                1_000,
                Set.of());
    }

    @ParameterizedTest
    @EnumSource(Flag.class)
    void a_forbidden_flag_is_refused_whatever_permits_it_and_whoever_asks(Flag flag) {
        CedarSet open = set(open(""));
        for (Origin origin : Origin.values()) {
            String id = "base-" + flag.label().replace('_', '-');
            assertThat(open.on(ask(origin, flag))).isInstanceOfSatisfying(Denied.class, denied -> {
                assertThat(denied.policies()).containsExactly(id);
                assertThat(denied.reason()).contains("whoever asks");
                assertThat(denied.version()).isEqualTo(open.version());
            });
        }
    }

    @Test
    void a_policy_can_ask_on_whose_behalf_something_is_wanted() {
        CedarSet set = set("""
                @id("for-the-lead") @reason("what the lead delegates")
                permit (principal, action, resource) when { context.on_behalf_of.contains(Principal::"jis:acme:lead") };
                @id("operators") @reason("operators may") permit (principal in Origin::"operator", action, resource);
                """);
        assertThat(set.on(onBehalfOf("jis:acme:lead", "jis:acme:middle")))
                .isInstanceOfSatisfying(
                        Allowed.class, allowed -> assertThat(allowed.policies()).containsExactly("for-the-lead"));
        assertThat(set.on(onBehalfOf("jis:acme:other"))).isInstanceOf(Denied.class);
        assertThat(set.on(onBehalfOf())).isInstanceOf(Denied.class);
    }

    private static Ask onBehalfOf(String... names) {
        Ask plain = ask(Origin.LOCAL);
        return new Ask(
                plain.principal(),
                plain.origin(),
                plain.intent(),
                plain.route(),
                plain.image(),
                plain.posture(),
                plain.cause(),
                plain.backend(),
                plain.lane(),
                plain.risk(),
                plain.trust(),
                plain.identityBound(),
                plain.approved(),
                plain.freshCopy(),
                plain.memoryMib(),
                plain.timeoutMillis(),
                plain.flags(),
                List.of(names));
    }

    @Test
    void several_flags_name_every_policy_that_forbids() {
        assertThat(OWN.on(ask(Origin.OPERATOR, Flag.COERCES, Flag.DECEIVES)))
                .isInstanceOfSatisfying(Denied.class, denied -> assertThat(denied.policies())
                        .containsExactly("base-coerces", "base-deceives"));
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, 0, BENIGN, true, false, true, own-people",
        "OPERATOR, 0, SENSITIVE, true, false, true, own-people",
        "INTERNAL, 0, DESTRUCTIVE, true, false, true, own-people",
        "INTERNAL, 0, DESTRUCTIVE, true, true, false, own-people",
        "EXTERNAL, 0, BENIGN, true, false, true, external-with-identity",
        "EXTERNAL_AI, 20, BENIGN, true, false, true, external-with-identity",
    })
    void the_releases_set_allows_what_was_always_admitted(
            Origin origin, int trust, Risk risk, boolean bound, boolean approved, boolean copy, String by) {
        assertThat(OWN.on(with(origin, trust, risk, bound, approved, copy)))
                .isEqualTo(new Allowed(List.of(by), OWN.version()));
    }

    @ParameterizedTest
    @CsvSource({
        "EXTERNAL_AI, 19, BENIGN, true, false, true, external-ai-trust",
        "EXTERNAL_AI, 100, BENIGN, false, false, true, no-policy-permits",
        "EXTERNAL, 100, BENIGN, false, true, true, no-policy-permits",
        "OPERATOR, 100, DESTRUCTIVE, true, false, false, destructive-needs-a-copy",
    })
    void and_refuses_the_rest_by_name(
            Origin origin, int trust, Risk risk, boolean bound, boolean approved, boolean copy, String by) {
        assertThat(OWN.on(with(origin, trust, risk, bound, approved, copy)))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.policies()).containsExactly(by));
    }

    @Test
    void for_whom_belongs_here_the_releases_set_refuses_nothing_that_has_a_copy_of_its_own() {
        for (Origin origin : List.of(Origin.INTERNAL, Origin.LOCAL, Origin.OPERATOR)) {
            for (PostureLevel level : PostureLevel.values()) {
                for (Risk risk : Risk.values()) {
                    for (Backend backend : Backend.values()) {
                        Ask ask = new Ask(
                                "p",
                                origin,
                                "a",
                                "a",
                                "i",
                                level,
                                Cause.INCIDENT,
                                backend,
                                Lane.BUS,
                                risk,
                                0,
                                false,
                                false,
                                true,
                                512,
                                300_000,
                                Set.of());
                        assertThat(OWN.on(ask)).as("%s", ask).isInstanceOf(Allowed.class);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principal == Principal::\"somebody\"",
                "principal in Origin::\"local\"",
            })
    void policies_speak_of_principals_and_their_origins(String scope) {
        assertThat(denies("forbid (" + scope + ", action, resource)", ask())).isTrue();
        assertThat(denies("forbid (" + scope + ", action, resource)", ask(Origin.OPERATOR)))
                .isEqualTo(scope.contains("somebody"));
    }

    @ParameterizedTest
    @CsvSource({
        "Intent, shell, true", "Intent, shell:echo, true", "Intent, shell:echo:a, true", "Intent, shell:e, false",
        "Route, shell:*, true", "Route, code:execute, false", "Image, airlock-shell:latest, true", "Image, other, false"
    })
    void policies_speak_of_intents_by_segments_and_of_routes_and_images(String type, String id, boolean denied) {
        Ask ask = with(Origin.LOCAL, 50, Risk.BENIGN, true, false, true);
        assertThat(denies("forbid (principal, action, resource in " + type + "::\"" + id + "\")", ask))
                .isEqualTo(denied);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context.lane == Lane::\"fast\"",
                "context.memory_mib == 64",
                "context.timeout_millis == 1000",
                "context.trust == 50",
                "context.identity_bound && !context.approved && context.fresh_copy",
                "context.cause == Cause::\"runtime\"",
                "context.backend == Backend::\"any\"",
                "context.posture == Posture::\"normal_zero_trust\"",
                "context.risk == Risk::\"benign\"",
                "context.flags.isEmpty()",
            })
    void policies_see_every_circumstance(String condition) {
        Ask ask = with(Origin.LOCAL, 50, Risk.BENIGN, true, false, true);
        assertThat(denies("forbid (principal, action, resource) when { " + condition + " }", ask))
                .isTrue();
    }

    private static boolean denies(String forbid, Ask ask) {
        // Operators are left alone, or the set would be refused as a whole.
        CedarSet set =
                set(open("@id(\"it\") @reason(\"r\") " + forbid + " unless { principal == Principal::\"trial\" };"));
        Authorisation answer = set.on(ask);
        assertThat(answer.version()).isEqualTo(set.version());
        return answer instanceof Denied;
    }

    @Test
    void a_forbid_that_cannot_be_evaluated_denies() {
        CedarSet set = set(open("@id(\"it\") @reason(\"r\") forbid (principal, action, resource) when {"
                + " context.memory_mib * 4000000000000000000 == 1 };"));
        assertThat(set.on(with(Origin.LOCAL, 50, Risk.BENIGN, true, false, true)))
                .isInstanceOfSatisfying(Denied.class, denied -> {
                    assertThat(denied.policies()).containsExactly("it");
                    assertThat(denied.reason()).contains("cannot be evaluated").contains("overflow");
                });
    }

    @Test
    void the_same_question_has_the_same_answer() {
        assertThat(OWN.on(ask())).isEqualTo(OWN.on(ask()));
        assertThat(OWN.on(ask())).isEqualTo(own().on(ask()));
    }
}
