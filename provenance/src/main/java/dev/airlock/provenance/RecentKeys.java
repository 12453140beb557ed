package dev.airlock.provenance;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The offsets of the most recent distinct keys, by 128-bit fingerprints; the oldest is forgotten first. For one
 * thread.
 */
final class RecentKeys {
    private final int keysMax;
    private final LinkedHashMap<Fingerprint, Long> offsets = new LinkedHashMap<>();
    private long forgotten;

    private record Fingerprint(long high, long low) {}

    RecentKeys(int keysMax) {
        this.keysMax = keysMax;
    }

    /**
     * Remembers a key by the first 16 bytes of its SHA-256; gives the offset at which it was seen first, if it still
     * knows.
     */
    OptionalLong seen(byte[] sha256, long offset) {
        ByteBuffer bytes = ByteBuffer.wrap(sha256);
        Long first = offsets.putIfAbsent(new Fingerprint(bytes.getLong(), bytes.getLong()), offset);
        if (first != null) {
            return OptionalLong.of(first);
        }
        if (offsets.size() > keysMax) {
            forgetOldest();
        }
        return OptionalLong.empty();
    }

    /** How many keys were forgotten. */
    long forgotten() {
        return forgotten;
    }

    private void forgetOldest() {
        Map.Entry<Fingerprint, Long> oldest = offsets.firstEntry();
        offsets.remove(oldest.getKey());
        forgotten++;
    }
}
