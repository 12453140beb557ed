package dev.airlock.gateway.model;

/**
 * How much a caller may ask for before it is held.
 *
 * @param requests most requests within the window
 * @param windowMillis how long that is
 * @param repetition so many times the same bytes in a row are one too many
 * @param entropyMax bits per character of the names that a caller gives; more looks drawn by lot
 * @param strikes so many such names in a row are one too many
 * @param holdMillis how long it is held then; 0 means that it is only refused until the window has passed
 */
public record QuotaLimits(
        int requests, long windowMillis, int repetition, double entropyMax, int strikes, long holdMillis) {
    public QuotaLimits {
        if (requests < 1 || windowMillis < 1 || repetition < 1 || strikes < 1 || holdMillis < 0) {
            throw new IllegalArgumentException(
                    "a quota needs at least one request, millisecond, repetition and strike");
        }
    }

    /** A caller whom somebody vouches for: only how often it asks counts, and nothing holds it. */
    public static QuotaLimits ofPrincipal(int requests, long windowMillis) {
        return new QuotaLimits(requests, windowMillis, Integer.MAX_VALUE, Double.MAX_VALUE, Integer.MAX_VALUE, 0);
    }
}
