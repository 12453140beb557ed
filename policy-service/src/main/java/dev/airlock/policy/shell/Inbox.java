package dev.airlock.policy.shell;

import dev.airlock.policy.model.Moment;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the records of a topic from their tail's thread to a verticle's context, in order and with the moment of their arrival. No more
 * than {@link #UNDERWAY_MAX} wait there; then the tail waits. If the reader throws, that is our defect: the inbox is broken for good, and
 * nothing that depends on it is fresh any more.
 */
final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int UNDERWAY_MAX = 256;

    /** What a verticle does with a record, on its context. */
    interface Reader {
        void read(Inbound record, Moment received);
    }

    private final Context context;
    private final Surroundings surroundings;
    private final Reader reader;
    private final Semaphore room = new Semaphore(UNDERWAY_MAX);
    private final Tail tail;
    /** The following are touched on the context only. */
    private boolean asked;

    private boolean settled;
    /** What the reader threw; set on the context, read by any thread. */
    private volatile Optional<Throwable> broken = Optional.empty();

    private Inbox(Context context, Surroundings surroundings, Reader reader, Function<Consumer<Inbound>, Tail> opener) {
        this.context = context;
        this.surroundings = surroundings;
        this.reader = reader;
        this.tail = opener.apply(this::deliver);
    }

    static Inbox open(
            Context context, Surroundings surroundings, Function<Consumer<Inbound>, Tail> opener, Reader reader) {
        var inbox = new Inbox(context, surroundings, reader, opener);
        surroundings.inboxes().add(inbox);
        return inbox;
    }

    /** On the tail's thread. */
    private void deliver(Inbound record) {
        Moment received = surroundings.now();
        room.acquireUninterruptibly();
        context.runOnContext(_ -> {
            try {
                read(record, received);
            } finally {
                room.release();
            }
        });
    }

    private void read(Inbound record, Moment received) {
        try {
            if (broken.isEmpty()) {
                reader.read(record, received);
            }
        } catch (RuntimeException | Error e) {
            broken = Optional.of(e);
            LOG.error("inbox record={} broken; nothing more is read from it, restart policy", record, e);
        }
    }

    /** Whether everything has been read that the topic held at the start. On the context. */
    boolean caughtUp() {
        if (!asked && tail.caughtUp()) {
            asked = true;
            // The records were put on the context before the tail said so; this comes after them.
            context.runOnContext(_ -> settled = true);
        }
        return settled;
    }

    /** Whether all was handed on that the topic held within {@code most}, so that silence means that there is nothing. On the context. */
    boolean fresh(Moment now, Duration most) {
        OptionalLong confirmed = tail.confirmedNanos();
        return broken.isEmpty() && confirmed.isPresent() && now.nanos() - confirmed.getAsLong() < most.toNanos();
    }

    /** Why not all that there is has been read; empty if it has. On the context. */
    Optional<String> gap(Moment now, Duration most) {
        if (broken.isPresent()) {
            return Optional.of("a record of theirs broke the reader; restart policy");
        }
        if (!caughtUp()) {
            return Optional.of("what there was at the start is not read yet");
        }
        return fresh(now, most) ? Optional.empty() : Optional.of("the bus does not tell of them");
    }

    /** Why nothing is read from it any more, until policy is started anew; empty while it is. Any thread. */
    Optional<Throwable> broken() {
        return broken.or(
                () -> tail.health() instanceof Health.Broken(Throwable cause) ? Optional.of(cause) : Optional.empty());
    }

    /** Blocks until the tail has stopped; not on the context. */
    @Override
    public void close() {
        tail.close();
    }
}
