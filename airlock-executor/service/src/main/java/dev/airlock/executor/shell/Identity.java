package dev.airlock.executor.shell;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;

/**
 * Who this executor is, and whom it believes.
 *
 * @param name unique among the live executors, and the same after a restart
 * @param key seals tokens and signs pulses
 * @param ring whom it believes
 */
record Identity(String name, SigningKey key, KeyRing ring) {
    /** As tokens name it. */
    String actor() {
        return "jis:airlock:executor:" + name;
    }
}
