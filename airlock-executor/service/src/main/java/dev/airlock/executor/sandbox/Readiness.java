package dev.airlock.executor.sandbox;

/** Whether a sandbox can run a program now. */
public sealed interface Readiness {
    /** What separates a program from the host, for example {@code microvm kvm_pvm/cpl3}. */
    String isolation();

    /** What is warm, or what is wrong and how to mend it. */
    String detail();

    /** It can: the last program did run. */
    record Ready(String isolation, String detail) implements Readiness {}

    /** It cannot. */
    record NotReady(String isolation, String detail) implements Readiness {}
}
