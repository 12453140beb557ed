package dev.airlock.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a program's resource limits are those that were asked for, by lines of its {@code /proc/PID/limits} (proc(5)). */
final class LimitReading {
    private static final Map<String, String> LINES = Map.of(
            "RLIMIT_AS", "Max address space",
            "RLIMIT_CORE", "Max core file size",
            "RLIMIT_MEMLOCK", "Max locked memory",
            "RLIMIT_MSGQUEUE", "Max msgqueue size",
            "RLIMIT_NOFILE", "Max open files",
            "RLIMIT_NPROC", "Max processes",
            "RLIMIT_SIGPENDING", "Max pending signals",
            "RLIMIT_FSIZE", "Max file size",
            "RLIMIT_STACK", "Max stack size");

    private LimitReading() {}

    /** A sentence for each that is another one, or not there; none if all are as asked. */
    static List<String> open(List<String> lines, Map<String, Long> asked) {
        List<String> open = new ArrayList<>();
        asked.forEach((limit, value) -> {
            String there = lines.stream()
                    .filter(line -> line.startsWith(LINES.get(limit) + " "))
                    .map(line -> softAndHard(line.substring(LINES.get(limit).length())))
                    .findFirst()
                    .orElse("not there");
            if (!there.equals(value + " " + value)) {
                open.add(limit + " is " + there + ", not " + value);
            }
        });
        return open;
    }

    private static String softAndHard(String line) {
        String[] words = line.strip().split("\\s+", -1);
        return words.length < 2 ? "not there" : words[0] + " " + words[1];
    }
}
