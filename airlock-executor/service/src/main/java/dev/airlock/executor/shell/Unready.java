package dev.airlock.executor.shell;

import dev.airlock.executor.sandbox.Readiness;
import dev.airlock.road.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Why an executor is not ready, in the words of its pulses: it drains, it is not on the bus, or no backend runs programs. */
final class Unready {
    private Unready() {}

    static List<String> reasons(Health health, boolean draining, Collection<Readiness> backends) {
        List<String> reasons = new ArrayList<>();
        if (draining) {
            reasons.add("the executor drains: it takes no more orders");
        }
        switch (health) {
            case Health.Running _ -> {
                // As it should be.
            }
            case Health.Starting _ -> reasons.add("the executor holds no partition of the orders yet");
            case Health.Failing(String reason) -> reasons.add("the bus fails the executor: " + reason);
            case Health.Closed _ -> reasons.add("the executor has stopped to take orders");
            case Health.Broken(Throwable cause) -> reasons.add("the executor does not work: " + cause);
        }
        if (backends.stream().noneMatch(Readiness.Ready.class::isInstance)) {
            backends.forEach(
                    backend -> reasons.add("no programs run: " + backend.isolation() + ": " + backend.detail()));
        }
        return reasons;
    }
}
