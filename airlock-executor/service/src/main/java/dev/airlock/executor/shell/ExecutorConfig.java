package dev.airlock.executor.shell;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.GuestRoom;
import dev.airlock.executor.model.Isolation;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.WarmProfile;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import dev.airlock.schemas.model.Order;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an executor is told when it starts.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDir {@code keys.dir}: the directory of the keys
 * @param imagesDir {@code images.dir}: the directory of the images
 * @param snapshotsDir {@code snapshots.dir}: the directory of the stored snapshots; empty to warm every guest at each start
 * @param snapshotsKeep {@code snapshots.keep}: whether what is warmed is stored there; else the directory is only read, for an executor that may
 *     write nothing, and {@code airlock snapshot build} fills it
 * @param name {@code name}: unique among the live executors, and the same after a restart; {@code %h} in it becomes the host's name
 * @param keyName {@code key.name}: which secret key seals
 * @param hybrid {@code key.hybrid}: whether it is made hybrid, and has to be; by default no
 * @param slots {@code slots}: how many guests run at once; by default one per processor, or as many as fit into
 *     the memory that the control group leaves this process, if those are fewer
 * @param deadlineMax {@code deadline.max.ms}: no run is longer, whatever its order says
 * @param callsMax {@code calls.max}: no run makes more system calls
 * @param outputMax {@code output.max.bytes}: no order grants more output, in bytes, up to 1 MiB; one that does is refused, so it must not be less
 *     than the gateways' {@code output_bytes_max}
 * @param snapshotsMax {@code snapshots.max}: how many warmed guests are kept
 * @param warmImage {@code warm.image}: which image is warmed at the start, and tells whether guests can run; by
 *     default Python's with the profile that {@code warm.profile} names: bare, json+re+math or, by default, standard
 * @param warmMemory {@code warm.memory.mib}: in which size; by default what an order for {@code code:execute} gets if it asks for none
 * @param simulation {@code simulation.enabled}: whether orders may ask for the simulation, which runs nothing
 * @param audit {@code audit.enabled}: whether local callers and operators may have runs in audit mode, whose calls outside the policy are
 *     answered and counted instead of ending the run; by default no
 * @param pool {@code slots.min}: warm guests kept per image and size however idle, 0 to 4096, by default 1; {@code slots.max}: at most, by
 *     default one more than {@code slots}, and no fewer than {@code slots.min}; {@code queue.max}: runs that may wait for a guest, 0 and more, by default 256;
 *     {@code idle.ms}: after which a guest beyond the minimum is discarded, by default a minute; {@code slot.spare.pages}: pages of 4 KiB
 *     that a guest may hold beyond its working set before it is replaced, by default 2048; {@code reset.proof.every}: after how many
 *     resets of a guest all of it is compared with its snapshot, 0 for never, by default 1000
 * @param drain {@code drain.ms}: how long runs may go on when the executor is closed; they are run again later if that is too short
 * @param containing {@code isolation}, {@code container.runtime}, {@code containers.dir} and {@code container.calls}: what keeps programs from this host
 * @param jail {@code jail} and {@code jail.*}: what encloses this process; by default nothing
 */
public record ExecutorConfig(
        Bus bus,
        Path keysDir,
        Path imagesDir,
        Optional<Path> snapshotsDir,
        boolean snapshotsKeep,
        String name,
        String keyName,
        boolean hybrid,
        int slots,
        Duration deadlineMax,
        long callsMax,
        int outputMax,
        int snapshotsMax,
        String warmImage,
        SizeClass warmMemory,
        boolean simulation,
        boolean audit,
        PoolLimits pool,
        Duration drain,
        Containing containing,
        JailSettings jail) {
    private static final int DAY = 86_400_000;
    private static final String NAME_SHAPE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public ExecutorConfig {
        if (!name.matches(NAME_SHAPE)) {
            throw new IllegalArgumentException(
                    "name is '" + name + "'; use up to 64 letters, digits, '.', '_' and '-'");
        }
        if (containing.isolation() == Isolation.CONTAINER && jail.wanted()) {
            throw new IllegalArgumentException(
                    "isolation is 'container', and jail is on: behind it nobody is root or starts"
                            + " programs, and containers take both; set jail=off, or isolation=microvm");
        }
    }

    /**
     * The configuration in these properties.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be, also for a key that nobody knows
     */
    public static ExecutorConfig from(Map<String, String> properties) {
        return from(new Settings(properties));
    }

    /** The same, of settings that others have read from as well. */
    public static ExecutorConfig from(Settings settings) {
        return from(settings, HostRoom.HERE);
    }

    static ExecutorConfig from(Settings settings, GuestRoom room) {
        int slots = settings.whole("slots", room.slots(), 1, PoolLimits.SLOTS_MOST - 1);
        var config = new ExecutorConfig(
                settings.bus(),
                settings.path("keys.dir"),
                settings.path("images.dir"),
                Optional.of(settings.text("snapshots.dir", ""))
                        .filter(text -> !text.isBlank())
                        .map(Path::of),
                settings.yes("snapshots.keep", true),
                named(settings.text("name", "executor-0")),
                settings.text("key.name", "executor"),
                settings.yes("key.hybrid", false),
                slots,
                settings.millis("deadline.max.ms", 300_000, 1, DAY),
                settings.whole("calls.max", 1_000_000L, 1, Long.MAX_VALUE),
                settings.whole("output.max.bytes", Order.OUTPUT_BYTES_USUAL, 0, 1 << 20),
                settings.whole("snapshots.max", 4, 1, 1_024),
                settings.text("warm.image", profile(settings).image()),
                size(settings),
                settings.yes("simulation.enabled", false),
                settings.yes("audit.enabled", false),
                pool(settings, slots),
                settings.millis("drain.ms", 5_000, 0, DAY),
                containing(settings),
                jail(settings));
        settings.refuseOthers();
        return config;
    }

    /** With the name of this host, or of the container that is one, in the place of {@code %h}. */
    private static String named(String pattern) {
        if (!pattern.contains("%h")) {
            return pattern;
        }
        try {
            return pattern.replace("%h", InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "name says %h, and this host does not know its name: " + e.getMessage(), e);
        }
    }

    private static Containing containing(Settings settings) {
        Path beside = settings.path("images.dir").toAbsolutePath().resolveSibling("containers");
        return new Containing(
                constant(settings, "isolation", Isolation.AUTO, Isolation.values()),
                constant(settings, "container.runtime", ContainerRuntime.Wanted.AUTO, ContainerRuntime.Wanted.values()),
                Path.of(settings.text("containers.dir", beside.toString())),
                constant(settings, "container.calls", Calls.UNLISTED, Calls.values()) == Calls.EVERY);
    }

    /** Which calls of a container are seen here, and not by the kernel alone. */
    private enum Calls {
        UNLISTED,
        EVERY
    }

    private static <E extends Enum<E>> E constant(Settings settings, String key, E standard, E[] all) {
        String wanted = settings.text(key, standard.name().toLowerCase(Locale.ROOT));
        return Arrays.stream(all)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " is '" + wanted + "'; it must be "
                        + Arrays.stream(all)
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static PoolLimits pool(Settings settings, int slots) {
        int least = settings.whole("slots.min", 1, 0, PoolLimits.SLOTS_MOST);
        return new PoolLimits(
                least,
                settings.whole("slots.max", Math.max(slots + 1, least), 1, PoolLimits.SLOTS_MOST),
                settings.whole("queue.max", 256, 0, 1_000_000),
                settings.millis("idle.ms", 60_000, 1, DAY),
                settings.whole("slot.spare.pages", 2_048, 0, 1 << 20),
                settings.whole("reset.proof.every", 1_000, 0, Integer.MAX_VALUE));
    }

    private static WarmProfile profile(Settings settings) {
        String wanted = settings.text("warm.profile", WarmProfile.STANDARD.text());
        return WarmProfile.of(wanted)
                .orElseThrow(() -> new IllegalArgumentException("warm.profile is '" + wanted + "'; it must be "
                        + Arrays.stream(WarmProfile.values())
                                .map(WarmProfile::text)
                                .collect(Collectors.joining(", "))));
    }

    private static JailSettings jail(Settings settings) {
        Map<String, String> given = new HashMap<>();
        for (String key : JailSettings.KEYS) {
            String value = settings.text(key, "");
            if (!value.isEmpty()) {
                given.put(key, value);
            }
        }
        return JailSettings.from(given);
    }

    private static SizeClass size(Settings settings) {
        int wanted = settings.whole("warm.memory.mib", SizeClass.MIB_256.mib(), 32, 512);
        return SizeClass.within(wanted)
                .filter(size -> size.mib() == wanted)
                .orElseThrow(() -> new IllegalArgumentException(
                        "warm.memory.mib is '" + wanted + "'; it must be 32, 64, 128, 256 or 512"));
    }
}
