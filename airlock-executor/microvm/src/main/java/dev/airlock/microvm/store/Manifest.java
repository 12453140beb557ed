package dev.airlock.microvm.store;

/**
 * All that is said of a stored snapshot; its canonical bytes are what is signed.
 *
 * @param origin what was warmed
 * @param host where
 * @param content what is in the other files
 * @param createdAt seconds since 1970-01-01T00:00:00Z
 * @param warmedMillis how long the warming took
 */
public record Manifest(Origin origin, Host host, Content content, long createdAt, long warmedMillis) {
    /** The version of the whole format: another one is refused. */
    public static final int FORMAT = 3;

    /** What a snapshot is called: the 64 hex digits of its digest. */
    public String id() {
        return content.digest().substring(Digests.PREFIX.length());
    }
}
