package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.QuotaLimits;

/**
 * How much may be asked of this process.
 *
 * @param stranger of an address whose wishes nobody vouches for
 * @param principal of a principal that signs its intents
 * @param holdsMax most requests of one address that are held at a time; further ones are answered at once
 * @param low with fewer wishes under way, there is no pressure
 * @param high with as many, only what repairs the system is let in
 */
public record GuardConfig(QuotaLimits stranger, QuotaLimits principal, int holdsMax, int low, int high) {
    public GuardConfig {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "pressure.low is " + low + " and pressure.high " + high + "; low must be below high");
        }
    }
}
