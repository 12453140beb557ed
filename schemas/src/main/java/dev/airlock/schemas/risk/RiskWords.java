package dev.airlock.schemas.risk;

import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.syscalls.ReviewedFile;
import java.util.List;
import java.util.Locale;

/**
 * The words that class an intent's name, {@code risk.json}. A word counts where it is a whole word of the name; words end at colons,
 * dots, dashes and underscores, between a letter and a digit, and where a capital follows a small letter. {@code code:execute} is thus
 * {@link Risk#SENSITIVE}, {@code db:query} {@link Risk#BENIGN} and {@code db:dropTable} {@link Risk#DESTRUCTIVE}. Immutable, for any thread.
 */
public final class RiskWords {
    private final List<String> destructive;
    private final List<String> sensitive;

    /** @throws IllegalArgumentException for a word in both lists, or one that is not small letters in words parted by one blank */
    public RiskWords(List<String> destructive, List<String> sensitive) {
        destructive.forEach(RiskWords::check);
        sensitive.forEach(RiskWords::check);
        for (String word : sensitive) {
            if (destructive.contains(word)) {
                throw new IllegalArgumentException("the word '" + word + "' is in both lists; leave it in destructive");
            }
        }
        this.destructive = destructive.stream().map(RiskWords::framed).toList();
        this.sensitive = sensitive.stream().map(RiskWords::framed).toList();
    }

    private record Lists(String comment, List<String> destructive, List<String> sensitive) {}

    /** The reviewed lists. */
    public static RiskWords load() {
        Lists lists = ReviewedFile.read("/risk.json", Lists.class);
        return new RiskWords(lists.destructive(), lists.sensitive());
    }

    /** The class of an intent's name; the worse one, if it has words of both lists. */
    public Risk of(String intent) {
        String words = framed(words(intent));
        if (anyIn(words, destructive)) {
            return Risk.DESTRUCTIVE;
        }
        return anyIn(words, sensitive) ? Risk.SENSITIVE : Risk.BENIGN;
    }

    private static boolean anyIn(String words, List<String> listed) {
        for (String word : listed) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static String words(String intent) {
        StringBuilder words = new StringBuilder(intent.length() + 8);
        for (int i = 0; i < intent.length(); i++) {
            char c = intent.charAt(i);
            boolean parts = !Character.isLetterOrDigit(c);
            boolean blank = words.isEmpty() || words.charAt(words.length() - 1) == ' ';
            if (!blank && (parts || startsWord(intent.charAt(i - 1), c))) {
                words.append(' ');
            }
            if (!parts) {
                words.append(c);
            }
        }
        return words.toString().toLowerCase(Locale.ROOT).strip();
    }

    private static boolean startsWord(char before, char c) {
        return (Character.isLowerCase(before) && Character.isUpperCase(c))
                || Character.isDigit(before) != Character.isDigit(c);
    }

    private static String framed(String words) {
        return " " + words + " ";
    }

    private static void check(String word) {
        if (!word.matches("[a-z]+( [a-z]+)*")) {
            throw new IllegalArgumentException(
                    "the word '" + word + "' is not small letters in words parted by one blank");
        }
    }
}
