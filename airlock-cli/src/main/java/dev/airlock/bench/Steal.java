package dev.airlock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * How much of the processors' time the host below gave to others from a moment on, while there was work for them here. Where it is not told, or never counted,
 * it is nothing.
 */
final class Steal {
    private static final Path STAT = Path.of("/proc/stat");
    /** user, nice, system, idle, iowait, irq, softirq, steal; the two behind them are within the first two. Source: proc_stat(5). */
    private static final int KINDS = 8;

    private final Supplier<String> stat;
    private final long[] from;

    /** @param stat /proc/stat, or nothing where it cannot be read */
    Steal(Supplier<String> stat) {
        this.stat = stat;
        this.from = ticks();
    }

    /** From now on. */
    static Steal since() {
        return new Steal(Steal::read);
    }

    private static String read() {
        try {
            return Files.readString(STAT);
        } catch (IOException e) {
            return "";
        }
    }

    /** In percent of all processors' time since then; empty where nothing is known. */
    OptionalDouble percent() {
        long[] now = ticks();
        if (now.length < KINDS || from.length < KINDS) {
            return OptionalDouble.empty();
        }
        long all = LongStream.of(now).sum() - LongStream.of(from).sum();
        long stolen = now[KINDS - 1] - from[KINDS - 1];
        return all > 0 ? OptionalDouble.of(100.0 * stolen / all) : OptionalDouble.empty();
    }

    private long[] ticks() {
        return stat.get()
                .lines()
                .findFirst()
                .filter(line -> line.startsWith("cpu "))
                .map(line -> Arrays.stream(line.strip().split(" +"))
                        .skip(1)
                        .limit(KINDS)
                        .mapToLong(Long::parseLong)
                        .toArray())
                .orElse(new long[0]);
    }
}
