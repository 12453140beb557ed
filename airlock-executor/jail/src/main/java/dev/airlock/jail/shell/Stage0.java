package dev.airlock.jail.shell;

import dev.airlock.jail.model.Account;
import dev.airlock.jail.model.TaskFacts;
import dev.airlock.jail.shell.Cell.Allowance;
import dev.airlock.linux.CloseRange;
import dev.airlock.linux.Credentials;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Execve;
import dev.airlock.linux.Landlock;
import dev.airlock.linux.Privileges;
import dev.airlock.linux.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Locks the calling thread up and makes it a new program. All that is done here binds one thread, the calling one; the
 * JVM around it keeps what it had until the execve, which is what ends it and makes the new process whole.
 */
public final class Stage0 {
    private static final long OPEN_FILES_MAX = 16_384;
    private static final long THREADS_MAX = 4_096;
    private static final long FILE_BYTES_MAX = 1L << 30;
    private static final int FIRST_AFTER_STDERR = 3;

    /** How a kernel without Landlock answers, and the filter of a container's engine that does not know it. */
    private static final Set<Integer> ABSENT = Set.of(Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EPERM);

    private final Cell cell;
    private final boolean root;

    private Stage0(Cell cell, boolean root) {
        this.cell = cell;
        this.root = root;
    }

    /**
     * Returns only by throwing; after that the calling thread is good for nothing but to end the process.
     *
     * @throws Errno with the call that the kernel refused
     * @throws IllegalStateException if root is not given an account, or if a lock did not hold
     */
    public static AssertionError enter(Cell cell) throws Errno, IOException {
        boolean root = isRoot();
        if (root && cell.account().isEmpty()) {
            throw new IllegalStateException("root may not stay root in the jail; name a user with jail.user");
        }
        return new Stage0(cell, root).enter();
    }

    /** Whether the calling thread is root in any of its users: then it has to become somebody else. */
    public static boolean isRoot() throws IOException {
        return Tasks.ofThisThread().users().stream().anyMatch(user -> user == 0);
    }

    private AssertionError enter() throws Errno, IOException {
        limit();
        try (Ruleset rules = Ruleset.of(cell)) {
            if (root) {
                Privileges.dropBoundingSet();
                become(cell.account().orElseThrow());
            }
            Privileges.clearAmbientSet();
            Privileges.dropCapabilities();
            Privileges.noNewPrivileges();
            rules.restrictSelf();
        }
        check(Tasks.ofThisThread());
        CloseRange.closeOnExecFrom(FIRST_AFTER_STDERR);
        return Execve.execve(cell.command().getFirst(), cell.command(), cell.environment());
    }

    private static void limit() throws Errno {
        Rlimit.lower(Rlimit.CORE_BYTES, 0);
        Rlimit.lower(Rlimit.OPEN_FILES, OPEN_FILES_MAX);
        Rlimit.lower(Rlimit.THREADS, THREADS_MAX);
        Rlimit.lower(Rlimit.FILE_BYTES, FILE_BYTES_MAX);
    }

    /** The user last: who is no longer root may change no groups. */
    private static void become(Account account) throws Errno {
        Credentials.setGroups(
                account.groups().stream().mapToInt(Integer::intValue).toArray());
        Credentials.setGroup(account.group());
        Credentials.setUser(account.user());
    }

    /** Believes the kernel, not the calls. */
    private void check(TaskFacts thread) {
        boolean identity = !root || identityHolds(thread, cell.account().orElseThrow());
        if (!identity || thread.capabilities() != 0 || !thread.noNewPrivileges()) {
            throw new IllegalStateException("the jail does not hold: " + thread);
        }
    }

    private static boolean identityHolds(TaskFacts thread, Account account) {
        return thread.boundingSet() == 0
                && thread.users().stream().allMatch(user -> user == account.user())
                && thread.groups().stream().allMatch(group -> group == account.group())
                && Stream.concat(account.groups().stream(), Stream.of(account.group()))
                        .toList()
                        .containsAll(thread.otherGroups());
    }

    /** A Landlock ruleset, or none where the kernel has none; the executor says so when it looks at itself. */
    private record Ruleset(Optional<Landlock> landlock) implements AutoCloseable {
        static Ruleset of(Cell cell) throws Errno {
            Landlock landlock;
            try {
                landlock = Landlock.create();
            } catch (Errno e) {
                if (ABSENT.contains(e.number())) {
                    return new Ruleset(Optional.empty());
                }
                throw e;
            }
            for (Allowance allowance : cell.files()) {
                if (Files.exists(allowance.path())) {
                    landlock.allow(allowance.path(), allowance.access());
                }
            }
            for (int port : cell.ports()) {
                landlock.allowConnect(port);
            }
            return new Ruleset(Optional.of(landlock));
        }

        void restrictSelf() throws Errno {
            if (landlock.isPresent()) {
                landlock.get().restrictSelf();
            }
        }

        @Override
        public void close() {
            landlock.ifPresent(Landlock::close);
        }
    }
}
