package dev.airlock.schemas.model;

/**
 * What identifies an intent: the id is the caller's choice and counts within its session only.
 *
 * @param session 1 to 128 visible ASCII characters
 * @param id 1 to 128 visible ASCII characters
 */
public record IntentKey(String session, String id) {
    public IntentKey {
        Check.id("session", session);
        Check.id("intent id", id);
    }

    /**
     * The session, a blank and the id, which has none of its own: another for each intent, as {@link #text} is not, since both may have a slash. For what
     * is remembered.
     */
    public String exactly() {
        return session + " " + id;
    }

    /** {@code session/id}: the record key of what is kept per intent. */
    public String text() {
        return session + "/" + id;
    }
}
