package dev.airlock.cli;

import dev.airlock.cli.TokenCheck.Sound;
import dev.airlock.cli.TokenCheck.Unsound;
import dev.airlock.provenance.foreign.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of tokens, one a line, in whatever forms; judged one by one and then together. For one thread. */
final class TokenFile {
    /** More than an envelope around the longest token has. */
    private static final int LINE_BYTES_MAX = 1 << 20;

    private static final long LINES_MAX = 1_000_000;

    private final Lineage lineage = new Lineage();
    private final List<String> corrupted = new ArrayList<>();
    private long valid;
    private long invalid;

    /** Hears of each line. */
    interface Listener {
        /** It holds. */
        void sound(long line, Sound sound);

        /** It does not, or something between it and others does not. */
        void unsound(String where, String reason, String text);
    }

    /**
     * Reads and judges all lines.
     *
     * @param wanted the form that every line must have; told apart line by line if empty
     */
    static TokenFile read(Path path, Optional<TokenForm> wanted, TokenCheck check, Listener listener)
            throws IOException, Trouble {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new Trouble(Exit.USAGE, path + " cannot be read", "give a file with one token a line");
        }
        var file = new TokenFile();
        try (Lines lines = Lines.of(path, LINE_BYTES_MAX)) {
            for (var next = lines.next(); next.isPresent(); next = lines.next()) {
                Lines.Line line = next.get();
                if (line.number() > LINES_MAX) {
                    throw new Trouble(
                            Exit.USAGE, path + " has more than " + LINES_MAX + " lines", "split -l " + LINES_MAX);
                }
                if (!line.blank()) {
                    file.judge(line, wanted, check, listener);
                }
            }
        }
        for (Lineage.Finding finding : file.lineage.findings()) {
            file.wrong(finding, listener);
        }
        return file;
    }

    private void judge(Lines.Line line, Optional<TokenForm> wanted, TokenCheck check, Listener listener) {
        try {
            TokenForm form = wanted.or(() -> TokenForm.of(line.bytes())).orElse(TokenForm.IETF);
            Sound sound = check.judge(form, line.bytes());
            valid++;
            listener.sound(line.number(), sound);
            sound.foreign().flatMap(lineage::add).ifPresent(finding -> wrong(finding, listener));
        } catch (Unsound e) {
            invalid++;
            corrupted.add("line " + line.number());
            listener.unsound("line " + line.number(), e.reason(), e.getMessage());
        }
    }

    /** One more thing that is wrong between tokens. */
    void wrong(Lineage.Finding finding, Listener listener) {
        invalid++;
        corrupted.add(finding.token());
        listener.unsound("token " + finding.token(), finding.kind().name(), finding.text());
    }

    Lineage lineage() {
        return lineage;
    }

    /** Tokens that hold alone. */
    long valid() {
        return valid;
    }

    /** Lines that do not, and findings between tokens. */
    long invalid() {
        return invalid;
    }

    /** Which ones, in the order in which it was found. */
    List<String> corrupted() {
        return List.copyOf(corrupted);
    }

    /** An empty file proves nothing, so it is not whole. */
    boolean whole() {
        return valid > 0 && invalid == 0;
    }
}
