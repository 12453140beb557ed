package dev.airlock.road;

/** Turns a finished record into outputs when its turn to be committed has come; after an abort it is asked again. */
public interface Sealing {
    /** Called in the order of commitment, so that a chain can be continued here. */
    Step seal();
}
