package dev.airlock.schemas.posture;

import static dev.airlock.schemas.posture.Switch.ALLOW_LOCAL_DIAGNOSTICS;
import static dev.airlock.schemas.posture.Switch.ALLOW_OPERATOR_APPROVED_REPAIR;
import static dev.airlock.schemas.posture.Switch.DENY_EXTERNAL_AI_INBOUND;
import static dev.airlock.schemas.posture.Switch.DENY_REMOTE_TOOL_INVOCATION;
import static dev.airlock.schemas.posture.Switch.DENY_UNSANDBOXED_EXECUTION;
import static dev.airlock.schemas.posture.Switch.DROP_EXTERNAL_TRAFFIC;
import static dev.airlock.schemas.posture.Switch.ISOLATE_SESSION;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a posture lets an intent in. The first of these steps that objects decides:
 *
 * <ol>
 *   <li>{@code drop_external_traffic}, for external and external AI
 *   <li>{@code isolate_session}, for the same two
 *   <li>{@code deny_external_ai_inbound}, for external AI
 *   <li>{@code deny_remote_tool_invocation}, if a remote tool is called
 *   <li>{@code deny_unsandboxed_execution}, if it would not run in a sandbox; an operator's repair, too
 *   <li>{@code external_ai_inbound}: {@code deny} for external AI; {@code allow_if_identity_bound} for both external origins without a key
 *   <li>{@code execution_policy}
 * </ol>
 *
 * <p>Who runs under which execution policy: {@code allow_through_trust_kerneld} and {@code allow_through_airlock} let every origin pass.
 * {@code local_or_operator_approved_only} and {@code deny} leave the two rescue switches, which are on in every posture: {@code local} passes
 * by {@code allow_local_diagnostics}, {@code operator} by {@code allow_operator_approved_repair}, and {@code internal} and the external
 * origins are refused; but under {@code local_or_operator_approved_only} an operator's approval lets {@code internal} and {@code external}
 * pass too, in a sandbox. Nobody approves external AI, and under {@code deny} no approval counts. Whether a backend is left for the rescuers is not the posture's question.
 *
 * <p>{@code external} (people, not AI) passes {@code quarantine_external_ai} as far as the switches go, as that posture's name says; when the
 * runtime itself is the reason for it, the execution policy that comes with it refuses them.
 */
public final class Precheck {
    private static final List<Gate> GATES = List.of(
            new Gate(DROP_EXTERNAL_TRAFFIC, Approach::external),
            new Gate(ISOLATE_SESSION, Approach::external),
            new Gate(DENY_EXTERNAL_AI_INBOUND, approach -> approach.origin() == Origin.EXTERNAL_AI),
            new Gate(DENY_REMOTE_TOOL_INVOCATION, Approach::invokesRemoteTool),
            new Gate(DENY_UNSANDBOXED_EXECUTION, approach -> !approach.sandboxed()));

    private record Gate(Switch by, Predicate<Approach> concerns) {}

    private Precheck() {}

    /** Why {@code posture} does not let {@code approach} in; empty if it does. */
    public static Optional<Refusal> refusal(Effective posture, Approach approach) {
        return bySwitch(posture, approach)
                .or(() -> byInbound(posture, approach))
                .or(() -> byExecutionPolicy(posture, approach));
    }

    private static Optional<Refusal> bySwitch(Effective posture, Approach approach) {
        return GATES.stream()
                .filter(gate ->
                        gate.by().isOn(posture.switches()) && gate.concerns().test(approach))
                .findFirst()
                .map(gate -> refusal(RefusalKind.POSTURE, gate.by().label(), "ON", approach));
    }

    private static Optional<Refusal> byInbound(Effective posture, Approach approach) {
        boolean denied = posture.externalAiInbound() == ExternalInbound.DENY && approach.origin() == Origin.EXTERNAL_AI;
        if (denied) {
            return Optional.of(refusal(RefusalKind.POSTURE, "external_ai_inbound", "deny", approach));
        }
        return approach.external() && !approach.identityBound()
                ? Optional.of(refusal(
                        RefusalKind.IDENTITY,
                        "external_ai_inbound",
                        "allow_if_identity_bound, and no trusted key signed this; sign it with a key of the ring",
                        approach))
                : Optional.empty();
    }

    private static Optional<Refusal> byExecutionPolicy(Effective posture, Approach approach) {
        boolean passes =
                switch (posture.executionPolicy()) {
                    case ALLOW_THROUGH_TRUST_KERNELD, ALLOW_THROUGH_AIRLOCK -> true;
                    case LOCAL_OR_OPERATOR_APPROVED_ONLY, DENY -> rescues(posture, approach);
                };
        return passes
                ? Optional.empty()
                : Optional.of(
                        refusal(RefusalKind.POSTURE, "execution_policy", label(posture.executionPolicy()), approach));
    }

    private static boolean rescues(Effective posture, Approach approach) {
        return switch (approach.origin()) {
            case LOCAL -> ALLOW_LOCAL_DIAGNOSTICS.isOn(posture.switches());
            case OPERATOR -> ALLOW_OPERATOR_APPROVED_REPAIR.isOn(posture.switches());
            case INTERNAL, EXTERNAL ->
                approach.approved()
                        && approach.sandboxed()
                        && posture.executionPolicy() == ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY
                        && ALLOW_OPERATOR_APPROVED_REPAIR.isOn(posture.switches());
            case EXTERNAL_AI -> false;
        };
    }

    private static String label(ExecutionPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static Refusal refusal(RefusalKind kind, String rule, String state, Approach approach) {
        return new Refusal(kind, rule, rule + " " + state + " (intent=" + approach.intent() + ")");
    }
}
