package dev.airlock.scale;

import dev.airlock.fleet.Fleet;
import dev.airlock.fleet.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that the processes of a fleet hold. */
final class Held {
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB_PER_MIB = 1024;

    private Held() {}

    /** Resident set sizes in MiB, added up; proc(5), {@code VmRSS} of {@code /proc/PID/status}. */
    static double mib(Fleet fleet) throws IOException {
        double mib = 0;
        for (Member member : fleet.members()) {
            Path status = Path.of("/proc", Long.toString(member.handle().pid()), "status");
            mib += Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith(RESIDENT))
                            .mapToDouble(line -> Double.parseDouble(
                                    line.substring(RESIDENT.length()).strip().split(" ", 2)[0]))
                            .sum()
                    / KIB_PER_MIB;
        }
        return mib;
    }
}
