package dev.airlock.policy.model;

import java.util.Locale;

/** Whose key signed a verdict; no other key may. */
public enum Signer {
    OBSERVER,
    OPERATOR;

    /** As it stands in a sentence: {@code an observer}. */
    public String inWords() {
        return "an " + name().toLowerCase(Locale.ROOT);
    }
}
