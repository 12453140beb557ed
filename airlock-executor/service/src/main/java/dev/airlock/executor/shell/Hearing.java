package dev.airlock.executor.shell;

import dev.airlock.road.Health;

/** How an executor is that takes orders and hears cancels. */
final class Hearing {
    private Hearing() {}

    /** The orders' health where they do not run; where they do, the cancels', for a cancel that is not heard is lost for the run. */
    static Health of(Health orders, Health cancels) {
        return orders.hearing("cancels", cancels);
    }
}
