package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import java.time.Duration;
import java.util.OptionalInt;

/** A container whose program waits for its payload, and which runs one and no more. Used and closed on the thread that parked it. */
public final class ParkedContainer implements AutoCloseable {
    /** Places of its poll: calls, program, payload, outputs, wake. */
    static final int PLACES = 6;

    private final ContainerSpec spec;
    private final String digest;
    private final Parts parts;
    private final OptionalInt imageMount;
    private boolean used;

    ParkedContainer(ContainerSpec spec, String digest, Parts parts, OptionalInt imageMount) {
        this.spec = spec;
        this.digest = digest;
        this.parts = parts;
        this.imageMount = imageMount;
    }

    /** {@code sha256:} and 64 hex digits over what it is: limits that are in force, and none that is not. */
    public String digest() {
        return digest;
    }

    /** Hands it its payload and runs it to its end; afterwards it can only be closed. */
    public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
        if (used) {
            throw new IllegalStateException("a container runs once");
        }
        used = true;
        Course course = new Course(spec, parts, new Seen(new ProcView(parts.hostProcess), imageMount), limits, monitor);
        return course.run(input);
    }

    /**
     * Ends a program that waits in a call of its own choice, and says how long that took. For benchmarks of the end alone.
     *
     * @throws Errno if it cannot be ended
     */
    public Duration end() throws Errno {
        long start = System.nanoTime();
        Course.end(parts);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        parts.close();
    }
}
