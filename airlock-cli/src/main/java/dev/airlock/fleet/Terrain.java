package dev.airlock.fleet;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.Recipe;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Images;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The directories, keys, ports and settings of a road of processes. For one thread. */
public final class Terrain {
    private static final List<String> KEYS = List.of(
            "policy", "observer", "snaft", "gateway", "gateway@ingress", "ledger", "executor", "operator", "local");

    private final DataDirectory data;
    private final KeyFiles keys;
    private final int brokerPort;
    private final String isolation;

    private Terrain(Path root, KeyFiles keys, int brokerPort, String isolation) {
        this.data = new DataDirectory(root);
        this.keys = keys;
        this.brokerPort = brokerPort;
        this.isolation = isolation;
    }

    /**
     * Makes keys, settings and the image below {@code root}; it may hold images, and nothing else.
     *
     * @param backend what is to run the intents; the simulation is always there
     * @param executors the names of all executors that may ever join, for example {@code executor-a}
     * @param slots how many runs each of them has at once
     */
    public static Terrain lay(Path root, Backend backend, List<String> executors, int slots, Consumer<String> progress)
            throws IOException, FleetFailed {
        Files.createDirectories(root.resolve("logs"));
        Files.createDirectories(root.resolve("tmp"));
        var terrain = new Terrain(
                root,
                new KeyFiles(new DataDirectory(root).keys(), new SecureRandom()),
                freePort(),
                backend == Backend.CONTAINER ? "container" : "microvm");
        List<String> names = new ArrayList<>(KEYS);
        executors.stream().map(Terrain::keyOf).forEach(names::add);
        for (String name : names) {
            terrain.keys.loadOrCreate(name);
        }
        try {
            Images.require(terrain.data, Recipe.PYTHON, progress);
        } catch (ImageRejected e) {
            throw new FleetFailed("the image cannot be built: " + e.getMessage(), e);
        }
        terrain.write("policy", Map.of());
        terrain.write("snaft", Map.of());
        terrain.write("gateway", Map.of("mux.enabled", "false"));
        terrain.write("ledger", Map.of("tiles.dir", terrain.data.ledger().toString(), "http.port", "0"));
        for (String executor : executors) {
            terrain.write(executor, terrain.executor(executor, slots));
        }
        return terrain;
    }

    private static String keyOf(String executor) {
        return executor.replaceFirst("-", "@");
    }

    private Map<String, String> executor(String name, int slots) {
        return Map.of(
                "name",
                name,
                "key.name",
                keyOf(name),
                "images.dir",
                data.images().toString(),
                "simulation.enabled",
                "true",
                "isolation",
                isolation,
                "slots",
                Integer.toString(slots));
    }

    private void write(String name, Map<String, String> own) throws IOException {
        Map<String, String> settings = new TreeMap<>(own);
        settings.put("bootstrap.servers", bootstrap());
        settings.put("keys.dir", data.keys().toString());
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(settingsFile(name), text);
    }

    private Path settingsFile(String name) {
        return data.root().resolve(name + ".properties");
    }

    /** What {@code airlock} is given to be the broker. */
    public List<String> broker() {
        return List.of("broker", "--data", data.root().toString(), "--port", Integer.toString(brokerPort));
    }

    /** What {@code airlock} is given to be policy, snaft, gateway or ledger. */
    public List<String> service(String name) {
        return List.of(name, "--config", settingsFile(name).toString());
    }

    /** What {@code airlock} is given to be one of the executors. */
    public List<String> executor(String name) {
        return List.of("executor", "--config", settingsFile(name).toString(), "--jail", "off");
    }

    /** What keeps programs from this host, as settings say it. */
    public String isolation() {
        return isolation;
    }

    /** Where a process of this name writes. */
    public Path log(String name) {
        return data.root().resolve("logs").resolve(name + ".log");
    }

    /** Where the processes have their temporary files; who has ended leaves none. */
    public Path scratch() {
        return data.root().resolve("tmp");
    }

    /** Where the broker keeps everything, as commands want it. */
    public DataDirectory data() {
        return data;
    }

    public String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    public Bus bus() {
        return Bus.at(bootstrap());
    }

    /** The public halves of all keys. */
    public KeyRing ring() throws IOException {
        return keys.ring();
    }

    /** One of the secret keys. */
    public SigningKey key(String name) throws IOException {
        return keys.loadOrCreate(name);
    }

    /** A port of loopback that nobody has at this moment. */
    public static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
