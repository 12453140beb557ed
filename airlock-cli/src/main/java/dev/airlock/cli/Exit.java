package dev.airlock.cli;

/** What a command's exit code says. */
final class Exit {
    static final int FINE = 0;
    /** The program ran and ended with another code than 0. */
    static final int PROGRAM_FAILED = 1;
    /** The command was not used as its help says, or something on this machine is in its way. */
    static final int USAGE = 2;
    /** The intent was refused. */
    static final int REFUSED = 3;
    /** The program was killed for a violation. */
    static final int VIOLATION = 4;
    /** The program was killed at a limit. */
    static final int LIMIT = 5;
    /** The run failed. */
    static final int FAULT = 6;
    /** No room, no backend, no bus. */
    static final int UNAVAILABLE = 7;
    /** Its caller or an operator cancelled it. */
    static final int CANCELLED = 8;
    /** A ledger has signed two stories of one log. */
    static final int FORKED = 9;

    private Exit() {}
}
