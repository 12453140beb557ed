package dev.airlock.gateway.wire;

import dev.airlock.schemas.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The members of an object that is written as canonical JSON (RFC 8785), with the spaces of Jackson's DefaultPrettyPrinter between them and none of their
 * own characters changed. Canonical JSON has no spaces, and the bytes are a token's, which were written here or verified; so marks outside of strings are
 * all that is looked at.
 */
final class PrettyMembers {
    private final String canonical;
    private final StringBuilder text;
    /** For each object or array around what is written next, outermost first, whether it is an object. */
    private final BitSet objects = new BitSet();

    private int open;
    /** Objects around what is written next, also around the whole: so far it is indented. */
    private int indent;

    private PrettyMembers(String canonical, int around) {
        this.canonical = canonical;
        this.indent = around;
        this.text = new StringBuilder(2 * canonical.length());
    }

    /**
     * The text of the members, each behind a line break and with a comma after it; empty if there are none.
     *
     * @param around how many objects are around a member
     * @throws IllegalStateException if it does not begin and end as an object, brackets do not match, or a string does not end; nothing else is looked at
     */
    static String of(Bytes canonical, int around) {
        String object = new String(canonical.toArray(), StandardCharsets.UTF_8);
        int last = object.length() - 1;
        if (last < 1 || object.charAt(0) != '{' || object.charAt(last) != '}') {
            throw new IllegalStateException("a token is no JSON object");
        }
        if (last == 1) {
            return "";
        }
        var members = new PrettyMembers(object, around);
        members.line();
        members.write(1, last);
        return members.text.append(',').toString();
    }

    private void write(int from, int end) {
        for (int at = from; at < end; at++) {
            char mark = canonical.charAt(at);
            switch (mark) {
                case '"' -> {
                    int behind = behindString(at, end);
                    text.append(canonical, at, behind);
                    at = behind - 1;
                }
                case '{', '[' -> at = opened(mark == '{', at, end);
                case '}', ']' -> closed(mark == '}', mark);
                case ':' -> text.append(" : ");
                case ',' -> next();
                default -> text.append(mark);
            }
        }
        if (open != 0) {
            throw new IllegalStateException("brackets of a token do not match");
        }
    }

    /** Where a string that begins at {@code at} is over. */
    private int behindString(int at, int end) {
        for (int i = at + 1; i < end; i++) {
            char one = canonical.charAt(i);
            if (one == '"') {
                return i + 1;
            }
            if (one == '\\') {
                i++;
            }
        }
        throw new IllegalStateException("a string of a token does not end");
    }

    /** @return where the last character lies that is written by now */
    private int opened(boolean object, int at, int end) {
        char closing = object ? '}' : ']';
        text.append(canonical.charAt(at));
        if (at + 1 < end && canonical.charAt(at + 1) == closing) {
            text.append(' ').append(closing);
            return at + 1;
        }
        objects.set(open++, object);
        if (object) {
            indent++;
            line();
        } else {
            text.append(' ');
        }
        return at;
    }

    private void closed(boolean object, char mark) {
        if (open == 0 || objects.get(--open) != object) {
            throw new IllegalStateException("brackets of a token do not match");
        }
        if (object) {
            indent--;
            line();
        } else {
            text.append(' ');
        }
        text.append(mark);
    }

    private void next() {
        text.append(',');
        if (open == 0 || objects.get(open - 1)) {
            line();
        } else {
            text.append(' ');
        }
    }

    private void line() {
        text.append(System.lineSeparator()).repeat("  ", indent);
    }
}
