package dev.airlock.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What stays running until the process is told to end, and is closed in order before it does. A JVM that SIGTERM, SIGINT or SIGHUP ends has
 * the exit code 128 and the signal's number, however orderly it was; here it has the one that the command itself came to, which is 0 after an
 * orderly end. So the last word is {@link Runtime#halt}, said by the hook when the command has said its own, and other hooks that are not done
 * by then are cut short: what stays running closes what it has opened by itself and leaves nothing to hooks. A second signal finds the end
 * under way and changes nothing.
 */
final class UntilEnd implements AutoCloseable {
    /** Besides what a drain may take: each hop 10 s, each tail 5 s. With the default drains it ends before compose's {@code stop_grace_period} of 60 s, but for a node's. */
    static final Duration CLOSING_MAX = Duration.ofSeconds(45);

    private static final long ASK_MILLIS = 1_000;

    private static final CompletableFuture<Integer> CODE = new CompletableFuture<>();

    private final CountDownLatch down = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("airlock-down").unstarted(this::end);
    private final Duration closing;
    private volatile Duration most;

    /** From now on an end of the process waits until this is closed; declare it before what has to be closed in order. */
    UntilEnd() {
        this(CLOSING_MAX);
    }

    /** The same with another time for what is closed. */
    UntilEnd(Duration closing) {
        this.closing = closing;
        this.most = closing;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Ends the process with {@code code}, also when a signal is ending it already; to be called when all is closed and said. */
    static void exit(int code) {
        CODE.complete(code);
        System.exit(code);
    }

    /**
     * Returns when the process is to end.
     *
     * @param drain how long what is running may go on after that; the process ends at most the time for closing later
     */
    void await(Duration drain) throws InterruptedException {
        most = drain.plus(closing);
        down.await();
    }

    /**
     * Returns when the process is to end, or when what stays running is broken, of which it asks each second. From either moment on the process
     * ends within the same time, whatever hangs.
     *
     * @param broken why it is of no use any more; empty while it is
     * @return that, or empty if the process was told to end
     */
    Optional<String> await(Duration drain, Supplier<Optional<String>> broken) throws InterruptedException {
        most = drain.plus(closing);
        while (!down.await(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<String> why = broken.get();
            if (why.isPresent()) {
                Thread.ofPlatform().name("airlock-broken").daemon().start(this::bound);
                return why;
            }
        }
        return Optional.empty();
    }

    private void end() {
        down.countDown();
        bound();
    }

    /** Ends the process with the command's own word, or without it when the time is over. */
    private void bound() {
        try {
            Runtime.getRuntime().halt(CODE.get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            System.err.println(
                    "airlock: not everything ended within " + most.toMillis() + " ms; what was under way is run again");
            Runtime.getRuntime().halt(Exit.FAULT);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An end that has begun waits for {@link #exit}; any other waits for nothing more. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook waits for the command's word.
        }
    }
}
