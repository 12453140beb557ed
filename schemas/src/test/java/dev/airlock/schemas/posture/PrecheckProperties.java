package dev.airlock.schemas.posture;

import static dev.airlock.schemas.posture.Postures.inForce;
import static dev.airlock.schemas.posture.Postures.posture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every approach under every posture: there are so few that all of them are tried. */
class PrecheckProperties {
    /** From the most open to the strictest. */
    private static final List<ExecutionPolicy> POLICIES = List.of(
            ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
            ExecutionPolicy.ALLOW_THROUGH_AIRLOCK,
            ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY,
            ExecutionPolicy.DENY);

    private static final List<ExternalInbound> INBOUNDS =
            List.of(ExternalInbound.ALLOW_IF_IDENTITY_BOUND, ExternalInbound.DENY);
    private static final List<PostureLevel> LEVELS =
            List.of(PostureLevel.NORMAL_ZERO_TRUST, PostureLevel.QUARANTINE_EXTERNAL_AI, PostureLevel.HARD_QUARANTINE);

    private record Guard(int level, int inbound, int policy) {
        Effective effective() {
            return inForce(posture(0, LEVELS.get(level), INBOUNDS.get(inbound), POLICIES.get(policy)));
        }

        boolean atLeastAsStrictAs(Guard other) {
            return level >= other.level && inbound >= other.inbound && policy >= other.policy;
        }
    }

    private static List<Guard> guards() {
        List<Guard> guards = new ArrayList<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            for (int inbound = 0; inbound < INBOUNDS.size(); inbound++) {
                for (int policy = 0; policy < POLICIES.size(); policy++) {
                    guards.add(new Guard(level, inbound, policy));
                }
            }
        }
        return guards;
    }

    private static Stream<Approach> approaches() {
        return Stream.of(Origin.values()).flatMap(origin -> Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
                .map(bits -> new Approach(origin, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, "code:execute")));
    }

    private static boolean passes(Guard guard, Approach approach) {
        return Precheck.refusal(guard.effective(), approach).isEmpty();
    }

    @Test
    void no_constant_is_left_out() {
        assertThat(POLICIES).containsExactlyInAnyOrder(ExecutionPolicy.values());
        assertThat(INBOUNDS).containsExactlyInAnyOrder(ExternalInbound.values());
        assertThat(LEVELS).containsExactlyInAnyOrder(PostureLevel.values());
    }

    @Test
    void what_a_posture_refuses_every_stricter_one_refuses_too() {
        for (Guard open : guards()) {
            for (Guard strict : guards()) {
                if (strict.atLeastAsStrictAs(open)) {
                    assertThat(approaches().filter(one -> passes(strict, one) && !passes(open, one)))
                            .as("let in by %s and not by %s", strict, open)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void external_ai_comes_in_by_one_door_only() {
        for (Guard guard : guards()) {
            boolean open = guard.level() == 0 && guard.inbound() == 0 && guard.policy() <= 1;
            assertThat(approaches().filter(one -> one.origin() == Origin.EXTERNAL_AI && passes(guard, one)))
                    .as("%s", guard)
                    .allMatch(Approach::identityBound)
                    .hasSize(open ? 4 : 0);
        }
    }

    @Test
    void nobody_from_outside_comes_in_without_a_key() {
        for (Guard guard : guards()) {
            assertThat(approaches().filter(one -> one.external() && !one.identityBound() && passes(guard, one)))
                    .as("%s", guard)
                    .isEmpty();
        }
    }

    @Test
    void a_rescuer_in_a_sandbox_always_comes_in() {
        for (Guard guard : guards()) {
            assertThat(Stream.of(Origin.LOCAL, Origin.OPERATOR)
                            .map(origin -> Approach.sandboxed(origin, false, "code:execute")))
                    .as("%s", guard)
                    .allMatch(one -> passes(guard, one));
        }
    }

    @Test
    void the_first_step_of_the_contract_that_objects_is_the_one_that_is_named() {
        for (Guard guard : guards()) {
            approaches().forEach(one -> {
                Optional<Refusal> refusal = Precheck.refusal(guard.effective(), one);
                assertThat(refusal.map(Refusal::rule).orElse(""))
                        .as("%s %s", guard, one)
                        .isEqualTo(rule(guard, one));
                assertThat(refusal.stream()).allSatisfy(said -> assertThat(said.text())
                        .startsWith(said.rule() + " ")
                        .endsWith("(intent=code:execute)"));
            });
        }
    }

    /** The contract's order, written down once more and otherwise. */
    private static String rule(Guard guard, Approach one) {
        boolean ai = one.origin() == Origin.EXTERNAL_AI;
        boolean outside = ai || one.origin() == Origin.EXTERNAL;
        boolean rescuer = one.origin() == Origin.LOCAL || one.origin() == Origin.OPERATOR;
        if (guard.level() == 2 && outside) {
            return "drop_external_traffic";
        } else if (guard.level() >= 1 && ai) {
            return "deny_external_ai_inbound";
        } else if (guard.level() >= 1 && one.invokesRemoteTool()) {
            return "deny_remote_tool_invocation";
        } else if (guard.level() >= 1 && !one.sandboxed()) {
            return "deny_unsandboxed_execution";
        } else if ((guard.inbound() == 1 && ai) || (outside && !one.identityBound())) {
            return "external_ai_inbound";
        }
        return guard.policy() >= 2 && !rescuer ? "execution_policy" : "";
    }
}
