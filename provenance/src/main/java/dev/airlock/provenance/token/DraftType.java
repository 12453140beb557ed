package dev.airlock.provenance.token;

/** The {@code type} of draft-vandemeent-tibet-provenance: what sort of record a token is. */
public enum DraftType {
    /** Something was seen to happen. */
    OBSERVATION,
    /** Somebody decided. */
    DECISION
}
