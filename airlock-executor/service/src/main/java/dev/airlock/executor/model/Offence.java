package dev.airlock.executor.model;

import java.time.Duration;

/** What ended a run from outside. One is enough; there is no warning. */
public sealed interface Offence {
    /** One sentence, as it stands in the token. */
    String text();

    /**
     * A system call that the route does not allow.
     *
     * @param call by the contract's name, for example {@code sys_socket}
     * @param text why
     */
    record Violation(String call, String text) implements Offence {}

    /** It ran for longer than it may. */
    record Deadline(Duration limit) implements Offence {
        @Override
        public String text() {
            return "deadline of " + limit.toMillis() + " ms passed";
        }
    }

    /** It wrote more than it may. */
    record Output(int bytesMax) implements Offence {
        @Override
        public String text() {
            return "output limit of " + bytesMax + " bytes exceeded";
        }
    }

    /** It took more memory than it may, with its files in memory and what the kernel keeps for it. */
    record Memory(int mib) implements Offence {
        @Override
        public String text() {
            return "memory of " + mib + " MiB and of its files in memory exceeded";
        }
    }

    /** It made more system calls than are written down. */
    record Calls(long max) implements Offence {
        @Override
        public String text() {
            return "limit of " + max + " system calls exceeded";
        }
    }

    /** It left more files than it may. */
    record Files(String what) implements Offence {
        @Override
        public String text() {
            return "limit of files exceeded: " + what;
        }
    }

    /** Its caller or an operator called it off. */
    record Cancelled(String text) implements Offence {}

    /** The posture isolates sessions since this run began. */
    record Isolated(String text) implements Offence {}
}
