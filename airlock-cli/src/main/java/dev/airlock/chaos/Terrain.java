package dev.airlock.chaos;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.Recipe;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Images;
import dev.airlock.node.OwnLane;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The directories, keys, ports and settings of a road of processes. */
final class Terrain {
    private static final List<String> KEYS = List.of(
            "policy",
            "observer",
            "snaft",
            "gateway",
            "gateway@ingress",
            "ledger",
            "executor",
            "executor@a",
            "executor@b",
            "operator",
            "local");

    private final DataDirectory data;
    private final DataDirectory node;
    private final KeyFiles keys;
    private final int brokerPort;
    private final int httpPort;
    private final String isolation;

    private Terrain(Path root, Backend backend, KeyFiles keys, int brokerPort, int httpPort) {
        this.isolation = backend == Backend.CONTAINER ? "container" : "microvm";
        this.data = new DataDirectory(root);
        this.node = new DataDirectory(root.resolve("node"));
        this.keys = keys;
        this.brokerPort = brokerPort;
        this.httpPort = httpPort;
    }

    /** Makes everything below {@code root} that the processes find there; it may hold images, and nothing else. */
    static Terrain lay(Path root, Backend backend, Consumer<String> progress) throws IOException, ChaosFailed {
        Files.createDirectories(root.resolve("logs"));
        var keys = new KeyFiles(new DataDirectory(root).keys(), new SecureRandom());
        for (String name : KEYS) {
            keys.loadOrCreate(name);
        }
        var terrain = new Terrain(root, backend, keys, freePort(), freePort());
        terrain.settleNode();
        try {
            Images.require(terrain.data, Recipe.PYTHON, progress);
        } catch (ImageRejected e) {
            throw new ChaosFailed("the image cannot be built: " + e.getMessage(), e);
        }
        for (Role role :
                List.of(Role.POLICY, Role.SNAFT, Role.GATEWAY, Role.EXECUTOR_A, Role.EXECUTOR_B, Role.LEDGER)) {
            StringBuilder text = new StringBuilder();
            terrain.settings(role)
                    .forEach((key, value) ->
                            text.append(key).append('=').append(value).append('\n'));
            Files.writeString(terrain.settingsFile(role), text);
        }
        return terrain;
    }

    /** The node has a directory of its own with the road's keys; the image is everybody's. */
    private void settleNode() throws IOException {
        Files.createDirectories(node.root());
        Files.createDirectories(data.images());
        Files.createSymbolicLink(node.images(), data.images());
        Files.createDirectory(node.keys());
        Files.setPosixFilePermissions(node.keys(), Files.getPosixFilePermissions(data.keys()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data.keys())) {
            for (Path file : files) {
                Files.copy(file, node.keys().resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Map<String, String> settings(Role role) {
        Map<String, String> settings = new TreeMap<>(
                Map.of("bootstrap.servers", bootstrap(), "keys.dir", data.keys().toString()));
        switch (role) {
            case GATEWAY -> settings.put("mux.enabled", "false");
            case EXECUTOR_A, EXECUTOR_B -> {
                settings.put("name", role.text());
                settings.put("key.name", role == Role.EXECUTOR_A ? "executor@a" : "executor@b");
                settings.put("images.dir", data.images().toString());
                settings.put("simulation.enabled", "true");
                settings.put("isolation", isolation);
                settings.put("slots", "2");
            }
            case LEDGER -> {
                settings.put("tiles.dir", data.ledger().toString());
                settings.put("http.port", "0");
            }
            case BROKER, POLICY, SNAFT, NODE -> {
                // All at their defaults.
            }
        }
        return settings;
    }

    private Path settingsFile(Role role) {
        return data.root().resolve(role.text() + ".properties");
    }

    /** What the command {@code airlock} is given to run this role. */
    List<String> arguments(Role role) {
        String file = settingsFile(role).toString();
        return switch (role) {
            case BROKER -> List.of("broker", "--data", data.root().toString(), "--port", Integer.toString(brokerPort));
            case POLICY, SNAFT, GATEWAY, LEDGER -> List.of(role.text(), "--config", file);
            case EXECUTOR_A, EXECUTOR_B -> List.of("executor", "--config", file, "--jail", "off");
            case NODE ->
                List.of(
                        "up",
                        "--data",
                        node.root().toString(),
                        "--join",
                        bootstrap(),
                        "--mux-port",
                        "0",
                        "--http-port",
                        Integer.toString(httpPort),
                        "--slots",
                        "2",
                        "--simulation",
                        "--backend",
                        isolation);
        };
    }

    Path log(Role role) {
        return data.root().resolve("logs").resolve(role.text() + ".log");
    }

    /** Where the broker keeps everything, as commands want it. */
    DataDirectory data() {
        return data;
    }

    private String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    Bus bus() {
        return Bus.at(bootstrap());
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    KeyRing ring() throws IOException {
        return keys.ring();
    }

    SigningKey operator() throws IOException {
        return keys.loadOrCreate("operator");
    }

    /** The name that an intent for the fast lane has to name. */
    String nodeName() throws IOException {
        return OwnLane.nameOf(keys.loadOrCreate("executor"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
