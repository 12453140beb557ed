package dev.airlock.ledger.audit.shell;

/** Hears how far an audit is. Called on its thread, often. */
@FunctionalInterface
public interface Progress {
    /** Nobody listens. */
    Progress NONE = (_, _) -> {};

    /**
     * @param offset how many offsets of the tokens topic have been passed
     * @param offsets how many there are, 0 or more
     */
    void at(long offset, long offsets);
}
