package dev.airlock.cli;

import dev.airlock.schemas.model.Scope;

/** A scope as somebody typed it. */
final class Scopes {
    private Scopes() {}

    static Scope of(String text) throws Trouble {
        try {
            return Scope.of(text);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, "--" + e.getMessage(), "airlock verdict --help");
        }
    }
}
