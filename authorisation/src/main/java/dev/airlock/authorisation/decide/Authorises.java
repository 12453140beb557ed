package dev.airlock.authorisation.decide;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;

/** Somebody who answers whether an intent may run. Any thread may ask; equal questions get equal answers until the set changes. */
@FunctionalInterface
public interface Authorises {
    /** The answer; never an exception where the engine fails, but a denial. */
    Authorisation on(Ask ask);

    /** Whether it answers without waiting for anything, for good. */
    default boolean atHand() {
        return true;
    }
}
