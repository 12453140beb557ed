package dev.airlock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process may have at most, as far as it bounds how many guests can be parked.
 *
 * @param files that may be open
 * @param threads of this user
 * @param mappings of memory
 * @param lockedBytes of memory that may be kept out of swap
 * @param availableKib that the host can still give
 */
record HostRoom(long files, long threads, long mappings, long lockedBytes, long availableKib) {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OWN = Path.of("/proc/self/status");
    private static final Path MAPPINGS = Path.of("/proc/sys/vm/max_map_count");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** CAP_IPC_LOCK of include/uapi/linux/capability.h, v6.12: no bound on what is locked. */
    private static final int MAY_LOCK_ALL = 14;

    // What a guest takes: machine, processor and page map; memory, kvm_run, the thread's stack and its guards; a
    // thread.
    private static final int FILES_EACH = 3;
    private static final int MAPPINGS_EACH = 8;
    private static final int KIB_EACH = 4 << 10;
    // What the JVM has besides.
    private static final int FILES_BESIDE = 500;
    private static final int MAPPINGS_BESIDE = 2_000;
    private static final int THREADS_BESIDE = 100;

    /** This process's, now. */
    static HostRoom here() throws IOException {
        return read(text(LIMITS), text(OWN), text(MAPPINGS), text(MEMORY));
    }

    /** In large pieces: of some of these files the kernel gives nothing after the first. */
    private static String text(Path file) throws IOException {
        return String.join("\n", Files.readAllLines(file));
    }

    /** From the texts of {@code /proc}: the hard limits, since a JVM takes all the files that it may. */
    static HostRoom read(String limits, String own, String mappings, String memory) {
        long capabilities = Long.parseUnsignedLong(word(own, "CapEff:\\s+([0-9a-f]+)"), 16);
        boolean all = (capabilities >>> MAY_LOCK_ALL & 1) != 0;
        return new HostRoom(
                limit(limits, "Max open files"),
                limit(limits, "Max processes"),
                Long.parseLong(mappings.strip()),
                all ? Long.MAX_VALUE : limit(limits, "Max locked memory"),
                Long.parseLong(word(memory, "MemAvailable:\\s+(\\d+) kB")));
    }

    private static long limit(String limits, String name) {
        String hard = word(limits, name + "\\s+\\S+\\s+(\\S+)");
        return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
    }

    private static String word(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private record Need(String what, long needed, long given, String fix) {}

    /**
     * Makes sure that so many guests can be parked.
     *
     * @throws BenchFailed with what there is too little of, and what to do about it
     */
    void require(int guests) throws BenchFailed {
        long wantedFiles = (long) guests * FILES_EACH + FILES_BESIDE;
        long wantedMappings = (long) guests * MAPPINGS_EACH + MAPPINGS_BESIDE;
        long wantedThreads = (long) guests + THREADS_BESIDE;
        List<Need> needs = List.of(
                new Need("open files (RLIMIT_NOFILE)", wantedFiles, files, "ulimit -Hn " + wantedFiles + ", as root"),
                new Need(
                        "mappings (vm.max_map_count)",
                        wantedMappings,
                        mappings,
                        "sysctl vm.max_map_count=" + wantedMappings),
                new Need("threads (RLIMIT_NPROC)", wantedThreads, threads, "ulimit -Hu " + wantedThreads + ", as root"),
                new Need("KiB of memory", (long) guests * KIB_EACH, availableKib, "a host with more memory"));
        for (Need need : needs) {
            if (need.given() < need.needed()) {
                throw new BenchFailed(
                        "%d parked guests take %d %s, and there are %d"
                                .formatted(guests, need.needed(), need.what(), need.given()),
                        need.fix());
            }
        }
    }

    /** Whether the memory of so many guests may be kept out of swap; what may not be is slower where there is swap, and nothing else. */
    boolean locks(int guests, long bytesEach) {
        return lockedBytes / bytesEach >= guests;
    }
}
