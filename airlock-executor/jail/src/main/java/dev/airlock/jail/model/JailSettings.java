package dev.airlock.jail.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an executor is told about its jail.
 *
 * @param level {@code jail}: off, on, or required
 * @param user {@code jail.user}: whom it runs as when it is started by root: a name, or {@code UID:GID}
 * @param strictness {@code jail.seccomp}: log, errno or kill
 * @param ports {@code jail.connect}: TCP ports, beside those of {@code bootstrap.servers}, that it may connect to
 */
public record JailSettings(Level level, String user, Strictness strictness, List<Integer> ports) {
    /** How much it matters. */
    public enum Level {
        OFF,
        /** As far as this host allows; what is missing is said. */
        ON,
        /** Nothing is run when a lock is missing. */
        REQUIRED
    }

    /** The keys of these settings. */
    public static final Set<String> KEYS = Set.of("jail", "jail.user", "jail.seccomp", "jail.connect");

    /** Nothing is asked for. */
    public static final JailSettings OFF = from(Map.of());

    private static final int PORT_MAX = 65_535;

    public JailSettings {
        ports = List.copyOf(ports);
        if (user.isBlank() || user.equals("root") || user.startsWith("0:") || user.endsWith(":0")) {
            throw new IllegalArgumentException("jail.user is '" + user + "'; name an unprivileged user");
        }
        if (ports.stream().anyMatch(port -> port < 1 || port > PORT_MAX)) {
            throw new IllegalArgumentException("jail.connect is " + ports + "; ports are 1 to " + PORT_MAX);
        }
        if (level == Level.REQUIRED && strictness == Strictness.LOG) {
            throw new IllegalArgumentException(
                    "jail.seccomp is log, which protects from nothing; with jail=required use errno or kill");
        }
    }

    /**
     * The settings among {@code properties} whose keys are {@code jail} or begin with {@code jail.}.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be
     */
    public static JailSettings from(Map<String, String> properties) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown keys " + unknown + "; look for a misspelling");
        }
        return new JailSettings(
                one("jail", properties.getOrDefault("jail", "off"), Level.class),
                properties.getOrDefault("jail.user", "airlock"),
                one("jail.seccomp", properties.getOrDefault("jail.seccomp", "errno"), Strictness.class),
                ports(properties.getOrDefault("jail.connect", "")));
    }

    private static <E extends Enum<E>> E one(String key, String value, Class<E> kind) {
        return Stream.of(kind.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " is '" + value + "'; use "
                        + Stream.of(kind.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    private static List<Integer> ports(String text) {
        try {
            return Stream.of(text.split(",", -1))
                    .map(String::strip)
                    .filter(port -> !port.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("jail.connect is '" + text + "'; use ports with commas between", e);
        }
    }

    public boolean wanted() {
        return level != Level.OFF;
    }
}
