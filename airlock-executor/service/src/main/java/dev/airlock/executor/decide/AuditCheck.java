package dev.airlock.executor.decide;

import dev.airlock.executor.model.Ceilings;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.Optional;

/**
 * Who may have a run whose policy is only written down: a caller of this machine or an operator, and only where the executor's
 * configuration allows it. Whoever comes from outside never gets one, whatever the configuration says.
 */
public final class AuditCheck {
    private AuditCheck() {}

    /**
     * Why an intent may not run in the mode that it asks for; empty if it may.
     *
     * @param origin the order's, which is the key's, lowered
     */
    public static Optional<Refusal> refusal(Intent intent, Origin origin, Ceilings ceilings) {
        return switch (intent.mode()) {
            case ENFORCE -> Optional.empty();
            case UNKNOWN ->
                refused(RefusalKind.MALFORMED, "mode", "the intent names no mode that is known here; leave it out");
            case AUDIT ->
                switch (origin) {
                    case LOCAL, OPERATOR -> ceilings.audit() ? Optional.empty() : off();
                    case EXTERNAL_AI, EXTERNAL, INTERNAL ->
                        refused(
                                RefusalKind.POLICY,
                                "audit_external",
                                "audit mode is for local callers and operators only");
                };
        };
    }

    private static Optional<Refusal> off() {
        return refused(
                RefusalKind.POLICY,
                "audit",
                "audit mode is off on this executor; an operator switches it on with audit.enabled=true");
    }

    private static Optional<Refusal> refused(RefusalKind kind, String rule, String text) {
        return Optional.of(new Refusal(kind, rule, text));
    }
}
