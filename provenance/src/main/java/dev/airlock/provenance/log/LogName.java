package dev.airlock.provenance.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the log of one partition of tokens: {@code airlock/LEDGER/tokens/3}. It is the first line of its checkpoints
 * and the name of the key that signs them.
 *
 * @param ledger 1 to 64 of {@code a-z 0-9 . -}, beginning with a letter or digit
 * @param partition 0 to 65535
 */
public record LogName(String ledger, int partition) {
    private static final int PARTITION_MAX = 0xffff;
    private static final Pattern LEDGER = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern SHAPE = Pattern.compile("airlock/([a-z0-9.-]+)/tokens/(0|[1-9][0-9]{0,4})");

    /** @throws IllegalArgumentException if one is unfit */
    public LogName {
        checkLedger(ledger);
        if (partition < 0 || partition > PARTITION_MAX) {
            throw new IllegalArgumentException("a partition is 0 to " + PARTITION_MAX + ", not " + partition);
        }
    }

    static void checkLedger(String ledger) {
        if (!LEDGER.matcher(ledger).matches()) {
            throw new IllegalArgumentException(
                    "a ledger's name is 1 to 64 of a-z, 0-9, '.' and '-', and begins with a letter or digit");
        }
    }

    /**
     * The name with this text.
     *
     * @throws IllegalArgumentException if {@link #text} does not write it
     */
    public static LogName parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a log of tokens is called airlock/LEDGER/tokens/PARTITION");
        }
        return new LogName(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** The name as one line. */
    public String text() {
        return "airlock/" + ledger + "/tokens/" + partition;
    }

    @Override
    public String toString() {
        return text();
    }
}
