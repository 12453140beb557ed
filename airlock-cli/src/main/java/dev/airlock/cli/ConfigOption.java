package dev.airlock.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
                "Kafka clients as they are; a key that nobody knows is refused."
            })
    private Path file;

    /** The settings in this file. */
    static ConfigOption of(Path file) {
        var option = new ConfigOption();
        option.file = file;
        return option;
    }

    Path file() {
        return file;
    }

    /** What the file says, key by key. */
    Map<String, String> settings() throws IOException, Trouble {
        if (!Files.isReadable(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a properties file with --config");
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        var settings = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(key -> settings.put(key, properties.getProperty(key).strip()));
        return settings;
    }

    /** What is wrong with the settings, told with the file that has them. */
    Trouble unfit(RuntimeException problem) {
        return new Trouble(Exit.USAGE, file + ": " + problem.getMessage(), "");
    }
}
