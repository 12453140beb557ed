package dev.airlock.client;

import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.Hint;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.schemas.syscalls.ContractPolicy;
import dev.airlock.schemas.syscalls.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges system calls by their names against what the contract lets an intent's program call. It needs no node and stops nobody: what holds
 * programs in is the executor's monitor, and {@link #scanPayload} is a hint that is easily evaded. For one thread.
 */
public final class SnaftMonitor {
    private static final List<String> CLEAN_RUN = List.of("sys_read", "sys_write", "sys_brk", "sys_exit");

    private final String intent;
    private final ContractPolicy policy;
    private final List<String> observed = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Optional<String> failure = Optional.empty();

    /** @param intent what is run, for example {@code code:execute}; one without a route may call what every program may */
    public SnaftMonitor(String intent) {
        this.intent = intent;
        this.policy = ContractPolicy.of(Routes.load().route(intent).map(Route::policy));
    }

    /** Takes down a call by its name in the contract, such as {@code sys_write}. */
    public void logSyscall(String name) {
        observed.add(name);
        if (policy.rule(name) instanceof Ruling.Violation violation) {
            violations.add(violation.text(intent));
        }
    }

    /** Takes down what a payload's text hints at, in the order of the table; returns that. */
    public List<Hint> scanPayload(String payload) {
        List<Hint> detected = PayloadScan.load().scan(payload);
        detected.forEach(hint -> logSyscall(hint.pseudoSyscall()));
        return detected;
    }

    /** Takes down the calls of a run that never happens: its start, what the payload hints at and, if nothing is wrong, an ordinary end. */
    public List<Hint> dryRun(String payload) {
        logSyscall("sys_execve");
        List<Hint> detected = scanPayload(payload);
        if (violations.isEmpty()) {
            CLEAN_RUN.forEach(this::logSyscall);
        }
        return detected;
    }

    /** The run could not be carried out, whatever was called. */
    public void failed(String error) {
        failure = Optional.of(error);
    }

    /** What comes of it so far. */
    public Triage triage() {
        String reason = failure.orElseGet(() -> violations.isEmpty()
                ? observed.size() + " syscalls observed for intent '" + intent + "', all of them allowed"
                : violations.size()
                        + (violations.size() == 1 ? " violation: " : " violations: ")
                        + String.join("; ", violations));
        return new Triage(failure.isEmpty() && violations.isEmpty(), violations, reason, observed);
    }
}
