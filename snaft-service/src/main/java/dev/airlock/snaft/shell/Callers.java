package dev.airlock.snaft.shell;

import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.model.Caller;

/** Whom a key speaks for. */
final class Callers {
    private static final int NAME_LENGTH_MAX = 128;

    private Callers() {}

    static Caller of(Intents.Caller caller) {
        return switch (caller) {
            case Intents.Caller.Known(Speaker speaker, KeyId _) ->
                new Caller.Known(visible(speaker.name()), speaker.origin());
            case Intents.Caller.Unknown _ -> new Caller.Anonymous();
            case Intents.Caller.Forged(String reason) -> new Caller.Forged(reason);
        };
    }

    /** A principal's name is part of keys and log lines. */
    private static String visible(String name) {
        StringBuilder shown = new StringBuilder();
        name.chars().limit(NAME_LENGTH_MAX).forEach(c -> shown.append(c > ' ' && c <= '~' ? (char) c : '_'));
        return shown.toString();
    }
}
