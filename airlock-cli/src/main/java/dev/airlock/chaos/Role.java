package dev.airlock.chaos;

import java.util.Locale;

/** A process of the road that may be killed; in the order of their start. */
enum Role {
    BROKER,
    POLICY,
    SNAFT,
    GATEWAY,
    EXECUTOR_A,
    EXECUTOR_B,
    LEDGER,
    /** Snaft, gateway and executor with a fast lane in one JVM. */
    NODE;

    /** As people and file names call it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
