package dev.airlock.microvm.store;

/**
 * What was warmed.
 *
 * @param image its name then
 * @param imageDigest {@code sha256:} and 64 hex digits of its manifest, which is over its files, command and environment
 * @param profile the warm profile that the image names: {@code bare}, {@code standard}, or what else it says it holds; empty if that
 *     is longer or stranger than a manifest can hold
 * @param memoryMib the guest's memory
 */
public record Origin(String image, String imageDigest, String profile, int memoryMib) {
    public Origin {
        if (!ManifestText.isPlain(profile)) {
            profile = "";
        }
        if (!ManifestText.isPlain(image) || !Digests.isOne(imageDigest)) {
            throw new IllegalArgumentException("no image: " + image + " " + imageDigest);
        }
    }

    /** Whether one can stand in for the other: its name may be another. */
    public boolean isSameGuest(Origin other) {
        return imageDigest.equals(other.imageDigest) && profile.equals(other.profile) && memoryMib == other.memoryMib;
    }
}
