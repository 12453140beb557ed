package dev.airlock.authorisation.wire;

import dev.airlock.authorisation.model.Fault;
import dev.airlock.schemas.model.PolicyFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a file of policies apart at its semicolons, outside of strings and comments. It is not a parser: the engine parses each piece, and a
 * piece that is not exactly one policy is a fault there. What it does judge is how deep brackets nest, because the engine's own parser would use
 * up its stack and the process with it. Source of the lexical rules: Cedar 4.10, grammar of policies ({@code //} comments, double-quoted strings
 * with backslashes).
 */
public final class PolicyScanner {
    /** How deep brackets may nest in one policy. */
    public static final int NESTING_MAX = 32;

    private final PolicyFile file;
    private final String text;
    private final List<Statement> statements = new ArrayList<>();
    private int at;
    private int start;
    private int depth;

    private PolicyScanner(PolicyFile file) {
        this.file = file;
        this.text = file.text();
    }

    /** What is in a file: its statements, or the first fault. */
    public sealed interface Scanned {
        /** They could be told apart. */
        record Whole(List<Statement> statements) implements Scanned {
            public Whole {
                statements = List.copyOf(statements);
            }
        }

        /** They could not. */
        record Broken(Fault fault) implements Scanned {}
    }

    /** Takes {@code file} apart. */
    public static Scanned scan(PolicyFile file) {
        return new PolicyScanner(file).scan();
    }

    /** Where text begins that is neither blank nor comment; the length if nowhere. */
    static int begin(String text) {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private Scanned scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                if (!passString()) {
                    return broken(at, "a string has no end; close it with a double quote");
                }
            } else if (text.startsWith("//", at)) {
                passComment();
            } else {
                if ("([{".indexOf(c) >= 0 && ++depth > NESTING_MAX) {
                    return broken(at, "brackets nest deeper than " + NESTING_MAX + "; write it as several policies");
                }
                depth -= ")]}".indexOf(c) >= 0 ? 1 : 0;
                at++;
                if (c == ';') {
                    statements.add(new Statement(file, start, text.substring(start, at)));
                    start = at;
                    depth = 0;
                }
            }
        }
        int rest = start + begin(text.substring(start));
        return rest < text.length()
                ? broken(rest, "a policy has no end; close it with a semicolon")
                : new Scanned.Whole(statements);
    }

    /** Whether the string that begins here has an end; goes behind it. */
    private boolean passString() {
        int quote = at + 1;
        while (quote < text.length() && text.charAt(quote) != '"') {
            quote += text.charAt(quote) == '\\' ? 2 : 1;
        }
        boolean ends = quote < text.length();
        at = ends ? quote + 1 : at;
        return ends;
    }

    private void passComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private Scanned broken(int offset, String message) {
        return new Scanned.Broken(new Statement(file, 0, text).fault(offset, message));
    }
}
