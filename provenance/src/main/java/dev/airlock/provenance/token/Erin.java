package dev.airlock.provenance.token;

import dev.airlock.schemas.model.RefusalKind;
import java.util.List;
import java.util.Optional;

/** What is in it: how an intent ended. Which case it is decides the token's type and status. */
public sealed interface Erin {
    /** Most violations in one token. */
    int VIOLATIONS_MAX = 64;

    /** Most UTF-16 units of a reason. */
    int REASON_MAX = 2000;

    /** The kind of token that says this. */
    TokenType type();

    /** What the caller sees: 200, 400, 403 or 503. */
    int status();

    /** A sentence for people: 1 to 2000 characters, no control characters. */
    String reason();

    /** What was printed and left; empty if nothing ran. */
    default Optional<Output> written() {
        return switch (this) {
            case Completed completed -> Optional.of(completed.output());
            case Killed killed -> killed.output();
            case Faulted faulted -> faulted.output();
            case Refused _ -> Optional.empty();
        };
    }

    /** What was called; empty if nothing ran. */
    default Optional<Syscalls> called() {
        return switch (this) {
            case Completed completed -> Optional.of(completed.syscalls());
            case Killed killed -> killed.syscalls();
            case Faulted faulted -> faulted.syscalls();
            case Refused _ -> Optional.empty();
        };
    }

    /** The program ran to its end. */
    record Completed(int exitCode, String reason, Output output, Syscalls syscalls) implements Erin {
        /** @throws IllegalArgumentException if the exit code is not 0 to 255 or the reason unfit */
        public Completed {
            if (exitCode < 0 || exitCode > 255) {
                throw new IllegalArgumentException("erin.exit_code must be 0 to 255, not " + exitCode);
            }
            Checks.text("erin.reason", reason, REASON_MAX);
        }

        @Override
        public TokenType type() {
            return TokenType.SAFE_EXECUTION;
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * The run was ended from outside. What it did until then is kept; there is nothing if the payload was judged
     * before a guest existed.
     */
    record Killed(
            KillCause cause,
            String reason,
            List<Violation> violations,
            Optional<Output> output,
            Optional<Syscalls> syscalls)
            implements Erin {
        /** @throws IllegalArgumentException if the reason is unfit, or a kill for a violation names none */
        public Killed {
            violations = checked(violations);
            Checks.text("erin.reason", reason, REASON_MAX);
            if (cause == KillCause.VIOLATION && violations.isEmpty()) {
                throw new IllegalArgumentException("erin.violations must name the violation of this kill");
            }
        }

        @Override
        public TokenType type() {
            return TokenType.INCIDENT_KILL;
        }

        @Override
        public int status() {
            return 403;
        }
    }

    /** The run failed. */
    record Faulted(FaultCause cause, String reason, Optional<Output> output, Optional<Syscalls> syscalls)
            implements Erin {
        /** @throws IllegalArgumentException if the reason is unfit */
        public Faulted {
            Checks.text("erin.reason", reason, REASON_MAX);
        }

        @Override
        public TokenType type() {
            return TokenType.INCIDENT_KILL;
        }

        @Override
        public int status() {
            return 403;
        }
    }

    /** Nothing was run. */
    record Refused(RefusalKind cause, String reason, List<Violation> violations) implements Erin {
        /** @throws IllegalArgumentException if the reason is unfit */
        public Refused {
            violations = checked(violations);
            Checks.text("erin.reason", reason, REASON_MAX);
        }

        @Override
        public TokenType type() {
            return TokenType.INTENT_REJECTED;
        }

        @Override
        public int status() {
            return cause.status();
        }
    }

    private static List<Violation> checked(List<Violation> violations) {
        if (violations.size() > VIOLATIONS_MAX) {
            throw new IllegalArgumentException("erin.violations has more than " + VIOLATIONS_MAX + " entries");
        }
        return List.copyOf(violations);
    }
}
