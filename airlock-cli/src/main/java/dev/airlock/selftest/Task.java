package dev.airlock.selftest;

import java.util.List;

/** What an emulated machine is booted for. */
interface Task {
    /** All that follows the program {@code java} each time that the script runs it, as {@code @}{@link GuestBase#ARGUMENTS}. */
    List<String> arguments(TestCode inside);

    /** For the shell of the machine. Its exit code is the machine's word on how it ended. */
    String script();
}
