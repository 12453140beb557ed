package dev.airlock.snaft.decide.destruct;

/**
 * The smallest part of a command.
 *
 * @param kind what it is
 * @param text the word without its quotes; empty unless it is a word
 * @param quoted whether a quotation mark touched the word
 */
record Token(Kind kind, String text, boolean quoted) {
    /** What a token is. */
    enum Kind {
        WORD,
        /** {@code =}, as in {@code of=/dev/sda}. */
        ASSIGN,
        /** {@code ,}, as between the arguments of a call. */
        COMMA,
        /** One {@code >}. */
        REDIRECT,
        /** {@code (} right behind a word, as in a call. */
        OPEN
    }

    static Token mark(Kind kind) {
        return switch (kind) {
            case WORD -> throw new IllegalArgumentException("a word has a text");
            case ASSIGN -> Marks.ASSIGN;
            case COMMA -> Marks.COMMA;
            case REDIRECT -> Marks.REDIRECT;
            case OPEN -> Marks.OPEN;
        };
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    /** Whether it is the program {@code name}, by whatever path. */
    boolean isProgram(String name) {
        int directory = text.length() - name.length();
        return text.endsWith(name) && (directory == 0 || text.charAt(directory - 1) == '/');
    }

    boolean isFlag() {
        return text.length() > 1 && text.startsWith("-");
    }

    boolean isHelp() {
        return text.equals("--help") || text.equals("--version");
    }

    /** One each is enough; a hostile text may hold a million. */
    private static final class Marks {
        static final Token ASSIGN = new Token(Kind.ASSIGN, "", false);
        static final Token COMMA = new Token(Kind.COMMA, "", false);
        static final Token REDIRECT = new Token(Kind.REDIRECT, "", false);
        static final Token OPEN = new Token(Kind.OPEN, "", false);
    }
}
