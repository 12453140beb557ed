package dev.airlock.road.config;

import dev.airlock.road.Bus;
import dev.airlock.schemas.wire.SchemaVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a service is told: text settings, read one by one, each with its default and bounds. A variable of the environment stands before the
 * file, and an option of the command before both. What nobody asked for is refused, for a misspelt key would otherwise be a default in
 * silence. For one thread.
 */
public final class Settings {
    private final Map<String, String> given;
    private final Overrides environment;
    private final Map<String, Setting> fixed = new TreeMap<>();
    private final Map<String, Setting> asked = new TreeMap<>();

    /** What a file says, and nobody else. */
    public Settings(Map<String, String> given) {
        this(given, Overrides.NONE);
    }

    public Settings(Map<String, String> given, Overrides environment) {
        this.given = Map.copyOf(given);
        this.environment = environment;
    }

    /** An option of the command says it too, and that counts. */
    public void say(String key, String value) {
        fixed.put(key, new Setting(key, value, Source.COMMAND));
    }

    /** Where nobody says anything, or a blank, this counts, whatever the default is of who asks. */
    public void presume(String key, String value) {
        if (found(key, "").value().isBlank()) {
            fixed.put(key, new Setting(key, value, Source.DEFAULT));
        }
    }

    public String text(String key, String otherwise) {
        Setting setting = found(key, otherwise);
        asked.put(key, setting);
        return setting.value();
    }

    private Setting found(String key, String otherwise) {
        return Optional.ofNullable(fixed.get(key))
                .or(() -> environment.of(key).map(value -> new Setting(key, value, Source.ENVIRONMENT)))
                .or(() -> Optional.ofNullable(given.get(key)).map(value -> new Setting(key, value, Source.FILE)))
                .orElseGet(() -> new Setting(key, otherwise, Source.DEFAULT));
    }

    /** @throws IllegalArgumentException if it is missing or blank */
    public String required(String key) {
        String value = text(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("the setting '" + key + "' is missing");
        }
        return value;
    }

    /** @throws IllegalArgumentException if it is missing or blank */
    public Path path(String key) {
        return Path.of(required(key));
    }

    /** @throws IllegalArgumentException if it is no whole number from {@code min} to {@code max} */
    public long whole(String key, long otherwise, long min, long max) {
        String text = text(key, Long.toString(otherwise));
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below, with the bounds.
        }
        throw unfit(key, text, "a whole number from " + min + " to " + max);
    }

    /** @throws IllegalArgumentException if it is no whole number from {@code min} to {@code max} */
    public int whole(String key, int otherwise, int min, int max) {
        return Math.toIntExact(whole(key, (long) otherwise, min, max));
    }

    /** A number of milliseconds. */
    public Duration millis(String key, int otherwise, int min, int max) {
        return Duration.ofMillis(whole(key, otherwise, min, max));
    }

    /** @throws IllegalArgumentException if it is neither {@code true} nor {@code false} */
    public boolean yes(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unfit(key, text, "true or false");
        };
    }

    /**
     * The bus: {@code bootstrap.servers}, which is required; {@code namespace}, usually empty; and the way in, {@code security.*},
     * {@code sasl.*} and {@code ssl.*}, as far as Kafka's clients know them. Who is on a bus may be told {@link #written}.
     *
     * @throws IllegalArgumentException if the way in has a name that Kafka's clients do not know, or leads beyond this machine and nobody
     *     said how it is protected
     */
    public Bus bus() {
        Map<String, String> access = new TreeMap<>();
        Stream.concat(WayIn.names().stream(), given.keySet().stream().filter(WayIn::begins))
                .map(name -> found(name, ""))
                .filter(setting -> setting.source() != Source.DEFAULT)
                .forEach(setting -> access.put(setting.key(), setting.value()));
        access.forEach(this::text);
        var bus = new Bus(required("bootstrap.servers"), access, text("namespace", ""));
        text("security.protocol", "PLAINTEXT");
        var _ = written();
        if (!bus.onThisMachine() && !access.containsKey("security.protocol")) {
            throw new IllegalArgumentException(
                    "bootstrap.servers leads to other machines (" + bus.bootstrapServers()
                            + "), and security.protocol is missing; set SASL_SSL or SSL, or PLAINTEXT if that network is yours alone");
        }
        return bus;
    }

    /**
     * {@code schemas.write}: in which version of their schemas records are written, {@code present} by default, or {@code previous} while nodes
     * of the release before are on the bus.
     */
    public SchemaVersion written() {
        String text = text("schemas.write", "present");
        return SchemaVersion.named(text).orElseThrow(() -> unfit("schemas.write", text, "present or previous"));
    }

    /** What was asked for, as it counts, by key. */
    public List<Setting> effective() {
        return List.copyOf(asked.values());
    }

    /** The variable of the environment that stands before a key. */
    public String variable(String key) {
        return environment.variable(key);
    }

    /** What was given and not asked for yet. */
    public Map<String, String> others() {
        var others = new TreeMap<>(given);
        others.keySet().removeAll(asked.keySet());
        return others;
    }

    /** @throws IllegalArgumentException if a setting was given that nobody asked for; the message names the nearest one */
    public void refuseOthers() {
        for (String key : others().keySet()) {
            throw new IllegalArgumentException("there is no setting '" + key + "'" + Nearest.hint(key, asked.keySet()));
        }
        refuseOtherVariables();
    }

    private void refuseOtherVariables() {
        Set<String> known = variables(asked.keySet());
        Set<String> perhaps = new TreeSet<>(known);
        if (asked.containsKey("bootstrap.servers")) {
            perhaps.addAll(variables(WayIn.names()));
        }
        for (String variable : environment.names()) {
            if (!known.contains(variable)) {
                throw new IllegalArgumentException("the environment has '" + variable + "', which is no setting"
                        + Nearest.hint(variable, perhaps));
            }
        }
    }

    private Set<String> variables(Set<String> keys) {
        return keys.stream().map(this::variable).collect(Collectors.toSet());
    }

    private static IllegalArgumentException unfit(String key, String text, String wanted) {
        return new IllegalArgumentException(key + " is '" + text + "'; it must be " + wanted);
    }
}
