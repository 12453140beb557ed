package dev.airlock.road;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
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
    private long openBytes;
    private Optional<Long> pausedAt = Optional.empty();
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

    boolean hasRoomFor(Inbound record) {
        return window.openCount() < openMax && openBytes < OPEN_BYTES_MAX && window.reaches(record.offset());
    }

    /** Takes a record in; true if it is the first of its key, so that it may begin. */
    boolean open(Inbound record) {
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

    void pauseAt(long offset) {
        pausedAt = Optional.of(offset);
    }

    /** Whether it was paused and half of its room is free again; if so, it counts as resumed. */
    boolean resumes() {
        boolean resumes = pausedAt.isPresent()
                && window.openCount() <= openMax / 2
                && openBytes <= OPEN_BYTES_MAX / 2
                && window.reaches(pausedAt.get());
        if (resumes) {
            pausedAt = Optional.empty();
        }
        return resumes;
    }

    /** From now on nothing new begins. */
    void leave() {
        leaving = true;
    }
}
