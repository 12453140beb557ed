package dev.airlock.lane.shell;

import dev.airlock.schemas.model.IntentKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * 16 bytes of the salted hash of an intent's session and id.
 *
 * @param low never 0
 */
record Print(long high, long low) {

    /** Makes prints of one salt: whoever chooses session and id does not choose where they lie. For one thread at a time. */
    static final class Maker {
        private final MessageDigest digest;
        private final byte[] salt = new byte[16];

        Maker() {
            new SecureRandom().nextBytes(salt);
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        Print of(IntentKey key) {
            byte[] session = key.session().getBytes(StandardCharsets.UTF_8);
            digest.update(salt);
            digest.update((byte) session.length); // 1 to 128 characters of ASCII
            digest.update(session);
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(key.id().getBytes(StandardCharsets.UTF_8)));
            return new Print(hash.getLong(), hash.getLong() | 1);
        }
    }
}
