package dev.airlock.road.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The embedded broker's properties: one node, small, quick to join, and quick to clean up after the dead. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "PLAINTEXT";
    private static final String HOST = "127.0.0.1";

    /** With one broker these are 1; with three, 3, and the least that must have a record 2. */
    static final List<String> ONE_REPLICA = List.of(
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "default.replication.factor",
            "min.insync.replicas");

    private static final List<String> FEW_PARTITIONS = List.of(
            "offsets.topic.num.partitions",
            "transaction.state.log.num.partitions",
            "share.coordinator.state.topic.num.partitions");

    private BrokerSettings() {}

    static String bootstrap(int port) {
        return HOST + ":" + port;
    }

    static Properties of(Path log, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put(
                "listeners",
                BROKER_LISTENER + "://" + HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + HOST + ":"
                        + controllerPort);
        settings.put("advertised.listeners", BROKER_LISTENER + "://" + HOST + ":" + port);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("inter.broker.listener.name", BROKER_LISTENER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", log.toString());
        FEW_PARTITIONS.forEach(name -> settings.put(name, "3"));
        ONE_REPLICA.forEach(name -> settings.put(name, "1"));
        small(settings);
        settings.putAll(needed());
        return settings;
    }

    /** What a broker of a road has to have, wherever it runs and however many there are; the compose file's have the same. */
    static Properties needed() {
        Properties settings = new Properties();
        settings.put("auto.create.topics.enable", "false");
        quick(settings);
        lasting(settings);
        return settings;
    }

    /** The controller of the same directory without its broker, which it gives up soon. */
    static Properties ofControllerAlone(Path log, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("listeners", CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", log.toString());
        settings.put("broker.session.timeout.ms", "500");
        settings.put("broker.heartbeat.interval.ms", "250");
        return settings;
    }

    private static void small(Properties settings) {
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("log.cleaner.threads", "1");
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.put("offsets.topic.segment.bytes", Integer.toString(10 << 20));
        settings.put("transaction.state.log.segment.bytes", Integer.toString(10 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        // Nobody but this broker follows the metadata: no record that says nothing twice a second, which every start
        // would read.
        settings.put("metadata.max.idle.interval.ms", "0");
        settings.put("num.recovery.threads.per.data.dir", "2");
        // A fetch that was answered is still listed until so many are: of the default of 1000 most outlived a young
        // collection, each with its request.
        settings.put("fetch.purgatory.purge.interval.requests", "20");
    }

    private static void quick(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // What hides others' records while it hangs: ours ask for 3 s, and nobody gets much more.
        settings.put("transaction.max.timeout.ms", "5000");
        // With the default of 10 s a killed writer would hide others' records for 13 s.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    }

    /** A node that was off for a year still knows where its groups were and where their chains' heads are. */
    private static void lasting(Properties settings) {
        settings.put("offsets.retention.minutes", Integer.toString(10 * 366 * 24 * 60));
    }
}
