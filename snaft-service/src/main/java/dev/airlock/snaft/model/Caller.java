package dev.airlock.snaft.model;

import dev.airlock.schemas.model.Origin;

/** Who stands behind an intent, as its signature says. */
public sealed interface Caller {
    /** The holder's name; {@code anonymous} for who is not known. */
    default String principal() {
        return this instanceof Known known ? known.name() : "anonymous";
    }

    /**
     * The holder of a trusted key.
     *
     * @param name the holder's name
     * @param origin the most trusted origin that the key speaks for
     */
    record Known(String name, Origin origin) implements Caller {}

    /** Nobody signed, or nobody whom we know. */
    record Anonymous() implements Caller {}

    /** Somebody claims a trusted key and did not sign with it, or signed with one that counts no more; this is never taken for an unsigned intent. */
    record Forged(String reason) implements Caller {}
}
