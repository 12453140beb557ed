package dev.airlock.schemas.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key may speak for. A signature counts only for the role its holder has in the {@link KeyRing}. */
public enum KeyRole {
    /** Signs postures and leases. */
    POLICY,
    /** Signs verdicts on the runtime. */
    OBSERVER,
    /** Signs screenings. */
    SNAFT,
    /** Signs orders and grants, and seals refusals. */
    GATEWAY,
    /** Signs pulses, and seals the outcome of runs. */
    EXECUTOR,
    /** Signs the operator's verdicts and intents. */
    OPERATOR,
    /** Signs intents of the machine's own user. */
    LOCAL,
    /** Signs the heads of the logs of tokens. */
    LEDGER,
    /** Co-signs such heads when it has seen that they only grew. */
    WITNESS;

    /** Who may seal tokens. */
    public static final Set<KeyRole> SEALERS = Set.of(GATEWAY, EXECUTOR);

    /** The lower-case name, as in file names and configuration: {@code "executor"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this lower-case name; empty for any other text. */
    public static Optional<KeyRole> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
