package dev.airlock.executor.sandbox;

import dev.airlock.container.CallList;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerSpec;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.Guest;
import dev.airlock.executor.pool.GuestFailed;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.PoolMetrics;
import dev.airlock.executor.pool.SlotPool;
import dev.airlock.image.Image;
import dev.airlock.schemas.syscalls.Ruling;
import dev.airlock.schemas.syscalls.SyscallNames;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parked containers of one kind, each of which runs one payload.
 *
 * @param pool of them
 */
record WarmContainers(SlotPool pool) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmContainers.class);
    private static final String LINUX = "sys_";

    /**
     * What containers of one kind are made for. The filter of a container is its policy's, so that no payload finds a wider one.
     *
     * @param everyCall whether all calls are seen, or those alone that no list names
     */
    record Mould(Image image, SizeClass memory, SyscallPolicy policy, boolean everyCall) {
        /** Images are the same when their digests are; a policy is there once. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Mould(Image itsImage, SizeClass itsMemory, SyscallPolicy itsPolicy, boolean its)
                    && image.digest().equals(itsImage.digest())
                    && image.name().equals(itsImage.name())
                    && memory == itsMemory
                    && policy.digest().equals(itsPolicy.digest())
                    && everyCall == its;
        }

        @Override
        public int hashCode() {
            return image.digest().hashCode() * 31 + policy.digest().hashCode();
        }

        /** @param warming what a program may call beside its policy's list until it asks for its payload */
        ContainerSpec spec(SortedSet<Integer> warming) {
            return new ContainerSpec(
                    image.command(), image.environment(), memory.mib(), listed(policy, warming), everyCall);
        }
    }

    /** The calls that a policy allows whatever they are about, and all others that have a name. */
    static CallList listed(SyscallPolicy policy, SortedSet<Integer> warming) {
        SortedMap<Integer, String> calls = new TreeMap<>();
        SortedMap<Integer, String> others = new TreeMap<>();
        for (int number = 0; number < SyscallNames.LIMIT; number++) {
            if (policy.rule(number, false) instanceof Ruling.Allowed) {
                calls.put(number, policy.names().linuxName(number).substring(LINUX.length()));
            } else if (policy.names().isKnown(number)) {
                others.put(number, policy.names().linuxName(number).substring(LINUX.length()));
            }
        }
        return new CallList(calls, others, warming);
    }

    static WarmContainers of(
            Containers containers, Mould mould, ContainerSpec spec, PoolLimits limits, PoolMetrics metrics) {
        String name = "airlock-container-" + mould.policy().name();
        return new WarmContainers(new SlotPool(() -> parked(containers, mould.image(), spec), limits, metrics, name));
    }

    private static Guest parked(Containers containers, Image image, ContainerSpec spec) throws GuestFailed {
        try {
            return new ContainerGuest(containers.park(image.root(), spec));
        } catch (ContainerFailed e) {
            throw new GuestFailed(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!pool.end()) {
            LOG.warn("containers are left to the end of the process: their programs did not end");
        }
    }
}
