package dev.airlock.gateway.decide;

import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.IntentKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which intents of one partition have been decided: what keeps an intent at exactly one token, however often it arrives.
 *
 * <p>Every decision, admission or refusal, is an {@link Admission} on the compacted topic, in the transaction of the order or the
 * token; this is those records replayed, and changes only when they are committed. A second copy gets nothing: its first copy
 * has, or will have, the token. So does an intent with the same id and other contents, because the ledger names intents by their
 * id: a second token under it, of whichever type, would make it undecidable which of the two is the outcome. It is counted and
 * shown as an event instead.
 *
 * <p>Memory: at most {@value #BYTES_EACH_MAX} bytes per intent, for {@link #KEPT} after its decision, which is as long as the topic keeps it. At
 * {@code roomFor} intents new ones are refused for want of capacity, and those refusals are remembered in a reserve of a
 * tenth; when that is full too, {@link Room#NONE} says that nothing more can be decided. Nothing is ever forgotten early. For
 * one thread.
 *
 * <p>Of an intent's key and its hash only prints are kept: the first 16 bytes of SHA-256 of the key, and 8 of the hash's. Two keys with one print would be
 * one intent here, of which the second is never run; so nobody can have anything run twice by it. To keep somebody else's intent from its run one would have to
 * find a key whose print is that of a given one, which takes 2^128 trials; two keys of one's own with one print take 2^64, and only turn an intent of one's own
 * into a copy of another. The hash's print decides no more than whether a second arrival is shown as a copy or as a clash: neither runs.
 */
public final class Decided {
    /** How long a decision is remembered: the retention of the admitted topic. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** What one intent takes at worst. */
    public static final int BYTES_EACH_MAX = Prints.BYTES_EACH_MAX;

    private final int roomFor;
    private final Prints prints = new Prints();
    /** The approvals that admissions used up: as few as operators give, and none is forgotten while this lives. */
    private final Set<String> usedUp = new HashSet<>();

    /** Whether an intent was there before. */
    public enum Seen {
        NEVER,
        /** The same bytes: a copy. */
        SAME,
        /** Other contents under the same id. */
        OTHER
    }

    /** Whether there is room to remember one more. */
    public enum Room {
        YES,
        /** For refusals only. */
        RESERVE,
        /** For nothing. */
        NONE
    }

    /** @param roomFor how many intents are remembered before new ones are refused; 1 or more */
    public Decided(int roomFor) {
        if (roomFor < 1) {
            throw new IllegalArgumentException("room for " + roomFor + " intents remembers nothing");
        }
        this.roomFor = roomFor;
    }

    /** Whether this intent has been decided. */
    public Seen seen(IntentKey key, String intentHash) {
        Sha256 print = print(key);
        OptionalInt place = prints.find(print.bits(0), print.bits(1));
        if (place.isEmpty()) {
            return Seen.NEVER;
        }
        return prints.belonging(place.getAsInt()) == print(intentHash) ? Seen.SAME : Seen.OTHER;
    }

    /** A blank stands in no id, so no two keys are one text. */
    private static Sha256 print(IntentKey key) {
        return Sha256.ofText(key.exactly());
    }

    private static long print(String intentHash) {
        return Sha256.ofText(intentHash).bits(0);
    }

    /**
     * Whether one more can be remembered.
     *
     * @param now what is older than {@link #KEPT} by this clock is forgotten, if there is no room otherwise
     */
    public Room room(Instant now) {
        if (prints.size() >= roomFor) {
            forgetBefore(now.minus(KEPT));
        }
        int used = prints.size();
        if (used < roomFor) {
            return Room.YES;
        }
        return used < most(roomFor) ? Room.RESERVE : Room.NONE;
    }

    private static int most(int roomFor) {
        return roomFor + Math.max(1, roomFor / 10);
    }

    /** So many bytes the memory of one partition takes at worst, when it is full. */
    public static long bytes(int roomFor) {
        return (long) most(roomFor) * BYTES_EACH_MAX;
    }

    private void forgetBefore(Instant oldest) {
        long micros = micros(oldest);
        while (prints.size() > 0 && prints.oldestTime() < micros) {
            prints.dropOldest();
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** The only way this changes: a committed decision. The first one of an intent stays. */
    public void replay(Admission admission) {
        Sha256 print = print(admission.key());
        if (prints.find(print.bits(0), print.bits(1)).isEmpty()) {
            prints.add(print.bits(0), print.bits(1), print(admission.intentHash()), micros(admission.decidedAt()));
        }
        admission.approvalId().ifPresent(usedUp::add);
    }

    /** Whether an admission of this partition has used up the approval of this id. An approval names its session, so no other partition can. */
    public boolean usedUp(String approvalId) {
        return usedUp.contains(approvalId);
    }

    /** How many are remembered. */
    public int size() {
        return prints.size();
    }
}
