package dev.airlock.jail.wire;

import dev.airlock.jail.model.TaskFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code /proc/PID/task/TID/status}. Source: Documentation/filesystems/proc.rst, v6.12. */
public final class TaskText {
    private static final int HEX = 16;

    private final Map<String, String> lines;

    private TaskText(String text) {
        this.lines = text.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, _) -> first));
    }

    /** @throws IllegalArgumentException if a line is missing or is not what it should be: nothing is assumed */
    public static TaskFacts read(String text) {
        TaskText task = new TaskText(text);
        long capabilities = Stream.of("CapInh", "CapPrm", "CapEff", "CapAmb")
                .mapToLong(task::set)
                .reduce(0, (some, more) -> some | more);
        return new TaskFacts(
                task.number("Pid"),
                task.line("Name"),
                task.numbers("Uid"),
                task.numbers("Gid"),
                task.numbers("Groups"),
                capabilities,
                task.set("CapBnd"),
                task.number("NoNewPrivs") == 1,
                task.number("Seccomp"),
                task.lines.containsKey("Seccomp_filters") ? task.number("Seccomp_filters") : 0);
    }

    private String line(String name) {
        return Optional.ofNullable(lines.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no line " + name + "; is this Linux 4.10 or later?"));
    }

    private int number(String name) {
        return Integer.parseInt(line(name));
    }

    private long set(String name) {
        return Long.parseUnsignedLong(line(name), HEX);
    }

    private List<Integer> numbers(String name) {
        return Stream.of(line(name).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .map(Integer::parseUnsignedInt)
                .toList();
    }
}
