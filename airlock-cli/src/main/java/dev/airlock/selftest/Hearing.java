package dev.airlock.selftest;

import java.util.function.Consumer;

/** Hears line by line what is said where something is tested, and gives the verdict. */
interface Hearing extends Consumer<String> {
    /** Begins the last line of a run in a machine of its own, whose end says nothing about what was tested; the exit code follows. */
    String EXIT = "selftest: exit ";

    /** What was begun last. */
    String running();

    /** The counts, once the last line was heard; throws when that was not the end. */
    Tally tally() throws SelftestFailed;
}
