package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.Origin;
import dev.airlock.snaft.decide.destruct.Destruction;
import dev.airlock.snaft.decide.phrase.Decoded;
import dev.airlock.snaft.model.Claims;
import java.util.List;
import java.util.Optional;

/** The limits of the standing rules: what is beyond one is an objection of its rule. */
final class Limits {
    static final int CHARACTERS_MAX = 50_000;

    private static final Destruction DESTRUCTION = new Destruction();

    private Limits() {}

    /** What a rule objects to beside its phrases. */
    static Optional<String> broken(String rule, Subject subject) {
        Claims claims = subject.claims();
        return switch (rule) {
            case "SNAFT-003" -> oversize(subject);
            case "SNAFT-005" -> agency(claims);
            case "SNAFT-012" ->
                above(claims, "tokens", 100_000)
                        .or(() -> above(claims, "cost", 10))
                        .or(() -> above(claims, "loops", 50))
                        .or(() -> above(claims, "concurrent", 20));
            case "SNAFT-014" -> tools(claims);
            case "SNAFT-017" ->
                claims.text("airlock_sandboxed").isPresent() && !claims.says("airlock_sandboxed", "true")
                        ? Optional.of("code that is not to run in a sandbox")
                        : Optional.empty();
            case "SNAFT-020" ->
                above(claims, "retries", 10)
                        .or(() -> above(claims, "error_rate", 0.8))
                        .or(() -> above(claims, "downstream", 3))
                        .or(() -> above(claims, "fan_out", 50));
            case "SNAFT-022" -> above(claims, "deviation", 0.8);
            case "SNAFT-023" -> encoded(subject);
            default -> Optional.empty();
        };
    }

    private static Optional<String> oversize(Subject subject) {
        if (subject.origin() != Origin.EXTERNAL_AI) {
            return Optional.empty();
        }
        int characters = subject.text().codePointCount(0, subject.text().length());
        return characters <= CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of("payload of " + characters + " characters; external_ai may send " + CHARACTERS_MAX);
    }

    private static Optional<String> agency(Claims claims) {
        boolean changes = List.of("write", "delete", "execute").stream().anyMatch(verb -> claims.says("action", verb));
        String path = claims.text("path").orElse("");
        return changes && (!path.startsWith("/sandbox/") || path.contains(".."))
                ? Optional.of("a change outside /sandbox/")
                : Optional.empty();
    }

    private static Optional<String> tools(Claims claims) {
        if (claims.says("tool_output_executed", "true")) {
            return Optional.of("a tool's output is executed");
        }
        String tool = claims.text("tool").orElse("");
        List<String> allowed = List.of(claims.text("allowed_tools").orElse(tool).split(",", -1));
        return !tool.isEmpty() && !allowed.contains(tool)
                ? Optional.of("a tool that is not among the allowed ones")
                : above(claims, "chain_depth", 5);
    }

    private static Optional<String> above(Claims claims, String name, double most) {
        double claimed = claims.number(name);
        return claimed > most
                ? Optional.of("%s of %s; at most %s".formatted(name, plain(claimed), plain(most)))
                : Optional.empty();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** An objection to what came out of encodings, or to a deed of destruction under a disguise. */
    private static Optional<String> encoded(Subject subject) {
        Optional<String> said = subject.seen().saidInside().entrySet().stream()
                .findFirst()
                .map(one -> "encoded: " + one.getKey() + " " + one.getValue());
        return said.or(() -> subject.seen().inside().stream()
                        .map(Decoded::text)
                        .flatMap(text -> deed(subject, text).stream())
                        .findFirst()
                        .map(deed -> "encoded: " + deed))
                .or(() -> subject.seen().evened().isEmpty()
                        ? Optional.empty()
                        : deed(subject, subject.seen().evened()).map(deed -> "disguised: " + deed));
    }

    private static Optional<String> deed(Subject subject, String text) {
        return DESTRUCTION.check(new Subject(subject.intent(), subject.origin(), text));
    }
}
