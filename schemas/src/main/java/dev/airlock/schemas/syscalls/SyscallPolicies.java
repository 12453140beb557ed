package dev.airlock.schemas.syscalls;

import dev.airlock.schemas.syscalls.SyscallFiles.Dangerous;
import dev.airlock.schemas.syscalls.SyscallFiles.Entry;
import dev.airlock.schemas.syscalls.SyscallFiles.RoutePolicy;
import dev.airlock.schemas.syscalls.SyscallFiles.RuntimeBase;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every policy of the reviewed files, compiled for every runtime that we have an image of. Immutable, for any thread. */
public final class SyscallPolicies {
    /** The runtimes with a reviewed base set, {@code syscalls/runtime-NAME.json}. */
    public static final List<String> RUNTIMES = List.of("python", "shell", "calculator", "scanner");

    private final Map<Key, SyscallPolicy> policies;

    private SyscallPolicies(Map<Key, SyscallPolicy> policies) {
        this.policies = Map.copyOf(policies);
    }

    private record Key(String policy, String runtime) {}

    /**
     * Reads and compiles the named route policies.
     *
     * @param names as in the route table, see {@code Routes.policies()}
     * @throws IllegalStateException when a file is missing, malformed, contradicts another or names nothing
     */
    public static SyscallPolicies load(Collection<String> names) {
        SyscallNames calls = SyscallNames.load();
        BitSet dangerous = contract(calls, read("dangerous", Dangerous.class).calls());
        Map<Key, SyscallPolicy> compiled = new HashMap<>();
        for (String runtime : RUNTIMES) {
            BitSet base = linux(calls, runtime(runtime).allow());
            for (String name : names) {
                BitSet allowed = contract(calls, policy(name).allow());
                allowed.or(base);
                compiled.put(new Key(name, runtime), new SyscallPolicy(name, runtime, calls, allowed, dangerous));
            }
        }
        return new SyscallPolicies(compiled);
    }

    /** The policy for a route on a runtime; empty when either is unknown, and then nothing may run. */
    public Optional<SyscallPolicy> policy(String name, String runtime) {
        return Optional.ofNullable(policies.get(new Key(name, runtime)));
    }

    /** The numbers of the calls that at least one of the policies allows: no other call is any program's of ours, whatever it does. */
    public SortedSet<Integer> anywhere() {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (SyscallPolicy policy : policies.values()) {
            for (int number = 0; number < SyscallNames.LIMIT; number++) {
                if (policy.rule(number, false) instanceof Ruling.Allowed) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    static RoutePolicy policy(String name) {
        RoutePolicy policy = read(name, RoutePolicy.class);
        if (!policy.policy().equals(name)) {
            throw new IllegalStateException(name + ".json calls itself " + policy.policy());
        }
        return policy;
    }

    static RuntimeBase runtime(String name) {
        RuntimeBase runtime = read("runtime-" + name, RuntimeBase.class);
        if (!runtime.runtime().equals(name)) {
            throw new IllegalStateException("runtime-" + name + ".json calls itself " + runtime.runtime());
        }
        return runtime;
    }

    private static <T> T read(String file, Class<T> shape) {
        return ReviewedFile.read("/syscalls/" + file + ".json", shape);
    }

    private static BitSet contract(SyscallNames calls, List<Entry> entries) {
        BitSet bits = new BitSet();
        entries.forEach(entry -> calls.numbersOfContract(entry.call()).forEach(bits::set));
        return bits;
    }

    private static BitSet linux(SyscallNames calls, List<Entry> entries) {
        BitSet bits = new BitSet();
        entries.forEach(entry -> bits.set(calls.numberOf(entry.call())));
        return bits;
    }
}
