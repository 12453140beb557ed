package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.audit.decide.UsedUp;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.flow.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Which approvals were redeemed when, and by which order, in constant memory. An entry is the SHA-256 of the approval's id, the time, the order's offset
 * and the id. For one thread.
 */
final class Redemptions implements UsedUp, AutoCloseable {
    private static final int HASH_BYTES = 32;
    private static final int TIME_BYTES = Long.BYTES + Integer.BYTES;
    private static final int MOMENT_BYTES = HASH_BYTES + TIME_BYTES;
    private static final int FIXED_BYTES = MOMENT_BYTES + Long.BYTES;

    private final SortedSpool spool;
    private final SortedTable table;

    /** Hears of two orders of one moment. */
    @FunctionalInterface
    interface Twice {
        void found(RecordPlace place, String approvalId, RecordPlace before);
    }

    Redemptions(Scratch scratch) {
        this.spool = new SortedSpool(scratch);
        this.table = new SortedTable(scratch, MOMENT_BYTES);
    }

    void add(String approvalId, Instant at, long offset) {
        byte[] id = approvalId.getBytes(UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(FIXED_BYTES + id.length).put(moment(approvalId, at));
        spool.add(entry.putLong(offset).put(id).array());
    }

    private static byte[] moment(String approvalId, Instant at) {
        ByteBuffer moment = ByteBuffer.allocate(MOMENT_BYTES)
                .put(Sha256.of(approvalId.getBytes(UTF_8)).bytes());
        PostureFile.put(moment, at);
        return moment.array();
    }

    /** There are no more; tells of those that share an approval and a moment. */
    void seal(int partition, Twice twice) {
        byte[] last = new byte[FIXED_BYTES];
        for (Iterator<byte[]> sorted = spool.sorted(); sorted.hasNext(); ) {
            byte[] entry = sorted.next();
            if (Arrays.equals(entry, 0, MOMENT_BYTES, last, 0, MOMENT_BYTES)) {
                twice.found(
                        place(partition, entry),
                        new String(entry, FIXED_BYTES, entry.length - FIXED_BYTES, UTF_8),
                        place(partition, last));
            } else {
                table.add(Arrays.copyOf(entry, MOMENT_BYTES));
                last = entry;
            }
        }
        table.seal();
        spool.close();
    }

    private static RecordPlace place(int partition, byte[] entry) {
        return new RecordPlace(Topic.ORDERS, partition, ByteBuffer.wrap(entry).getLong(MOMENT_BYTES));
    }

    @Override
    public boolean before(String approvalId, Instant at) {
        byte[] now = moment(approvalId, at);
        byte[] ever = Arrays.copyOf(Arrays.copyOf(now, HASH_BYTES), MOMENT_BYTES);
        return table.above(ever)
                .filter(first -> Arrays.compareUnsigned(first, now) < 0)
                .isPresent();
    }

    /** How many entries and bytes of the heap it takes. */
    int held() {
        return spool.held() + table.held();
    }

    @Override
    public void close() {
        spool.close();
        table.close();
    }
}
