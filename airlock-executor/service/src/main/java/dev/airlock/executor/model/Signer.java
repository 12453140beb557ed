package dev.airlock.executor.model;

import dev.airlock.schemas.model.Origin;

/** How whoever signed an intent stands right before its run. */
public sealed interface Signer {
    /** He may want something, as this class at most. */
    record Good(String name, Origin origin) implements Signer {}

    /** He may not, or not any more. */
    record Barred(String reason) implements Signer {}
}
