package dev.airlock.snaft.shell;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.model.Caller;

/** Whom a key speaks for. */
final class Callers {
    private static final int NAME_LENGTH_MAX = 128;

    private Callers() {}

    static Caller of(Intents.Caller caller) {
        return switch (caller) {
            case Intents.Caller.Known(KeyRing.Holder holder, KeyId _) -> known(holder);
            case Intents.Caller.Unknown _ -> new Caller.Anonymous();
            case Intents.Caller.Forged(String reason) -> new Caller.Forged(reason);
        };
    }

    private static Caller known(KeyRing.Holder holder) {
        return switch (holder.role()) {
            case OPERATOR -> new Caller.Known(visible(holder.name()), Origin.OPERATOR);
            case LOCAL -> new Caller.Known(visible(holder.name()), Origin.LOCAL);
            case POLICY, OBSERVER, SNAFT, GATEWAY, EXECUTOR ->
                new Caller.Forged("a " + holder.role().label() + " key signs no intents");
        };
    }

    /** A principal's name is part of keys and log lines. */
    private static String visible(String name) {
        StringBuilder shown = new StringBuilder();
        name.chars().limit(NAME_LENGTH_MAX).forEach(c -> shown.append(c > ' ' && c <= '~' ? (char) c : '_'));
        return shown.toString();
    }
}
