package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import java.time.Duration;

/** Plans as the planner makes them. */
final class Plans {
    private Plans() {}

    /** What an intent gets that asks for nothing. */
    static Plan of(String intent) {
        Route route = Routes.load().route(intent).orElseThrow();
        return of(
                intent,
                route.image(),
                route.policy(),
                SizeClass.within(route.sizeMib()).orElseThrow());
    }

    static Plan of(String intent, String image, String policy, SizeClass memory) {
        return new Plan(
                new IntentKey("session", "intent"),
                intent,
                SandboxKind.MICROVM,
                image,
                policy,
                new RunLimits(Duration.ofSeconds(30), memory, 1 << 16, 100_000));
    }
}
