package dev.airlock.schemas.keys;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From when until when a key counts, in whole seconds, and whether it was revoked before its end. What it signed in its time stays good.
 *
 * @param from the first moment at which it counts
 * @param until the first at which it does not any more; empty for no end
 */
public record KeyTerm(Instant from, Optional<Instant> until, Optional<Revocation> revocation) {
    /** A key that counts at any time. */
    public static final KeyTerm ALWAYS = new KeyTerm(Instant.EPOCH, Optional.empty(), Optional.empty());

    /** How long after a key's end something of its time may be seen for the first time. */
    public static final Duration LATE_MAX = Duration.ofDays(1);

    private static final int LINES_MAX = 3;

    /** Why a key counts no more before its end. */
    public enum Why {
        /** Another key has taken its place, or nobody needs it. */
        RETIRED,
        /** Somebody else may have it: what it signs says nothing of when. */
        COMPROMISED
    }

    /**
     * An operator's word that a key counts no more.
     *
     * @param at the first moment at which it does not
     * @param reason for people; a line of 1 to 200 characters
     */
    public record Revocation(Instant at, Why why, String reason) {
        private static final int REASON_MAX = 200;

        /** @throws IllegalArgumentException if the reason is unfit */
        public Revocation {
            at = at.truncatedTo(ChronoUnit.SECONDS);
            if (reason.isBlank()
                    || reason.length() > REASON_MAX
                    || !reason.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw new IllegalArgumentException(
                        "a revocation has a reason of 1 to " + REASON_MAX + " printable ASCII characters");
            }
        }

        private Revocation and(Revocation other) {
            boolean worse = why == Why.RETIRED && other.why() == Why.COMPROMISED;
            boolean better = why == Why.COMPROMISED && other.why() == Why.RETIRED;
            boolean later = at.isAfter(other.at());
            Revocation said = worse || (later && !better) ? other : this;
            return new Revocation(later ? other.at() : at, said.why(), said.reason());
        }
    }

    /** How a key stands at a time. */
    public enum Standing {
        /** It counts. */
        GOOD,
        /** Its time has not begun. */
        NOT_YET,
        /** Its time is over. */
        EXPIRED,
        /** It was revoked. */
        REVOKED
    }

    /** @throws IllegalArgumentException if it ends before it begins */
    public KeyTerm {
        from = from.truncatedTo(ChronoUnit.SECONDS);
        until = until.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        if (until.isPresent() && until.get().isBefore(from)) {
            throw new IllegalArgumentException("a key's time ends at " + until.get() + ", before it begins at " + from);
        }
    }

    /** Whether a key of this term counts for what was made at a time. */
    public Standing at(Instant time) {
        if (time.isBefore(from)) {
            return Standing.NOT_YET;
        }
        if (revocation.filter(revoked -> !time.isBefore(revoked.at())).isPresent()) {
            return Standing.REVOKED;
        }
        return until.filter(end -> !time.isBefore(end)).isPresent() ? Standing.EXPIRED : Standing.GOOD;
    }

    /**
     * The same where a witness's clock is known too. Who holds a key can write any time into what it signs. So of a compromised key only
     * that counts which was also seen before its revocation, and of any other nothing that was seen more than {@link #LATE_MAX} after its end:
     * by then what was under way has been taken up, also from the journal of a node that was down.
     */
    public Standing at(Instant time, Instant seen) {
        boolean late = revocation
                .filter(revoked -> revoked.why() == Why.COMPROMISED && !seen.isBefore(revoked.at()))
                .isPresent();
        Standing standing = at(time);
        if (standing != Standing.GOOD) {
            return standing;
        }
        if (late || revocation.filter(word -> over(word.at(), seen)).isPresent()) {
            return Standing.REVOKED;
        }
        return until.filter(end -> over(end, seen)).isPresent() ? Standing.EXPIRED : Standing.GOOD;
    }

    private static boolean over(Instant end, Instant seen) {
        return Duration.between(end, seen).compareTo(LATE_MAX) > 0;
    }

    /** The same term with an earlier or equal end. */
    public KeyTerm ending(Instant end) {
        return new KeyTerm(
                from, Optional.of(until.filter(given -> given.isBefore(end)).orElse(end)), revocation);
    }

    /** The same term, revoked; of two revocations the earlier time counts, and the worse reason. */
    public KeyTerm revoked(Revocation word) {
        return new KeyTerm(
                from,
                until,
                Optional.of(revocation.map(given -> given.and(word)).orElse(word)));
    }

    /**
     * What counts by both: the later beginning, the earlier end, and each revocation as {@link #revoked} has it. An end before the beginning becomes the
     * beginning, so that the key counts never.
     */
    public KeyTerm narrowed(KeyTerm other) {
        Instant begin = from.isAfter(other.from) ? from : other.from;
        Optional<Instant> end = Stream.of(until, other.until)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(given -> given.isBefore(begin) ? begin : given);
        KeyTerm both = new KeyTerm(begin, end, revocation);
        return other.revocation.map(both::revoked).orElse(both);
    }

    /** One line each: {@code from TIME}, {@code until TIME}, {@code revoked TIME retired|compromised REASON}. */
    public String text() {
        var text = new StringBuilder("from " + from + "\n");
        until.ifPresent(end -> text.append("until ").append(end).append('\n'));
        revocation.ifPresent(word -> text.append("revoked ")
                .append(word.at())
                .append(' ')
                .append(word.why().name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(word.reason())
                .append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text is none that {@link #text} gives */
    public static KeyTerm parse(String text) {
        try {
            KeyTerm term = ALWAYS;
            for (String line : text.split("\n", LINES_MAX + 1)) {
                String[] words = line.split(" ", 4);
                term = switch (words[0]) {
                    case "from" -> new KeyTerm(Instant.parse(words[1]), term.until, term.revocation);
                    case "until" -> new KeyTerm(term.from, Optional.of(Instant.parse(words[1])), term.revocation);
                    case "revoked" ->
                        new KeyTerm(
                                term.from,
                                term.until,
                                Optional.of(new Revocation(
                                        Instant.parse(words[1]),
                                        Why.valueOf(words[2].toUpperCase(Locale.ROOT)),
                                        words[3])));
                    default -> term;
                };
            }
            if (term.text().equals(text)) {
                return term;
            }
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            // falls through: all of them say that it is no term
        }
        throw new IllegalArgumentException(
                "not a key's term: lines 'from TIME', 'until TIME', 'revoked TIME WHY REASON'");
    }
}
