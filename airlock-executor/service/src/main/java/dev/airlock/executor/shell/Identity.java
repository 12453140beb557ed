package dev.airlock.executor.shell;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;

/**
 * Who this executor is, and whom it believes.
 *
 * @param name unique among the live executors, and the same after a restart
 * @param key seals tokens and signs pulses
 * @param ring whom it believes
 * @param callers whose word an intent or a cancel is
 */
record Identity(String name, SigningKey key, KeyRing ring, CallerKeys callers) {
    /** As tokens name it. */
    String actor() {
        return "jis:airlock:executor:" + name;
    }
}
