package dev.airlock.scale;

import dev.airlock.fleet.Fleet;
import dev.airlock.fleet.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What processor time had been used at one moment: by each process of a fleet, by this one, and by the host in all, as {@code /proc/stat}
 * counts it (proc(5): user, nice, system, idle, iowait, irq, softirq, in hundredths of a second).
 *
 * @param nanos the moment, as {@link System#nanoTime} has it
 * @param byMember seconds, by name
 * @param own seconds of this process
 * @param host seconds that the host's cores were busy
 */
record CpuLook(long nanos, Map<String, Double> byMember, double own, double host) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double HUNDREDTHS = 100;
    private static final int[] BUSY = {1, 2, 3, 6, 7};

    CpuLook {
        byMember = Map.copyOf(byMember);
    }

    static CpuLook at(Fleet fleet) throws IOException {
        Map<String, Double> byMember = new HashMap<>();
        for (Member member : fleet.members()) {
            byMember.put(member.name(), seconds(member.handle()));
        }
        return new CpuLook(System.nanoTime(), byMember, seconds(ProcessHandle.current()), busy());
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static double busy() throws IOException {
        String[] words =
                Files.readString(STAT).lines().findFirst().orElseThrow().split(" +", -1);
        double ticks = 0;
        for (int column : BUSY) {
            ticks += Double.parseDouble(words[column]);
        }
        return ticks / HUNDREDTHS;
    }

    /** What was used from an earlier moment to this one. */
    Used since(CpuLook earlier) {
        double executors = 0;
        double front = 0;
        for (Map.Entry<String, Double> one : byMember.entrySet()) {
            double more = one.getValue() - earlier.byMember().getOrDefault(one.getKey(), 0.0);
            if (one.getKey().startsWith("executor")) {
                executors += more;
            } else {
                front += more;
            }
        }
        return new Used(
                (nanos - earlier.nanos()) / 1e9,
                front,
                executors,
                Math.max(0, host - earlier.host() - (own - earlier.own()) - front - executors));
    }

    /**
     * Processor seconds in a stretch of time.
     *
     * @param seconds how long it was
     * @param front of every service but the executors
     * @param executors of their processes
     * @param rest of what they start, and of everybody else on the host
     */
    record Used(double seconds, double front, double executors, double rest) {}
}
