package dev.airlock.executor.decide;

import dev.airlock.executor.model.Offence;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a payload looks as if it would call: case-sensitive substrings, in the order of the table. A hint and nothing more: it
 * misses what is spelt differently and finds words in harmless text. What counts is what a guest really calls.
 */
public final class PayloadScan {
    /** The one call of the table that some routes are allowed. */
    private static final String MAP = "sys_mmap";

    private static final List<Pattern> TABLE = List.of(
            new Pattern("os.system", "sys_socket"),
            new Pattern("subprocess", "sys_socket"),
            new Pattern("curl ", "sys_socket"),
            new Pattern("wget ", "sys_socket"),
            new Pattern("bash", "sys_socket"),
            new Pattern("/bin/sh", "sys_socket"),
            new Pattern("import socket", "sys_socket"),
            new Pattern("eval(", "sys_ptrace"),
            new Pattern("exec(", "sys_ptrace"),
            new Pattern("ptrace", "sys_ptrace"),
            new Pattern("mmap", MAP),
            new Pattern("dlopen", "sys_dlopen"),
            new Pattern("LD_PRELOAD", "sys_dlopen"),
            new Pattern("__import__", "sys_dlopen"),
            new Pattern("fork(", "sys_fork"),
            new Pattern("import os", "sys_fork"),
            new Pattern("clone(", "sys_clone"),
            new Pattern("mount(", "sys_mount"),
            new Pattern("reboot(", "sys_reboot"),
            new Pattern("kexec", "sys_kexec_load"));

    /** Observed in a payload in which nothing is amiss, after the start of the program. */
    private static final List<String> CLEAN = List.of("sys_read", "sys_write", "sys_brk", "sys_exit");

    private PayloadScan() {}

    private record Pattern(String text, String call) {}

    /**
     * What was seen.
     *
     * @param calls the supposed calls in order, duplicates kept
     * @param violations those that {@code intent} would not be allowed
     */
    public record Sighting(List<String> calls, List<Offence.Violation> violations) {
        public Sighting {
            calls = List.copyOf(calls);
            violations = List.copyOf(violations);
        }

        /** The violations by calls that are dangerous in every route. */
        public List<Offence.Violation> dangerous() {
            return violations.stream()
                    .filter(violation -> !violation.call().equals(MAP))
                    .toList();
        }

        /** How many of each call would merely not be allowed. */
        public SortedMap<String, Long> notAllowed() {
            SortedMap<String, Long> counts = new TreeMap<>();
            violations.stream()
                    .filter(violation -> violation.call().equals(MAP))
                    .forEach(violation -> counts.merge(violation.call(), 1L, Long::sum));
            return counts;
        }
    }

    /** Looks at a payload; runs nothing. */
    public static Sighting look(String intent, String payload) {
        List<String> calls = new ArrayList<>(List.of("sys_execve"));
        List<Offence.Violation> violations = new ArrayList<>();
        for (Pattern pattern : TABLE) {
            if (payload.contains(pattern.text())) {
                calls.add(pattern.call());
                if (!mayMap(intent, pattern.call())) {
                    violations.add(new Offence.Violation(pattern.call(), text(intent, pattern.call())));
                }
            }
        }
        if (violations.isEmpty()) {
            calls.addAll(CLEAN);
        }
        return new Sighting(calls, violations);
    }

    private static boolean mayMap(String intent, String call) {
        return call.equals(MAP)
                && (intent.equals("call:video") || intent.startsWith("call:video:") || intent.startsWith("ai:"));
    }

    private static String text(String intent, String call) {
        return call.equals(MAP)
                ? call + " (not allowed for intent '" + intent + "')"
                : call + " (blocked: dangerous syscall for any intent)";
    }
}
