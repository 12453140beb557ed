package dev.airlock.schemas.syscalls;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shapes of the files under {@code syscalls/}. Each checks what can be checked within one file. */
final class SyscallFiles {
    private SyscallFiles() {}

    /** One allowed or refused call and the reason for it. */
    record Entry(String call, String comment) {
        Entry {
            requireText(call, "call");
            requireText(comment, "comment of " + call);
        }
    }

    /** {@code x86_64.json}: call numbers, as JSON keys in decimal, and their Linux names. */
    record Table(String architecture, String comment, Map<Integer, String> calls) {
        Table {
            calls = Map.copyOf(calls);
            requireDistinct(List.copyOf(calls.values()));
        }
    }

    /** One name of the contract and the Linux calls behind it; none for {@code sys_dlopen}. */
    record Family(String name, List<String> calls, String comment) {
        Family {
            requireText(name, "name");
            requireText(comment, "comment of " + name);
            calls = List.copyOf(calls);
        }
    }

    /** {@code families.json}. */
    record Families(String comment, List<Family> families) {
        Families {
            families = List.copyOf(families);
            requireDistinct(families.stream().map(Family::name).toList());
            requireDistinct(families.stream().flatMap(f -> f.calls().stream()).toList());
        }
    }

    /** {@code dangerous.json}: names of the contract. */
    record Dangerous(String comment, List<Entry> calls) {
        Dangerous {
            calls = List.copyOf(calls);
            requireDistinct(calls.stream().map(Entry::call).toList());
        }
    }

    /** One file per route policy, named as it: names of the contract. */
    record RoutePolicy(String policy, String comment, List<Entry> allow) {
        RoutePolicy {
            allow = List.copyOf(allow);
            requireDistinct(allow.stream().map(Entry::call).toList());
        }
    }

    /** {@code runtime-*.json}: what the interpreter of an image needs by itself, by Linux name. */
    record RuntimeBase(String runtime, String comment, List<Entry> allow) {
        RuntimeBase {
            allow = List.copyOf(allow);
            requireDistinct(allow.stream().map(Entry::call).toList());
        }
    }

    private static void requireText(String text, String field) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("empty " + field);
        }
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(name + " stands twice");
            }
        }
    }
}
