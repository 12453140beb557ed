package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.RefusalKind;
import java.util.stream.Collectors;

/** A token in words, and as an exit code. */
final class TokenText {
    private TokenText() {}

    /** The exit code of a command that waited for this token. Source: the table of outcomes, docs/SPECIFICATION.md. */
    static int exitOf(Token token) {
        return switch (token.content().erin()) {
            case Erin.Completed completed -> completed.exitCode() == 0 ? Exit.FINE : Exit.PROGRAM_FAILED;
            case Erin.Killed killed ->
                switch (killed.cause()) {
                    case VIOLATION -> Exit.VIOLATION;
                    case CANCELLED -> Exit.CANCELLED;
                    case DEADLINE, MEMORY, OUTPUT, FILES, TRACE -> Exit.LIMIT;
                };
            case Erin.Faulted _ -> Exit.FAULT;
            case Erin.Refused refused when refused.cause() == RefusalKind.CANCELLED -> Exit.CANCELLED;
            case Erin.Refused refused -> refused.status() == 503 ? Exit.UNAVAILABLE : Exit.REFUSED;
        };
    }

    /** One line: what happened, where, how long, and which token says so. */
    static String line(Token token) {
        UnsealedToken content = token.content();
        String ran = content.eromheen().times().ranMicros().isPresent()
                ? ", %.1f ms".formatted(content.eromheen().times().ranMicros().getAsLong() / 1000.0)
                : "";
        String where = content.eromheen().isolation().map(text -> ", " + text).orElse("");
        String calls = content.erin()
                .called()
                .map(all -> ", " + all.total() + " calls")
                .orElse("");
        return "%s %s: %s%s%s%s%s; token %s, chain %s"
                .formatted(
                        content.erin().type(),
                        content.intent(),
                        outcome(content.erin()),
                        audit(content),
                        ran,
                        calls,
                        where,
                        token.id(),
                        chain(token));
    }

    private static String audit(UnsealedToken content) {
        if (content.eromheen().mode() != Mode.AUDIT) {
            return "";
        }
        String calls = content.erin()
                .called()
                .flatMap(Syscalls::audited)
                .map(audited -> audited.entrySet().stream()
                        .map(call -> call.getKey() + " " + call.getValue())
                        .collect(Collectors.joining(", ")))
                .orElse("");
        return ", AUDIT MODE: "
                + (calls.isEmpty() ? "nothing would have been killed" : "would have been killed: " + calls);
    }

    private static String outcome(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> "exit code " + completed.exitCode();
            case Erin.Killed killed ->
                killed.violations().isEmpty()
                        ? killed.reason()
                        : killed.violations().stream().map(Violation::detail).collect(Collectors.joining("; "));
            case Erin.Faulted faulted -> faulted.reason();
            case Erin.Refused refused -> refused.reason();
        };
    }

    /** {@code partition/epoch#sequence}, on the fast lane with {@code fast} before it. */
    static String chain(Token token) {
        String lane = token.link().chain().lane() == Lane.FAST ? "fast " : "";
        return lane + token.link().chain().partition() + "/" + token.link().epoch() + "#"
                + token.link().sequence();
    }
}
