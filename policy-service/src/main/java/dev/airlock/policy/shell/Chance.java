package dev.airlock.policy.shell;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes ids unique across processes and restarts. */
final class Chance {
    private static final int NONCE_BYTES = 8;

    private final SecureRandom random = new SecureRandom();

    /** 16 hex digits. */
    String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
