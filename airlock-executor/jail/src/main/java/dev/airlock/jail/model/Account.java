package dev.airlock.jail.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whom a process runs as.
 *
 * @param user its number, never 0
 * @param group the number of its group, never 0
 * @param groups the numbers of further groups, never 0
 */
public record Account(int user, int group, List<Integer> groups) {
    public Account {
        groups = List.copyOf(groups);
        if (Stream.concat(Stream.of(user, group), groups.stream()).anyMatch(id -> id == 0)) {
            throw new IllegalArgumentException(
                    "user " + user + ", group " + group + ", groups " + groups + ": none of them may be root's");
        }
    }

    /** The same with one group more. */
    public Account in(int another) {
        return new Account(
                user, group, Stream.concat(groups.stream(), Stream.of(another)).toList());
    }
}
