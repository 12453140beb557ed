package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PidFd;
import dev.airlock.linux.Poll;
import dev.airlock.linux.SeccompListener;
import dev.airlock.linux.SeccompNotif;
import dev.airlock.microvm.SyscallCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** What a container consists of on our side, as far as it is there by now, and how all of it ends. For one thread. */
final class Parts implements AutoCloseable {
    private static final int END_SECONDS = 5;

    final Arena arena;
    final Path bundle;
    private final String name;
    private final ControlGroups groups;
    private final Runnable gone;
    private boolean ended = true;
    /** The runtime, or what started it; ends after the container. */
    Process process;

    Channels channels;
    Poll poll;
    SeccompListener listener;
    /** The call that is seen at the moment. */
    SeccompNotif call;
    /** The container's first process, which is its program. */
    PidFd init;

    int hostProcess;
    /** The first process of the container's process namespace, where that is not its runtime: the container ends with it. */
    PidFd keeper;

    Parts(Arena arena, Path bundle, String name, ControlGroups groups, Runnable gone) {
        this.arena = arena;
        this.bundle = bundle;
        this.name = name;
        this.groups = groups;
        this.gone = gone;
    }

    /** Ends the program, which takes its container with it, and removes what is left of it. */
    @Override
    public void close() {
        try {
            if (init != null) {
                init.kill();
            }
        } catch (Errno e) {
            throw new IllegalStateException("a container cannot be ended", e);
        } finally {
            endRuntime();
            closeAll();
        }
    }

    /** It removes its own groups when its container has ended; if it does not, it is ended and we do. */
    private void endRuntime() {
        if (process == null) {
            return;
        }
        try {
            if (keeper != null) {
                keeper.kill();
            }
            ended = (init != null && process.waitFor(END_SECONDS, TimeUnit.SECONDS)) || endAll();
        } catch (Errno e) {
            throw new IllegalStateException("a container cannot be ended", e);
        } catch (InterruptedException e) {
            ended = false;
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The runtime with all that it has started. What is below it ends with it, but a moment later, and its groups can be removed then only. */
    private boolean endAll() throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        boolean gone = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        while (below.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(1);
        }
        return gone;
    }

    /**
     * Answers the call that is seen, which is a listed one: the kernel does it if that is for programs. Of its locks a program hears what is true
     * of one process alone, and the kernel keeps none.
     *
     * @return whether it was done
     */
    boolean answer(SyscallCall seen) throws Errno {
        if (Narrow.permits(seen)) {
            var _ = listener.proceed(call);
            return true;
        }
        if (Narrow.locks(seen)) {
            boolean open = new ProcView(hostProcess).has((int) seen.a0());
            var _ = open ? listener.answer(call, 0) : listener.fail(call, Errno.EBADF);
            return true;
        }
        var _ = listener.fail(call, Narrow.errno(seen.number()));
        return false;
    }

    /**
     * What its program ended with: a code, or 128 and the number of a signal. It has ended.
     *
     * @return empty if nobody says
     */
    OptionalInt code() throws InterruptedException {
        if (keeper != null) {
            return new ProcView(hostProcess).code();
        }
        return process.waitFor(END_SECONDS, TimeUnit.SECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Whether all the memory that it may have was in use once: then who was ended by the kernel was ended for that. */
    boolean memoryWasFull(long bytes) {
        return new GroupReading(groups).wasFull("/" + name, bytes);
    }

    private void closeAll() {
        if (listener != null) {
            listener.close();
        }
        if (init != null) {
            init.close();
        }
        if (keeper != null) {
            keeper.close();
        }
        if (channels != null) {
            channels.close();
        }
        arena.close();
        groups.sweep("/" + name);
        try {
            RootStore.delete(bundle);
        } catch (IOException e) {
            // The next start sweeps it.
        }
        if (ended) {
            gone.run();
        }
    }
}
