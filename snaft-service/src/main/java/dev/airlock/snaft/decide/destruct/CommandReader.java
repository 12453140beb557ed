package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.destruct.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cuts a text into commands of tokens, in one pass that never goes back. */
final class CommandReader {
    /** How backslashes and quotation marks are read; a payload may be either, so both are tried. */
    enum Reading {
        /** {@code \rm} and {@code r"m"} are {@code rm}. */
        SHELL,
        /** {@code \n} ends a line, and {@code f"rm"} is a string that holds {@code rm}. */
        PROGRAM
    }

    private static final Set<String> STRING_PREFIXES = Set.of("f", "r", "b", "u", "fr", "rf", "br", "rb");
    private static final int STRING_PREFIX_LENGTH_MAX = 2;
    private static final Set<Kind> GOES_ON = Set.of(Kind.COMMA, Kind.OPEN);

    private final String text;
    private final Reading reading;
    private final StringBuilder word = new StringBuilder();
    private boolean quoted;
    private int at;
    private List<Token> command = new ArrayList<>();

    CommandReader(String text, Reading reading) {
        this.text = text;
        this.reading = reading;
    }

    /** The next command that holds anything; empty at the end of the text. */
    Optional<List<Token>> next() {
        command = new ArrayList<>();
        while (at < text.length()) {
            if (endsCommand(text.charAt(at++))) {
                endWord();
                if (!command.isEmpty()) {
                    return Optional.of(command);
                }
            }
        }
        endWord();
        return command.isEmpty() ? Optional.empty() : Optional.of(command);
    }

    /** Takes in one character; true if it ends the command. */
    private boolean endsCommand(char c) {
        switch (c) {
            case '\\' -> {
                return escape();
            }
            case '\n', '\r' -> {
                return endsLine();
            }
            case '|', '&' -> {
                return !follows('>');
            }
            case ';', '`', ')', '{', '}', '[', ']' -> {
                return true;
            }
            case '(' -> {
                return open();
            }
            case '\'', '"' -> quote();
            case '=' -> end(Kind.ASSIGN);
            case ',' -> end(Kind.COMMA);
            case '>' -> end(Kind.REDIRECT);
            case '$' -> dollar();
            case '+' -> plus();
            case ':', '!', '@', '<' -> endWord();
            default -> character(c);
        }
        return false;
    }

    private void character(char c) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            endWord();
        } else {
            word.append(c);
        }
    }

    private boolean escape() {
        if (at == text.length()) {
            return false;
        }
        char c = text.charAt(at++);
        if (c == '\n') {
            return false;
        }
        if (reading == Reading.SHELL) {
            word.append(c);
            return false;
        }
        return switch (c) {
            case 'n', 'r' -> true;
            case 't', '\'', '"' -> {
                endWord();
                yield false;
            }
            default -> {
                word.append(c);
                yield false;
            }
        };
    }

    /** A line goes on after a comma and after a call, as a list of arguments does. */
    private boolean endsLine() {
        endWord();
        return command.isEmpty() || !GOES_ON.contains(command.getLast().kind());
    }

    private void quote() {
        // The length is asked first: a long word with many quotes must not be looked at as a whole at each of them.
        if (reading == Reading.PROGRAM
                && word.length() <= STRING_PREFIX_LENGTH_MAX
                && STRING_PREFIXES.contains(word.toString().toLowerCase(Locale.ROOT))) {
            word.setLength(0);
        }
        quoted = true;
    }

    private boolean open() {
        if (word.isEmpty()) {
            return true;
        }
        end(Kind.OPEN);
        return false;
    }

    /** {@code $IFS} is a blank, and {@code $'...'} a quotation. */
    private void dollar() {
        if (text.startsWith("{IFS}", at)) {
            at += "{IFS}".length();
            endWord();
        } else if (text.startsWith("IFS", at)) {
            at += "IFS".length();
            endWord();
        } else if (!isQuoteAt(at)) {
            word.append('$');
        }
    }

    /** Between two strings of a program it joins them. */
    private void plus() {
        if (reading == Reading.PROGRAM && (isQuoteAt(at - 2) || isQuoteAt(at))) {
            endWord();
        } else {
            word.append('+');
        }
    }

    private boolean isQuoteAt(int index) {
        return index >= 0 && index < text.length() && (text.charAt(index) == '"' || text.charAt(index) == '\'');
    }

    private boolean follows(char previous) {
        return at >= 2 && text.charAt(at - 2) == previous;
    }

    private void end(Kind mark) {
        endWord();
        command.add(Token.mark(mark));
    }

    private void endWord() {
        if (!word.isEmpty()) {
            command.add(new Token(Kind.WORD, word.toString(), quoted));
            word.setLength(0);
        }
        quoted = false;
    }
}
