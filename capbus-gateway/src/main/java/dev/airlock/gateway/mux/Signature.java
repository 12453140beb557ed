package dev.airlock.gateway.mux;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Caller;
import java.util.Optional;

/** Who vouches for the frames of a listener. */
sealed interface Signature {
    /** This machine's user. */
    record Local(SigningKey key) implements Signature {}

    /** Nobody; so they are external AI's. */
    record None() implements Signature {}

    /** The highest origin that such a frame can have. */
    default Origin origin() {
        return switch (this) {
            case Local _ -> Origin.LOCAL;
            case None _ -> Origin.EXTERNAL_AI;
        };
    }

    /** Who sends what comes by this listener, as copies are told apart. */
    default String sender(Origin asked) {
        return switch (this) {
            case Local(SigningKey key) -> key.id().value();
            case None _ -> new Caller.Unknown().sender(asked);
        };
    }

    /** Whether a sender, as copies are told apart, is whoever vouches here. */
    default boolean isSenders(String sender) {
        return switch (this) {
            case Local(SigningKey key) -> key.id().value().equals(sender);
            case None _ -> false;
        };
    }

    /** Who the listener says its clients are. */
    default Caller caller(CallerKeys keys) {
        return switch (this) {
            case Local(SigningKey key) ->
                keys.of(key.id()) instanceof Standing.Speaks(var speaker, var _)
                        ? new Caller.Known(speaker, key.id())
                        : new Caller.Unknown();
            case None _ -> new Caller.Unknown();
        };
    }

    /** The record of a cancel; empty if nobody would believe it. */
    default Optional<byte[]> record(Cancel cancel) {
        return switch (this) {
            case Local(SigningKey key) -> Optional.of(Codecs.CANCEL.seal(cancel, key));
            case None _ -> Optional.empty();
        };
    }

    /** The intent's record. */
    default byte[] record(Intent intent) {
        return switch (this) {
            case Local(SigningKey key) -> Intents.sealed(intent, key);
            case None _ -> Intents.unsigned(intent);
        };
    }
}
