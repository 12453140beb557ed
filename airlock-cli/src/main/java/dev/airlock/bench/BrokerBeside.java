package dev.airlock.bench;

import dev.airlock.node.Launcher;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import java.io.IOException;
import java.nio.file.Path;

/** The broker of a measured node as a process of its own, with every topic of the road, for the time of a measurement. */
final class BrokerBeside implements AutoCloseable {
    private final Child child;
    private final Bus bus;

    private BrokerBeside(Child child, Bus bus) {
        this.child = child;
        this.bus = bus;
    }

    /** Returns when it serves on a free port of the loopback, with its log in a new directory in {@code directory}. */
    static BrokerBeside start(Path directory) throws BenchFailed, IOException, InterruptedException {
        Path launcher = Launcher.path()
                .orElseThrow(() -> new BenchFailed(
                        "no launcher 'airlock' is above these classes", "run this as ./airlock bench fast"));
        int port = Serving.freePort();
        Child child = Child.start(
                launcher,
                directory.resolve("broker.log"),
                "bench",
                "--floor-broker",
                directory.resolve("broker-beside").toString(),
                "--floor-port",
                Integer.toString(port));
        boolean serves = false;
        try {
            Serving.await(port, child);
            var bus = Bus.at(Serving.address(port));
            Topics.ensure(bus, (short) 1);
            serves = true;
            return new BrokerBeside(child, bus);
        } catch (TopicsDisagree | BusUnreachable e) {
            throw new BenchFailed(e.getMessage(), "airlock doctor", e);
        } finally {
            if (!serves) {
                child.close();
            }
        }
    }

    Bus bus() {
        return bus;
    }

    /**
     * Seconds of processor time that it has used so far.
     *
     * @throws BenchFailed if it has ended
     */
    double cpuSeconds() throws BenchFailed {
        double seconds = child.cpuSeconds();
        child.checkAlive();
        return seconds;
    }

    @Override
    public void close() {
        child.close();
    }
}
