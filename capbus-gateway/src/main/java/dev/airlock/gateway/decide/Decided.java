package dev.airlock.gateway.decide;

import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.IntentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * <p>Memory: about 300 bytes per intent, for {@link #KEPT} after its decision, which is as long as the topic keeps it. At
 * {@code roomFor} intents new ones are refused for want of capacity, and those refusals are remembered in a reserve of a
 * tenth; when that is full too, {@link Room#NONE} says that nothing more can be decided. Nothing is ever forgotten early. For
 * one thread.
 */
public final class Decided {
    /** How long a decision is remembered: the retention of the admitted topic. */
    public static final Duration KEPT = Duration.ofDays(30);

    private final int roomFor;
    /** In the order of the decisions, so that the oldest are found first. */
    private final Map<IntentKey, Mark> marks = new LinkedHashMap<>();
    /** The approvals that admissions used up: as few as operators give, and none is forgotten while this lives. */
    private final Set<String> usedUp = new HashSet<>();

    private record Mark(String intentHash, Instant decidedAt) {}

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
        Mark mark = marks.get(key);
        if (mark == null) {
            return Seen.NEVER;
        }
        return mark.intentHash().equals(intentHash) ? Seen.SAME : Seen.OTHER;
    }

    /**
     * Whether one more can be remembered.
     *
     * @param now what is older than {@link #KEPT} by this clock is forgotten, if there is no room otherwise
     */
    public Room room(Instant now) {
        if (marks.size() >= roomFor) {
            forgetBefore(now.minus(KEPT));
        }
        int used = marks.size();
        if (used < roomFor) {
            return Room.YES;
        }
        return used < roomFor + Math.max(1, roomFor / 10) ? Room.RESERVE : Room.NONE;
    }

    private void forgetBefore(Instant oldest) {
        Iterator<Mark> oldestFirst = marks.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().decidedAt().isBefore(oldest)) {
            oldestFirst.remove();
        }
    }

    /** The only way this changes: a committed decision. The first one of an intent stays. */
    public void replay(Admission admission) {
        marks.putIfAbsent(admission.key(), new Mark(admission.intentHash(), admission.decidedAt()));
        admission.approvalId().ifPresent(usedUp::add);
    }

    /** Whether an admission of this partition has used up the approval of this id. An approval names its session, so no other partition can. */
    public boolean usedUp(String approvalId) {
        return usedUp.contains(approvalId);
    }

    /** How many are remembered. */
    public int size() {
        return marks.size();
    }
}
