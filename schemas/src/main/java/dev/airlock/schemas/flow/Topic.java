package dev.airlock.schemas.flow;

import static dev.airlock.schemas.flow.Retention.compacted;
import static dev.airlock.schemas.flow.Retention.days;
import static dev.airlock.schemas.flow.Retention.forever;
import static dev.airlock.schemas.flow.Retention.hours;

import java.util.Locale;

/** Every topic, in the order in which one intent, and what is decided about it, travels. */
public enum Topic {
    /** How the executors are: a signed pulse every 250 ms. Key: executor. */
    RUNTIME(hours(1), Size.ONE, Size.SMALL),
    /** What is thought of the runtime. Key: scope. */
    VERDICTS(forever(), Size.ONE, Size.SMALL),
    /** How guarded we are, a record per change. Key: scope. */
    POSTURES(forever(), Size.ONE, Size.SMALL),
    /** Until when the current posture holds. Key: scope. */
    LEASES(hours(1), Size.ONE, Size.SMALL),
    /** Which policies say who may do what: sets that an operator has signed, one in force. Key: scope. */
    POLICIES(forever(), Size.ONE, Size.SMALL),
    /** Who holds which key, a word of an operator's per record. Key: identity. */
    PRINCIPALS(forever(), Size.ONE, Size.SMALL),
    /** Which rules of its own the firewall asks, and whom it blocks: sets that an operator has signed, one in force. Key: scope. */
    RULES(forever(), Size.ONE, Size.SMALL),
    /** What operators approve, or take back: which intent may run once where only rescuers' are run. Key: approval id. */
    APPROVALS(forever(), Size.ONE, Size.SMALL),
    /** What callers want done. Key: session. */
    INTENTS(days(30), Size.SESSIONS, Size.PAYLOAD),
    /** What callers do not want done any more. Key: session and intent id. */
    CANCELS(days(7), Size.ONE, Size.SMALL),
    /** Intents with snaft's word. Key: session; from here on the partition is the session's canonical one. */
    SCREENED(days(7), Size.SESSIONS, Size.PAYLOAD),
    /** Which intents have been decided, for de-duplication. Key: session and intent id. */
    ADMITTED(compacted(30), Size.SESSIONS, Size.SMALL),
    /** Admitted intents with a grant. Key: session. */
    ORDERS(days(7), Size.SESSIONS, Size.PAYLOAD),
    /** What programs wrote, by hash. Key: session and intent id. */
    OUTPUTS(days(7).andAtMost(Size.OUTPUT_LOG), Size.SESSIONS, Size.PAYLOAD),
    /** The sealed outcomes, append-only. Key: session. */
    TOKENS(forever(), Size.SESSIONS, Size.SMALL),
    /** The signed heads of the Merkle logs over the tokens, one log per partition. Key: the log's origin. */
    CHECKPOINTS(forever(), Size.ONE, Size.SMALL),
    /** What operators want to see, as gateway-event.v1. Key: scope. */
    EVENTS(days(90), Size.ONE, Size.SMALL),
    /** Records that nobody could read, with the reason. Key: source topic. */
    DEADLETTERS(days(90), Size.ONE, Size.LETTER);

    private final Retention retention;
    private final int partitions;
    private final int maxMessageBytes;

    Topic(Retention retention, int partitions, int maxMessageBytes) {
        this.retention = retention;
        this.partitions = partitions;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The name on the broker, {@code airlock.NAME.v1}. */
    public String topicName() {
        return "airlock." + name().toLowerCase(Locale.ROOT) + ".v1";
    }

    public Retention retention() {
        return retention;
    }

    /** How many partitions it is created with; never changed afterwards, since a session's partition follows from it. */
    public int partitions() {
        return partitions;
    }

    /** The largest record batch that the broker takes, in bytes. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    private static final class Size {
        static final int ONE = 1;
        static final int SESSIONS = 8;
        static final int SMALL = 1 << 20;
        /** A payload of 1 MiB at most, twice over for the screening and the envelope around it. */
        static final int PAYLOAD = 3 << 20;
        /** A dead letter holds the whole record that could not be read. */
        static final int LETTER = 4 << 20;

        static final long OUTPUT_LOG = 4L << 30;
    }
}
