package dev.airlock.node;

import dev.airlock.executor.model.Isolation;
import dev.airlock.schemas.model.Backend;

/**
 * How a node is started.
 *
 * @param port where the broker listens on loopback; 0 for any
 * @param muxPort where the MUX listens on loopback; 0 for none
 * @param slots how many programs run at once; 0 for one per core
 * @param simulation whether intents may ask for the simulation
 * @param announced whether commands on this machine are to find it
 * @param fastLane whether the MUX takes the fast lane; else the bus
 * @param audit whether local callers and operators may ask for audit mode
 * @param httpPort where HTTP is served on loopback, which takes the MUX's lane; 0 for nowhere
 * @param ledgerPort where the ledger serves its logs on loopback; 0 for nowhere
 * @param isolation which backend runs programs
 * @param metricsPort where the node shows itself to its operator, on loopback; 0 for nowhere
 * @param hybrid whether its sealers' keys are made hybrid, and have to be
 */
public record NodeOptions(
        int port,
        int muxPort,
        int slots,
        boolean simulation,
        boolean announced,
        boolean fastLane,
        boolean audit,
        int httpPort,
        int ledgerPort,
        Isolation isolation,
        int metricsPort,
        boolean hybrid) {
    private static final int PORT_MAX = 65_535;

    public NodeOptions {
        checkPort("--port", port);
        checkPort("--mux-port", muxPort);
        checkPort("--http-port", httpPort);
        checkPort("--ledger-port", ledgerPort);
        checkPort("--metrics-port", metricsPort);
        if (slots < 0 || slots > 1024) {
            throw new IllegalArgumentException("--slots is " + slots + "; it must be 0 to 1024");
        }
    }

    /** A node whose ledger serves nothing, and which takes the best backend of its host. */
    public NodeOptions(
            int port,
            int muxPort,
            int slots,
            boolean simulation,
            boolean announced,
            boolean fastLane,
            boolean audit,
            int httpPort) {
        this(port, muxPort, slots, simulation, announced, fastLane, audit, httpPort, 0, Isolation.AUTO, 0, false);
    }

    /** A node that serves no HTTP. */
    public NodeOptions(
            int port, int muxPort, int slots, boolean simulation, boolean announced, boolean fastLane, boolean audit) {
        this(port, muxPort, slots, simulation, announced, fastLane, audit, 0);
    }

    /** A node that enforces every policy. */
    public NodeOptions(int port, int muxPort, int slots, boolean simulation, boolean announced, boolean fastLane) {
        this(port, muxPort, slots, simulation, announced, fastLane, false);
    }

    /** The same, whose MUX, if it has one, takes the fast lane. */
    public NodeOptions(int port, int muxPort, int slots, boolean simulation, boolean announced) {
        this(port, muxPort, slots, simulation, announced, true);
    }

    /** A node for a single intent: it takes any port, and nobody else needs to find it. */
    public static NodeOptions forOneIntent(Backend backend, boolean audit) {
        Isolation isolation =
                switch (backend) {
                    case MICROVM -> Isolation.MICROVM;
                    case CONTAINER -> Isolation.CONTAINER;
                    case ANY, SIMULATION, UNKNOWN -> Isolation.AUTO;
                };
        return new NodeOptions(0, 0, 1, backend == Backend.SIMULATION, false, true, audit, 0, 0, isolation, 0, false);
    }

    /** Whether anybody can ask anything of it but by the bus. */
    boolean listens() {
        return muxPort != 0 || httpPort != 0;
    }

    private static void checkPort(String option, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(option + " is " + port + "; it must be 0 to " + PORT_MAX);
        }
    }
}
