package dev.airlock.road.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the environment says of a service's settings: {@code AIRLOCK_SERVICE_KEY}, the key in capitals and with an underscore for whatever is
 * neither letter nor digit: {@code lease.ttl.ms} of policy is {@code AIRLOCK_POLICY_LEASE_TTL_MS}.
 */
public final class Overrides {
    /** An environment that says nothing. */
    public static final Overrides NONE = new Overrides("AIRLOCK_", Map.of());

    private final String prefix;
    private final Map<String, String> variables;

    private Overrides(String prefix, Map<String, String> variables) {
        this.prefix = prefix;
        this.variables = Map.copyOf(variables);
    }

    /**
     * Those of one service.
     *
     * @param service its name, in lower case
     */
    public static Overrides of(String service, Map<String, String> environment) {
        String prefix = "AIRLOCK_" + shouted(service) + "_";
        Map<String, String> variables = new TreeMap<>(environment);
        variables.keySet().removeIf(name -> !name.startsWith(prefix));
        return new Overrides(prefix, variables);
    }

    /** The variable that a key has. */
    public String variable(String key) {
        return prefix + shouted(key);
    }

    Optional<String> of(String key) {
        return Optional.ofNullable(variables.get(variable(key)));
    }

    /** All variables that begin like this service's. */
    Set<String> names() {
        return variables.keySet();
    }

    private static String shouted(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
