package dev.airlock.executor.shell;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What an executor is told when it starts.
 *
 * @param bootstrapServers {@code bootstrap.servers}: where the bus is
 * @param access {@code security.*}, {@code sasl.*}, {@code ssl.*}: the way in
 * @param namespace {@code namespace}: before every topic's name; usually empty
 * @param keysDir {@code keys.dir}: the directory of the keys
 * @param imagesDir {@code images.dir}: the directory of the images
 * @param name {@code name}: unique among the live executors, and the same after a restart
 * @param keyName {@code key.name}: which secret key seals
 * @param slots {@code slots}: how many guests run at once; by default one per processor
 * @param deadlineMax {@code deadline.max.ms}: no run is longer, whatever its order says
 * @param callsMax {@code calls.max}: no run makes more system calls
 * @param snapshotsMax {@code snapshots.max}: how many warmed guests are kept
 * @param warmImage {@code warm.image}: which image is warmed at the start, and tells whether guests can run
 * @param warmMemory {@code warm.memory.mib}: in which size; by default what an order for {@code code:execute} gets if it asks for none
 * @param simulation {@code simulation.enabled}: whether orders may ask for the simulation, which runs nothing
 * @param pool {@code slots.min}: warm guests kept per image and size however idle, 0 to 4096, by default 1; {@code slots.max}: at most, by
 *     default one more than {@code slots}; {@code queue.max}: runs that may wait for a guest, 0 and more, by default 256;
 *     {@code idle.ms}: after which a guest beyond the minimum is discarded, by default a minute; {@code slot.spare.pages}: pages of 4 KiB
 *     that a guest may hold beyond its working set before it is replaced, by default 2048; {@code reset.proof.every}: after how many
 *     resets of a guest all of it is compared with its snapshot, 0 for never, by default 1000
 * @param drain {@code drain.ms}: how long runs may go on when the executor is closed; they are run again later if that is too short
 */
public record ExecutorConfig(
        String bootstrapServers,
        Map<String, String> access,
        String namespace,
        Path keysDir,
        Path imagesDir,
        String name,
        String keyName,
        int slots,
        Duration deadlineMax,
        long callsMax,
        int snapshotsMax,
        String warmImage,
        SizeClass warmMemory,
        boolean simulation,
        PoolLimits pool,
        Duration drain) {
    private static final String NAME_SHAPE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public ExecutorConfig {
        access = Map.copyOf(access);
        if (!name.matches(NAME_SHAPE)) {
            throw new IllegalArgumentException(
                    "name is '" + name + "'; use up to 64 letters, digits, '.', '_' and '-'");
        }
        atLeastOne("slots", slots);
        atLeastOne("deadline.max.ms", deadlineMax.toMillis());
        atLeastOne("calls.max", callsMax);
        atLeastOne("snapshots.max", snapshotsMax);
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain.ms is " + drain.toMillis() + "; it must be 0 or more");
        }
    }

    /**
     * The configuration in these properties.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be, also for a key that nobody knows
     */
    public static ExecutorConfig from(Map<String, String> properties) {
        Keys keys = new Keys(properties);
        int slots = keys.number("slots", Runtime.getRuntime().availableProcessors(), Integer::parseInt);
        ExecutorConfig config = new ExecutorConfig(
                keys.required("bootstrap.servers"),
                keys.access(),
                keys.text("namespace", ""),
                Path.of(keys.required("keys.dir")),
                Path.of(keys.required("images.dir")),
                keys.text("name", "executor-0"),
                keys.text("key.name", "executor"),
                slots,
                Duration.ofMillis(keys.number("deadline.max.ms", 300_000L, Long::parseLong)),
                keys.number("calls.max", 1_000_000L, Long::parseLong),
                keys.number("snapshots.max", 4, Integer::parseInt),
                keys.text("warm.image", "airlock-python:latest"),
                keys.number("warm.memory.mib", SizeClass.MIB_256, ExecutorConfig::size),
                keys.flag("simulation.enabled"),
                pool(keys, slots),
                Duration.ofMillis(keys.number("drain.ms", 5_000L, Long::parseLong)));
        keys.refuseOthers();
        return config;
    }

    private static PoolLimits pool(Keys keys, int slots) {
        return new PoolLimits(
                keys.number("slots.min", 1, Integer::parseInt),
                keys.number("slots.max", slots + 1, Integer::parseInt),
                keys.number("queue.max", 256, Integer::parseInt),
                Duration.ofMillis(keys.number("idle.ms", 60_000L, Long::parseLong)),
                keys.number("slot.spare.pages", 2048, Integer::parseInt),
                keys.number("reset.proof.every", 1000, Integer::parseInt));
    }

    private static SizeClass size(String mib) {
        int wanted = Integer.parseInt(mib);
        return SizeClass.within(wanted)
                .filter(size -> size.mib() == wanted)
                .orElseThrow(() -> new IllegalArgumentException("not 32, 64, 128, 256 or 512"));
    }

    private static void atLeastOne(String key, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be 1 or more");
        }
    }

    /** The properties that have not been asked for yet. */
    private static final class Keys {
        private final Map<String, String> rest;

        Keys(Map<String, String> properties) {
            this.rest = new HashMap<>(properties);
        }

        String required(String key) {
            return Optional.ofNullable(rest.remove(key))
                    .filter(value -> !value.isBlank())
                    .orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
        }

        String text(String key, String otherwise) {
            return Optional.ofNullable(rest.remove(key)).orElse(otherwise);
        }

        <T> T number(String key, T otherwise, Function<String, T> parse) {
            String value = rest.remove(key);
            try {
                return value == null ? otherwise : parse.apply(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + " is '" + value + "': " + e.getMessage(), e);
            }
        }

        boolean flag(String key) {
            return switch (text(key, "false")) {
                case "true" -> true;
                case "false" -> false;
                case String other -> throw new IllegalArgumentException(key + " is '" + other + "'; use true or false");
            };
        }

        Map<String, String> access() {
            Map<String, String> access = new HashMap<>(rest);
            access.keySet().removeIf(key -> !key.matches("(security|sasl|ssl)\\..+"));
            rest.keySet().removeAll(access.keySet());
            return access;
        }

        void refuseOthers() {
            Set<String> unknown = new TreeSet<>(rest.keySet());
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("unknown keys " + unknown + "; look for a misspelling");
            }
        }
    }
}
