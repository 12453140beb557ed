package dev.airlock.cli;

import dev.airlock.cli.TokenCheck.Sound;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What is said of a file of tokens, line by line. */
final class TokenReport implements TokenFile.Listener {
    private final PrintWriter out;
    private final boolean json;

    TokenReport(CommandSpec spec, boolean json) {
        this.out = spec.commandLine().getOut();
        this.json = json;
    }

    @Override
    public void sound(long line, Sound sound) {
        say(
                Map.of("line", line, "token", sound.id(), "form", sound.form().label(), "verified", true),
                "line %d: %s (%s): %s".formatted(line, sound.id(), sound.form().label(), sound.proof()));
    }

    @Override
    public void unsound(String where, String reason, String text) {
        say(
                Map.of("where", where, "reason", reason, "text", text, "verified", false),
                where + ": " + reason + ": " + text);
    }

    void summary(TokenFile file) {
        long beginnings = file.lineage().tokens().values().stream()
                .filter(token -> token.parent().isEmpty())
                .count();
        say(
                Map.of(
                        "valid",
                        file.valid(),
                        "invalid",
                        file.invalid(),
                        "corrupted",
                        file.corrupted(),
                        "beginnings",
                        beginnings,
                        "integrity",
                        file.whole()),
                "%d valid, %d invalid: %s"
                        .formatted(file.valid(), file.invalid(), file.whole() ? "verified" : "NOT VERIFIED"));
    }

    private void say(Map<String, Object> forPrograms, String forPeople) {
        out.println(json ? JsonOption.line(forPrograms) : forPeople);
        out.flush();
    }
}
