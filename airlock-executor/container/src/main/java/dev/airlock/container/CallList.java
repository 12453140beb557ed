package dev.airlock.container;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The calls that the kernel may do for one container; everything else is asked about.
 *
 * @param calls number to Linux name, such as 1 to {@code write}; 0 to 511
 * @param others the same of all calls beside them that have a name: a runtime that asks by names alone has to be told these
 * @param warming numbers of those that a program may make beside {@code calls} until it asks for its payload, each of them asked about: until then it is the
 *     image's own, and starting takes calls that no payload needs
 */
public record CallList(
        SortedMap<Integer, String> calls, SortedMap<Integer, String> others, SortedSet<Integer> warming) {
    /** Numbers of x86-64, as in arch/x86/entry/syscalls/syscall_64.tbl. */
    static final int READ = 0;

    static final int WRITE = 1;
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int EXECVE = 59;
    static final int EXIT = 60;
    static final int EXIT_GROUP = 231;
    static final int EXECVEAT = 322;

    private static final int NUMBER_MAX = 511;

    /** @throws IllegalArgumentException for a number that no call of x86-64 has, and for one that is in both */
    public CallList {
        calls = checked(calls);
        others = checked(others);
        warming = Collections.unmodifiableSortedSet(new TreeSet<>(warming));
        if (!Collections.disjoint(calls.keySet(), others.keySet())) {
            throw new IllegalArgumentException("a call is listed, or it is not: " + others.keySet());
        }
    }

    /** The same for programs that start with what their payloads may call. */
    public CallList(SortedMap<Integer, String> calls, SortedMap<Integer, String> others) {
        this(calls, others, Collections.emptySortedSet());
    }

    private static SortedMap<Integer, String> checked(SortedMap<Integer, String> calls) {
        if (!calls.isEmpty() && (calls.firstKey() < 0 || calls.lastKey() > NUMBER_MAX)) {
            throw new IllegalArgumentException("calls " + calls.keySet() + "; numbers are 0 to " + NUMBER_MAX);
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(calls));
    }

    /** Whether the kernel may do a call of this number. */
    boolean has(int number) {
        return calls.containsKey(number);
    }

    /** Whether the kernel may do it while nobody's payload is there. */
    boolean startsWith(int number) {
        return has(number) || warming.contains(number);
    }

    /** The names of those that the kernel may do whatever their arguments are, and without anybody being told. */
    Collection<String> unconditional() {
        return calls.entrySet().stream()
                .filter(call -> !isConditional(call.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Those whose arguments matter, or whose moment does. */
    static boolean isConditional(int number) {
        return switch (number) {
            case READ, MMAP, MPROTECT, EXECVE, EXECVEAT, EXIT, EXIT_GROUP -> true;
            default -> Narrow.concerns(number);
        };
    }
}
