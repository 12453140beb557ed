package dev.airlock.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people type, as values. */
final class Words {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private Words() {}

    /** The constant that {@code text} names in lower case, blanks and dashes as underscores. */
    static <E extends Enum<E>> E constant(Class<E> type, String option, String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name) && !name.equals("UNKNOWN"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " is one of "
                        + Stream.of(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .filter(word -> !word.equals("unknown"))
                                .collect(Collectors.joining(", "))
                        + "; not " + text));
    }

    /** {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}; more than nothing. */
    static Duration duration(String option, String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(option + " is a number and ms, s, m or h, for example 5s; not " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
