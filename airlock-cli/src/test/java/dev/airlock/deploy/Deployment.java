package dev.airlock.deploy;

import dev.airlock.schemas.flow.Station;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What lies in a directory to be deployed from: the compose file, the settings and the pom. */
record Deployment(Path root) {
    private static final Path CONFIGS = Path.of("/etc/airlock");
    private static final String PREFIX = "airlock-";

    /** The services that the stations of the road live in, by name. */
    static Set<String> houses() {
        Set<String> houses = new TreeSet<>();
        for (Station station : Station.values()) {
            houseOf(station).ifPresent(houses::add);
        }
        return houses;
    }

    private static Optional<String> houseOf(Station station) {
        return switch (station) {
            case POLICY, OBSERVER -> Optional.of("policy");
            case SNAFT -> Optional.of("snaft");
            case GATEWAY -> Optional.of("gateway");
            case EXECUTOR -> Optional.of("executor");
            case LEDGER -> Optional.of("ledger");
            // The lane lives where gateway and executor share a process: in a node.
            case OPERATOR, CALLER, CONSOLE, LANE -> Optional.empty();
        };
    }

    private static final Set<String> WATCHERS = Set.of("grafana", "prometheus");

    /** One service of the compose file. */
    record Member(String name, Map<String, Object> said) {
        String text(String key) {
            return String.valueOf(said.getOrDefault(key, ""));
        }

        /** The service that it is, by the name that its command, its settings and its keys have. */
        String house() {
            return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        }

        boolean isBroker() {
            return name.startsWith("kafka");
        }

        /** Whether it only looks at the others. */
        boolean isWatcher() {
            return WATCHERS.contains(name);
        }

        /** What this variable is set to; empty if it is not. */
        String environment(String variable) {
            return said.get("environment") instanceof Map<?, ?> all ? Objects.toString(all.get(variable), "") : "";
        }

        /** Where this broker says that its listener is reached. */
        String advertised(String listener) {
            return Stream.of(environment("KAFKA_ADVERTISED_LISTENERS").split(",", -1))
                    .filter(one -> one.startsWith(listener + "://"))
                    .map(one -> one.substring(listener.length() + 3))
                    .findFirst()
                    .orElse("nowhere");
        }

        List<String> list(String key) {
            return said.getOrDefault(key, List.of()) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        /** The parts of what is mounted: from where, to where, how. */
        List<String[]> mounts() {
            return list("volumes").stream().map(mount -> mount.split(":", -1)).toList();
        }

        List<String> healthTest() {
            return said.getOrDefault("healthcheck", Map.of()) instanceof Map<?, ?> check
                            && check.get("test") instanceof List<?> test
                    ? test.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }

    /** The services of the compose file, with anchors and merges resolved. */
    List<Member> members() {
        Map<String, Member> members = new TreeMap<>();
        section("services").forEach((name, said) -> members.put(name, new Member(name, keyed(said))));
        return List.copyOf(members.values());
    }

    Member member(String name) {
        return members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no service " + name));
    }

    /** Whether a network has no way out. */
    boolean internal(String network) {
        return keyed(section("networks").get(network))
                .getOrDefault("internal", false)
                .equals(true);
    }

    private Map<String, Object> section(String name) {
        Object all = new Yaml(new SafeConstructor(new LoaderOptions())).load(read("docker-compose.yml"));
        return keyed(keyed(all).get(name));
    }

    private static Map<String, Object> keyed(Object yaml) {
        Map<String, Object> keyed = new TreeMap<>();
        if (yaml instanceof Map<?, ?> map) {
            map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
        }
        return keyed;
    }

    /** The file that a service's settings are in, once its mounts are followed; empty if none is mounted where its command looks. */
    Optional<Path> configOf(Member member) {
        List<String> command = member.list("command");
        String wanted = CONFIGS.resolve(member.house() + ".properties").toString();
        return command.equals(List.of(member.house(), "--config", wanted))
                ? member.mounts().stream()
                        .filter(mount -> mount[1].equals(wanted))
                        .map(mount -> root.resolve(mount[0]))
                        .findFirst()
                : Optional.empty();
    }

    Map<String, String> settings(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    /** The brokers of the compose file, in the order of their names. */
    List<Member> brokers() {
        return members().stream().filter(Member::isBroker).toList();
    }

    /** Where services find the brokers, as their settings say it. */
    String road() {
        return brokers().stream().map(broker -> broker.advertised("ROAD")).collect(Collectors.joining(","));
    }

    /** The text of the pom's first element of this name. */
    String pom(String element) {
        Matcher found =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)<").matcher(read("pom.xml"));
        return found.find() ? found.group(1) : "nothing";
    }

    String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
