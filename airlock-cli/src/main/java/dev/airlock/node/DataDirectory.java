package dev.airlock.node;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a node keeps everything.
 *
 * @param root the directory; made when the node first starts
 */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code $XDG_DATA_HOME/airlock}, or {@code ~/.local/share/airlock}. Source: XDG Base Directory Specification 0.8. */
    public static DataDirectory standard(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".local", "share") : Path.of(xdg);
        return new DataDirectory(base.resolve("airlock"));
    }

    /** Private keys (mode 0600) and the trusted public ones. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** The OCI image layout. */
    public Path images() {
        return root.resolve("images");
    }

    /** The stored snapshots: a directory each. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /** Exported segments of the tokens topic: a directory for each export. */
    public Path segments() {
        return root.resolve("segments");
    }

    /** Images as folders, for containers, and what is told of containers that run. */
    public Path containers() {
        return root.resolve("containers");
    }

    /** The embedded broker's log. */
    public Path broker() {
        return root.resolve("broker");
    }

    /** The journal of the fast lane. */
    public Path lane() {
        return root.resolve("lane");
    }

    /** The logs of the ledger: a copy of what the topic of tokens says, as tiles. */
    public Path ledger() {
        return root.resolve("ledger");
    }

    /** What a running node says about itself. */
    public Path nodeFile() {
        return root.resolve("node.json");
    }

    /** The log lines of {@code airlock up}. */
    public Path log() {
        return root.resolve("node.log");
    }

    /** The raw samples of benchmarks. */
    public Path bench() {
        return root.resolve("bench");
    }

    /** What {@code airlock selftest} has made once. */
    public Path selftest() {
        return root.resolve("selftest");
    }
}
