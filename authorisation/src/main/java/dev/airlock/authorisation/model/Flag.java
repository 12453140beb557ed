package dev.airlock.authorisation.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What no action may have, whoever asks for it. Source: the ten always-forbidden flags of the authority engine that this one replaces. */
public enum Flag {
    INCREASES_MACHINE_SOVEREIGNTY,
    RESISTS_HUMAN_CORRECTION,
    BYPASSES_VERIFIER,
    WEAKENS_VERIFIER,
    DISABLES_CORRIGIBILITY,
    MACHINE_COALITION_DOMINION,
    COERCES,
    DECEIVES,
    SELF_MODIFICATION_WEAKENS_VERIFIER,
    MACHINE_COALITION_REDUCES_FREEDOM;

    /** Its name in policies: {@code "deceives"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The flag with this name; empty for any other text. */
    public static Optional<Flag> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(flag -> flag.label().equals(label))
                .findFirst();
    }
}
