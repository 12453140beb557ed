package dev.airlock.cli;

import dev.airlock.executor.shell.SnapshotDesk;
import dev.airlock.node.DataDirectory;
import picocli.CommandLine.Option;

/** Whose snapshots are meant: each executor believes only its own key. */
final class SnapshotKeyOption {
    @Option(
            names = "--key",
            paramLabel = "NAME",
            defaultValue = "executor",
            description = "The executor's key, executor or executor@NAME; by default $${DEFAULT-VALUE}.")
    private String name;

    SnapshotDesk desk(DataDirectory data) throws Trouble {
        try {
            return new SnapshotDesk(data.keys(), name, data.images(), data.snapshots());
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, "--key " + e.getMessage(), "airlock keys");
        }
    }

    /** What is said when there is no such key. */
    static Trouble missing(SnapshotDesk.NoKey none) {
        return new Trouble(
                Exit.UNAVAILABLE,
                none.getMessage() + ", so no snapshot can be read",
                "airlock snapshot build --key NAME");
    }
}
