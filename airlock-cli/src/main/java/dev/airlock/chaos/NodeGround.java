package dev.airlock.chaos;

import dev.airlock.fleet.Terrain;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.OwnLane;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The ground of the node with the fast lane: a directory of its own with the road's keys; the images are everybody's. */
final class NodeGround {
    private final Terrain terrain;
    private final DataDirectory node;
    private final int httpPort;

    private NodeGround(Terrain terrain, DataDirectory node, int httpPort) {
        this.terrain = terrain;
        this.node = node;
        this.httpPort = httpPort;
    }

    static NodeGround lay(Terrain terrain) throws IOException {
        DataDirectory data = terrain.data();
        var node = new DataDirectory(data.root().resolve("node"));
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
        return new NodeGround(terrain, node, Terrain.freePort());
    }

    /** What the command {@code airlock} is given to run the node. */
    List<String> arguments() {
        return List.of(
                "up",
                "--data",
                node.root().toString(),
                "--join",
                terrain.bootstrap(),
                "--mux-port",
                "0",
                "--http-port",
                Integer.toString(httpPort),
                "--slots",
                "2",
                "--simulation",
                "--backend",
                terrain.isolation());
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    /** The name that an intent for the fast lane has to name. */
    String name() throws IOException {
        return OwnLane.nameOf(terrain.key("executor"));
    }
}
