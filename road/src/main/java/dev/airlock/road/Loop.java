package dev.airlock.road;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One named platform thread that lives through lives: a life ends when the bus fails it, and another begins after a pause. */
final class Loop implements AutoCloseable {
    /** From the first poll to the end: builds its clients, polls while {@link #open}, closes them. */
    interface Life {
        void live();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
    private static final Duration JOIN_MAX = Duration.ofSeconds(5);

    private final Thread thread;
    private final Life life;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** True while the thread is, or is about to be, inside a poll that may be woken. */
    private final AtomicBoolean sleeping = new AtomicBoolean();

    private volatile Health health = new Health.Starting();
    private volatile Runnable waking = () -> {};
    private int failures;

    Loop(String name, Life life) {
        this.life = life;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean open() {
        return closing.getCount() > 0;
    }

    Health health() {
        return health;
    }

    /** Whose poll {@link #wake} and {@link #close} interrupt. */
    void polls(Consumer<?, ?> consumer) {
        waking = consumer::wakeup;
        if (!open()) {
            consumer.wakeup();
        }
    }

    /** Says that a poll follows; work that arrived before is to be looked for after this. */
    void fallingAsleep() {
        sleeping.set(true);
    }

    void awake() {
        sleeping.set(false);
    }

    /** Ends the poll that the thread sits in. A wake-up that comes too late ends the next one, which is harmless. */
    void wake() {
        if (sleeping.compareAndSet(true, false)) {
            waking.run();
        }
    }

    /** Things are going well. */
    void well() {
        failures = 0;
        health = new Health.Running();
    }

    /** The bus is well, and yet something does not go on; who tells it tries again. */
    void wellBut(String reason) {
        failures = 0;
        health = new Health.Failing(reason);
    }

    /** Notes a failure of the bus and waits: 10 ms, and twice as long each time up to a second. */
    void pauseAfter(KafkaException failure) {
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (failures == 0) {
            LOG.warn("{} bus=failing reason=\"{}\"", thread.getName(), reason);
        }
        health = new Health.Failing(reason);
        long pauseMillis = Math.min(PAUSE_MAX.toMillis(), 10L << Math.min(failures, 10));
        failures++;
        try {
            var _ = closing.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void run() {
        try {
            while (open()) {
                liveOnce();
            }
            health = new Health.Closed();
        } catch (InterruptException e) {
            health = new Health.Closed();
        } catch (RuntimeException | Error e) {
            health = new Health.Broken(e);
            LOG.error("{} broken", thread.getName(), e);
        }
    }

    private void liveOnce() {
        try {
            life.live();
        } catch (InterruptException e) {
            throw e;
        } catch (WakeupException e) {
            // Closed, or woken by work that the next life has to begin again anyway.
        } catch (KafkaException e) {
            Defect.rethrowIn(e);
            pauseAfter(e);
        }
    }

    /** Stops the thread and waits for it, at most 5 s, and 5 s more after an interrupt. */
    @Override
    public void close() {
        closing.countDown();
        waking.run();
        try {
            if (thread.isAlive() && !thread.join(JOIN_MAX)) {
                LOG.warn("{} does not stop; interrupting it", thread.getName());
                thread.interrupt();
                var _ = thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
