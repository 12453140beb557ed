package dev.airlock.jail.model;

import java.util.List;

/**
 * What the kernel says of one thread, in {@code /proc/PID/task/TID/status}.
 *
 * @param thread its number
 * @param name its name
 * @param users real, effective, saved and file-system user
 * @param groups real, effective, saved and file-system group
 * @param otherGroups the supplementary ones
 * @param capabilities inheritable, permitted, effective and ambient, or-ed
 * @param boundingSet what an execve could still give
 * @param noNewPrivileges whether no_new_privs is set
 * @param seccomp 0 none, 1 strict, 2 filters
 * @param filters how many; 0 where the kernel does not count them (before Linux 5.9)
 */
public record TaskFacts(
        int thread,
        String name,
        List<Integer> users,
        List<Integer> groups,
        List<Integer> otherGroups,
        long capabilities,
        long boundingSet,
        boolean noNewPrivileges,
        int seccomp,
        int filters) {
    public TaskFacts {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        otherGroups = List.copyOf(otherGroups);
        if (users.size() != 4 || groups.size() != 4) {
            throw new IllegalArgumentException("users " + users + ", groups " + groups + "; four of each");
        }
    }
}
