package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import java.io.IOException;

/** The embedded broker of a data directory without any service, announced to the commands of this machine. */
public final class LoneBroker implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final DataDirectory data;

    private LoneBroker(EmbeddedBroker broker, DataDirectory data) {
        this.broker = broker;
        this.data = data;
    }

    /**
     * Starts it and returns when every topic of the road is there.
     *
     * @param port where it listens on loopback; 0 for any
     * @throws NodeRefused with the thing and the fix; nothing is left running then
     */
    public static LoneBroker start(DataDirectory data, int port) throws NodeRefused, InterruptedException {
        LastWords.of(data.broker());
        EmbeddedBroker broker = null;
        try {
            broker = port == 0 ? EmbeddedBroker.start(data.broker()) : EmbeddedBroker.start(data.broker(), port);
            Topics.ensure(broker.bus(), (short) 1);
            NodeFile.ofThisProcess(broker.bus().bootstrapServers(), "").write(data);
            var lone = new LoneBroker(broker, data);
            broker = null;
            return lone;
        } catch (BrokerRefused e) {
            throw new NodeRefused(e.getMessage(), Node.fixOf(e), true, e);
        } catch (TopicsDisagree | BusUnreachable e) {
            throw new NodeRefused(e.getMessage(), "airlock doctor", true, e);
        } catch (IOException e) {
            throw new NodeRefused(e.toString(), "airlock doctor", true, e);
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    /** The way in. */
    public Bus bus() {
        return broker.bus();
    }

    /** Stops, with everything on disk. */
    @Override
    public void close() throws NodeRefused {
        try {
            NodeFile.remove(data);
        } catch (IOException e) {
            throw new NodeRefused(e.toString(), "", false, e);
        } finally {
            broker.close();
        }
    }
}
