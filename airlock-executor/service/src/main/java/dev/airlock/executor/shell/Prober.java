package dev.airlock.executor.shell;

import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.sandbox.Readiness;
import dev.airlock.executor.sandbox.Sandbox;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the sandboxes for real, again and again, on a thread of its own: soon again while one is not ready, else now and then. */
final class Prober implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final Duration WHILE_NOT_READY = Duration.ofSeconds(1);
    private static final Duration WHILE_READY = Duration.ofSeconds(5);
    private static final Duration END_MAX = Duration.ofSeconds(15);

    private final Collection<Sandbox> sandboxes;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** On the prober's thread only. */
    private final Map<SandboxKind, Readiness> lastSaid = new EnumMap<>(SandboxKind.class);

    private final Thread thread;

    Prober(Collection<Sandbox> sandboxes) {
        this.sandboxes = List.copyOf(sandboxes);
        this.thread = Thread.ofPlatform().name("airlock-probe").daemon().start(this::run);
    }

    private void run() {
        try {
            Duration pause = probe();
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = probe();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration probe() {
        Duration pause = WHILE_READY;
        for (Sandbox sandbox : sandboxes) {
            Readiness readiness = probe(sandbox);
            say(sandbox, readiness);
            pause = readiness instanceof Readiness.NotReady ? WHILE_NOT_READY : pause;
        }
        return pause;
    }

    private static Readiness probe(Sandbox sandbox) {
        try {
            return sandbox.probe();
        } catch (RuntimeException e) {
            LOG.error("sandbox={} probe defect", sandbox.kind(), e);
            return new Readiness.NotReady(sandbox.readiness().isolation(), e.toString());
        }
    }

    private void say(Sandbox sandbox, Readiness readiness) {
        if (!readiness.equals(lastSaid.put(sandbox.kind(), readiness))) {
            LOG.info("sandbox={} readiness={}", sandbox.kind(), readiness);
        }
    }

    /** Waits for a probe under way, for fifteen seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
