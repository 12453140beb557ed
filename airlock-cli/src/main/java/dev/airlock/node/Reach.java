package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The bus of a data directory, for a command that only reads or writes records: that of the node that runs there, or, when none
 * runs, a broker of our own on the same data, for as long as the command takes.
 */
public final class Reach implements AutoCloseable {
    private final Bus bus;
    private final Optional<EmbeddedBroker> own;

    private Reach(Bus bus, Optional<EmbeddedBroker> own) {
        this.bus = bus;
        this.own = own;
    }

    /**
     * @throws NothingHere if no node has ever run on this directory
     */
    public static Reach open(DataDirectory data) throws IOException, BrokerRefused, NothingHere {
        Optional<NodeFile> node = NodeFile.running(data);
        if (node.isPresent()) {
            return new Reach(Bus.at(node.get().bootstrap()), Optional.empty());
        }
        if (!Files.isDirectory(data.broker())) {
            throw new NothingHere(data);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data.broker());
        return new Reach(broker.bus(), Optional.of(broker));
    }

    public Bus bus() {
        return bus;
    }

    /** Whether a node runs that will see what is written here at once. */
    public boolean live() {
        return own.isEmpty();
    }

    @Override
    public void close() {
        own.ifPresent(EmbeddedBroker::close);
    }

    /** No node has ever run on the directory. */
    public static final class NothingHere extends Exception {
        private static final long serialVersionUID = 1L;

        NothingHere(DataDirectory data) {
            super("nothing has happened yet in " + data.root());
        }
    }
}
