package dev.airlock.redteam;

import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Service;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands on a field: a broker, keys, and every service with the simulation. Any thread. */
final class Premises implements AutoCloseable {
    private static final List<String> KEYS =
            List.of("policy", "observer", "snaft", "gateway", "gateway@ingress", "executor", "operator", "local");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final KeyFiles keys;
    private final Bus bus;
    private int muxPort;

    /** Starts everything below a directory. */
    Premises(DataDirectory data)
            throws IOException, BrokerRefused, TopicsDisagree, BusUnreachable, InterruptedException {
        keys = new KeyFiles(data.keys(), new SecureRandom());
        for (String name : KEYS) {
            keys.loadOrCreate(name);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data.broker());
        started.push(broker);
        bus = broker.bus();
        Topics.ensure(bus, (short) 1);
        for (Service.Kind kind : Service.Kind.values()) {
            Service service = Service.start(kind, settings(kind, data));
            started.push(service);
            service.gateway().flatMap(GatewayService::muxPort).ifPresent(port -> muxPort = port);
        }
    }

    private Map<String, String> settings(Service.Kind kind, DataDirectory data) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "keys.dir",
                data.keys().toString()));
        switch (kind) {
            case GATEWAY -> settings.put("mux.port", "0");
            case EXECUTOR -> {
                settings.put("images.dir", data.images().toString());
                settings.put("snapshots.dir", data.snapshots().toString());
                settings.put("simulation.enabled", "true");
            }
            case POLICY -> settings.put("incident.watch", "false");
            case LEDGER -> {
                settings.put("tiles.dir", data.ledger().toString());
                settings.put("http.port", "0");
            }
            case SNAFT -> {
                // All at its defaults.
            }
        }
        return settings;
    }

    Bus bus() {
        return bus;
    }

    SigningKey key(String name) {
        try {
            return keys.loadOrCreate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyRing ring() {
        try {
            return keys.ring();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the gateway takes frames. */
    int muxPort() throws ControlFailed {
        if (muxPort == 0) {
            throw new ControlFailed("the gateway has no MUX");
        }
        return muxPort;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
