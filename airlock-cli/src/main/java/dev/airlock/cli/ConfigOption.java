package dev.airlock.cli;

import dev.airlock.road.config.Overrides;
import dev.airlock.road.config.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where a service's settings are. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = {
                "A properties file. Every service needs bootstrap.servers and keys.dir; security.*, sasl.* and ssl.* go to the",
                "Kafka clients as they are; a key that nobody knows is refused. Variables AIRLOCK_SERVICE_KEY of the environment,",
                "for example AIRLOCK_POLICY_LEASE_TTL_MS, stand before the file."
            })
    private Path file;

    Path file() {
        return file;
    }

    /** What the file says, and before it the environment's variables of this service. */
    Settings settings(String service) throws IOException, Trouble {
        return read(file, service);
    }

    static Settings read(Path file, String service) throws IOException, Trouble {
        if (!Files.isReadable(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a properties file with --config");
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw new Trouble(Exit.USAGE, file + " is no properties file: " + e.getMessage(), "");
        }
        var settings = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(key -> settings.put(key, properties.getProperty(key).strip()));
        return new Settings(settings, Overrides.of(service, System.getenv()));
    }

    /** What is wrong with the settings, told with the file that has them. */
    Trouble unfit(RuntimeException problem) {
        return unfit(file, problem);
    }

    static Trouble unfit(Path file, RuntimeException problem) {
        return new Trouble(Exit.USAGE, file + ": " + problem.getMessage(), "");
    }
}
