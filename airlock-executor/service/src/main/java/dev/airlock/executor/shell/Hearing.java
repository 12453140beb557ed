package dev.airlock.executor.shell;

import dev.airlock.road.Health;

/** How an executor is that takes orders and hears cancels. */
final class Hearing {
    private Hearing() {}

    /** The orders' health where they do not run; where they do, the cancels', for a cancel that is not heard is lost for the run. */
    static Health of(Health orders, Health cancels) {
        if (!(orders instanceof Health.Running)) {
            return orders;
        }
        return switch (cancels) {
            case Health.Failing(String reason) -> new Health.Failing("cancels are not heard: " + reason);
            case Health.Broken(Throwable cause) ->
                new Health.Broken(new IllegalStateException("cancels are not heard: " + cause, cause));
            case Health.Closed _ -> new Health.Failing("cancels are not heard: their watch was closed");
            case Health.Starting _, Health.Running _ -> cancels;
        };
    }
}
