package dev.airlock.road.config;

/**
 * A setting as it counts.
 *
 * @param key its name in a file
 * @param value as text; may be empty, and may be a secret
 * @param source where the value comes from
 */
public record Setting(String key, String value, Source source) {
    /** Whether the value is kept from eyes and logs. */
    public boolean secret() {
        return WayIn.secret(key);
    }

    /** Without the value, if that is a secret. */
    @Override
    public String toString() {
        return key + "=" + (secret() ? "(hidden)" : value) + " (" + source + ")";
    }
}
