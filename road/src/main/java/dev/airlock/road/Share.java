package dev.airlock.road;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One partition in the hands of an {@link UnorderedHop}: its window, and a queue per key, whose first record is under way.
 *
 * <p>One thread. A share that was given back is never used again, so a result that names an old share is known to be late.
 */
final class Share {
    private static final long OPEN_BYTES_MAX = 32L << 20;

    private final int partition;
    private final int openMax;
    private final Window window;
    private final Map<ByteBuffer, ArrayDeque<Inbound>> queues = new HashMap<>();
    /** Read, and not handed out for want of room; while there are any, the partition is paused. */
    private final Deque<Inbound> waiting = new ArrayDeque<>();

    private long openBytes;
    private boolean paused;
    private boolean leaving;

    Share(int partition, int openMax, Window window) {
        this.partition = partition;
        this.openMax = openMax;
        this.window = window;
    }

    int partition() {
        return partition;
    }

    Window window() {
        return window;
    }

    void read(Inbound record) {
        waiting.addLast(record);
    }

    /** Hands out what there is room for; gives those that may begin, since they are the first of their key. */
    List<Inbound> handOut() {
        List<Inbound> first = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Inbound record = waiting.getFirst();
            if (window.alreadyDone(record.offset())) {
                window.passed(record.offset());
            } else if (!hasRoomFor(record)) {
                break;
            } else if (open(record)) {
                first.add(record);
            }
            waiting.removeFirst();
        }
        return first;
    }

    private boolean hasRoomFor(Inbound record) {
        return !leaving
                && window.openCount() < openMax
                && openBytes < OPEN_BYTES_MAX
                && window.reaches(record.offset());
    }

    private boolean open(Inbound record) {
        window.opened(record.offset());
        openBytes += record.bytes();
        ArrayDeque<Inbound> queue = queues.computeIfAbsent(ByteBuffer.wrap(record.key()), _ -> new ArrayDeque<>());
        queue.addLast(record);
        return queue.size() == 1;
    }

    /** A record has finished its run; gives the next of its key, which may begin now. */
    Optional<Inbound> after(Inbound record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        ArrayDeque<Inbound> queue = queues.get(key);
        var _ = queue.removeFirst();
        if (queue.isEmpty()) {
            queues.remove(key);
            return Optional.empty();
        }
        return leaving ? Optional.empty() : Optional.of(queue.getFirst());
    }

    /** The records' outputs are committed. */
    void finish(Collection<Inbound> records) {
        window.finish(records.stream().map(Inbound::offset).toList());
        openBytes -= records.stream().mapToLong(Inbound::bytes).sum();
    }

    /** Whether reading has to stop; if so, it counts as paused. */
    boolean pauses() {
        boolean pauses = !paused && !waiting.isEmpty();
        paused |= pauses;
        return pauses;
    }

    /**
     * Whether it was paused and can take a record again; if so, it counts as resumed. One free place is enough: were it half of
     * them, many slow records would hold up everybody behind them. What was fetched before the pause is still in the client.
     */
    boolean resumes() {
        boolean resumes = paused && waiting.isEmpty() && window.openCount() < openMax && openBytes < OPEN_BYTES_MAX;
        paused &= !resumes;
        return resumes;
    }

    /** From now on nothing new begins. */
    void leave() {
        leaving = true;
    }
}
