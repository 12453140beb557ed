package dev.airlock.microvm.personality;

import java.security.SecureRandom;

/** Where a guest's random bytes come from: the host, anew at each call, so that no two copies of a snapshot share any. */
final class Randomness {
    private static final SecureRandom SOURCE = new SecureRandom();

    private Randomness() {}

    static void fill(byte[] bytes) {
        SOURCE.nextBytes(bytes);
    }
}
