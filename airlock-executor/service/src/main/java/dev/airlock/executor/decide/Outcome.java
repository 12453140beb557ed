package dev.airlock.executor.decide;

import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Trace;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.TokenText;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The content of a token: which of the outcomes it is, and what belongs to it. */
final class Outcome {
    /** What a process can tell its parent. */
    private static final int EXIT_CODE_MASK = 0xff;

    private Outcome() {}

    static Erin of(Account account) {
        return switch (account) {
            case Account.Refused(Refusal refusal) ->
                new Erin.Refused(refusal.kind(), fit(refusal.text(), Erin.REASON_MAX), List.of());
            case Account.Ran ran ->
                of(
                        ran.finding(),
                        output(ran.trace()),
                        syscalls(ran.plan().mode(), ran.trace().calls()));
        };
    }

    private static Erin of(Finding finding, Output output, Syscalls syscalls) {
        String reason = fit(finding.reason(), Erin.REASON_MAX);
        return switch (finding) {
            case Finding.Completed(int code, String _) ->
                new Erin.Completed(code & EXIT_CODE_MASK, reason, output, syscalls);
            case Finding.Killed(List<Offence> offences, String _) ->
                new Erin.Killed(
                        cause(offences.getFirst()),
                        reason,
                        violations(offences),
                        Optional.of(output),
                        Optional.of(syscalls));
            case Finding.Faulted(Trace.Cause cause, String _) ->
                new Erin.Faulted(cause(cause), reason, Optional.of(output), Optional.of(syscalls));
        };
    }

    private static Output output(Trace trace) {
        boolean cut = trace.truncated();
        return Output.of(trace.stdout().toArray(), cut, trace.stderr().toArray(), cut)
                .with(trace.files().stream()
                        .map(file -> Output.File.of(file.name(), file.content().toArray()))
                        .toList());
    }

    /** The mode is the plan's: what a sandbox says or does not say of audited calls neither makes one nor hides it. */
    private static Syscalls syscalls(Mode mode, Calls calls) {
        Optional<SortedMap<String, Long>> audited =
                mode == Mode.AUDIT ? calls.audited().or(() -> Optional.of(new TreeMap<>())) : Optional.empty();
        return new Syscalls(calls.counts(), calls.total(), new Sha256(calls.sequence()), audited);
    }

    private static KillCause cause(Offence offence) {
        return switch (offence) {
            case Offence.Violation _, Offence.Isolated _ -> KillCause.VIOLATION;
            case Offence.Deadline _ -> KillCause.DEADLINE;
            case Offence.Output _ -> KillCause.OUTPUT;
            case Offence.Memory _ -> KillCause.MEMORY;
            case Offence.Calls _ -> KillCause.TRACE;
            case Offence.Files _ -> KillCause.FILES;
            case Offence.Cancelled _ -> KillCause.CANCELLED;
        };
    }

    private static List<Violation> violations(List<Offence> offences) {
        return offences.stream()
                .flatMap(Outcome::violation)
                .limit(Erin.VIOLATIONS_MAX)
                .toList();
    }

    private static Stream<Violation> violation(Offence offence) {
        return switch (offence) {
            case Offence.Violation(String call, String text) ->
                Stream.of(new Violation(fit(call, 128), fit(text, 500)));
            case Offence.Isolated(String text) -> Stream.of(new Violation("isolate_session", fit(text, 500)));
            case Offence.Deadline _,
                    Offence.Output _,
                    Offence.Memory _,
                    Offence.Calls _,
                    Offence.Files _,
                    Offence.Cancelled _ -> Stream.empty();
        };
    }

    private static FaultCause cause(Trace.Cause cause) {
        return switch (cause) {
            case GUEST -> FaultCause.GUEST_EXCEPTION;
            case SANDBOX -> FaultCause.BACKEND_FAILURE;
        };
    }

    private static String fit(String text, int unitsMax) {
        return TokenText.fit(text, unitsMax);
    }
}
