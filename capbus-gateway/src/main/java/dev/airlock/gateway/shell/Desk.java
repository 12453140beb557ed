package dev.airlock.gateway.shell;

import dev.airlock.gateway.decide.Decided;
import dev.airlock.gateway.shell.GatewayMetrics.Tally;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;

/**
 * The state of one partition: what has been decided, and where its chain ends. It changes with a step and is built anew when that
 * step is not committed, so after a commit it is exactly what the topics say. For the hop's thread.
 */
final class Desk {
    private final int partition;
    private final Decided decided;
    private final long epoch;
    private ChainHead head;
    private Tally unCommitted = Tally.NONE;

    private Desk(int partition, Decided decided, ChainHead head) {
        this.partition = partition;
        this.decided = decided;
        this.head = head;
        this.epoch = head.epoch();
    }

    /** Takes the partition over: replays its decisions and begins a new epoch that names the last token of the one before. */
    static Desk takeOver(ChainName chain, String mark, OwnTopics own, int roomFor) throws BusUnreachable {
        return new Desk(
                chain.partition(),
                replayed(chain, own, roomFor),
                Heads.last(chain, mark, own).nextEpoch());
    }

    /**
     * Back to what is committed. The epoch goes on: of what was sealed in it, only what {@code mark} names was ever seen.
     */
    Desk rolledBack(ChainName chain, String mark, OwnTopics own, int roomFor) throws BusUnreachable {
        ChainHead last = Heads.last(chain, mark, own);
        return new Desk(partition, replayed(chain, own, roomFor), last.epoch() == epoch ? last : last.nextEpoch());
    }

    private static Decided replayed(ChainName chain, OwnTopics own, int roomFor) throws BusUnreachable {
        var decided = new Decided(roomFor);
        own.admissions(chain.partition(), decided::replay);
        return decided;
    }

    int partition() {
        return partition;
    }

    Decided decided() {
        return decided;
    }

    /** Why nothing new can be decided when there is no room, and what to do. */
    String fullReason() {
        return "the gateway remembers " + decided.size() + " intents of partition " + partition
                + " and cannot remember another, so it decides none there rather than run one twice; raise decided_max and start it again,"
                + " or wait until the oldest is " + Decided.KEPT.toDays() + " days old";
    }

    ChainHead head() {
        return head;
    }

    void advance(ChainHead next) {
        head = next;
    }

    void count(Tally more) {
        unCommitted = unCommitted.plus(more);
    }

    /** What was counted since the last commit. */
    Tally takeTally() {
        Tally taken = unCommitted;
        unCommitted = Tally.NONE;
        return taken;
    }
}
