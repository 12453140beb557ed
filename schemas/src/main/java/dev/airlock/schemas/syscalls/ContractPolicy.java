package dev.airlock.schemas.syscalls;

import dev.airlock.schemas.syscalls.SyscallFiles.Dangerous;
import dev.airlock.schemas.syscalls.SyscallFiles.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the contract lets a program of a route call, by name and without what a runtime needs by itself: the same reviewed files that the
 * executors' policies are compiled from. Immutable, for any thread.
 */
public final class ContractPolicy {
    /** What every program may call, also one whose intent has no route. */
    public static final Set<String> BASE =
            Set.of("sys_execve", "sys_write", "sys_read", "sys_exit", "sys_brk", "sys_mprotect");

    private static final Ruling ALLOWED = new Ruling.Allowed();

    private final Set<String> dangerous;
    private final Set<String> allowed;

    private ContractPolicy(Set<String> dangerous, Set<String> allowed) {
        this.dangerous = dangerous;
        this.allowed = allowed;
    }

    /**
     * @param name a route's policy as in the route table; without one there is only {@link #BASE}
     * @throws IllegalStateException when there is no such file, or it contradicts the nine dangerous calls
     */
    public static ContractPolicy of(Optional<String> name) {
        Set<String> dangerous = names(
                ReviewedFile.read("/syscalls/dangerous.json", Dangerous.class).calls());
        Set<String> allowed = name.map(
                        policy -> names(SyscallPolicies.policy(policy).allow()))
                .orElse(BASE);
        for (String call : allowed) {
            if (dangerous.contains(call)) {
                throw new IllegalStateException(name.orElse("the base") + " allows " + call + ", which is dangerous");
            }
        }
        return new ContractPolicy(dangerous, allowed);
    }

    /** Rules on a call by its name in the contract, such as {@code sys_socket}; a name that nobody knows is not allowed. */
    public Ruling rule(String call) {
        if (dangerous.contains(call)) {
            return new Ruling.Violation(call, Ruling.Cause.DANGEROUS);
        }
        return allowed.contains(call) ? ALLOWED : new Ruling.Violation(call, Ruling.Cause.NOT_ALLOWED);
    }

    private static Set<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::call).collect(Collectors.toUnmodifiableSet());
    }
}
