package dev.airlock.executor.sandbox;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.schemas.model.Refusal;
import org.junit.jupiter.api.Tag;

/** The same by runc. A start that its Go scheduler hangs up is given up after half a minute, and so one is asked for once more here. */
@Tag("long")
class RuncRuntimesIT extends ContainerRuntimesIT {
    private static final String HANGS = "the runtime hands no filter over";

    @Override
    Attempt attempt(Plan plan, Given given) {
        Attempt attempt = super.attempt(plan, given);
        boolean hung = attempt instanceof Attempt.Declined(Refusal refusal)
                && refusal.text().equals(HANGS);
        return hung ? super.attempt(plan, given) : attempt;
    }

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }
}
