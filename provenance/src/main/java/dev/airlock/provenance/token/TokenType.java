package dev.airlock.provenance.token;

/** The three kinds of token. An {@link Erin} has exactly one. */
public enum TokenType {
    /** The program ran to its end, with whatever exit code. */
    SAFE_EXECUTION("", DraftType.OBSERVATION),
    /** The run was killed or failed. */
    INCIDENT_KILL("-INCIDENT", DraftType.OBSERVATION),
    /** Nothing was run. */
    INTENT_REJECTED("-REJECTED", DraftType.DECISION);

    private static final String TBZ_VERSION = "v1.0.0-AIRLOCK";

    private final String suffix;
    private final DraftType draftType;

    TokenType(String suffix, DraftType draftType) {
        this.suffix = suffix;
        this.draftType = draftType;
    }

    /** The format's version with the suffix of this kind. */
    public String tbzVersion() {
        return TBZ_VERSION + suffix;
    }

    /** The draft's word for this kind. */
    public DraftType draftType() {
        return draftType;
    }
}
