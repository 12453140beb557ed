package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the broker's topics what the flow says, and refuses to start on ones that are something else. */
public final class Topics {
    private static final int APPEAR_TRIES_MAX = 200;

    private final Bus bus;
    private final Admin admin;

    private Topics(Bus bus, Admin admin) {
        this.bus = bus;
        this.admin = admin;
    }

    /**
     * Creates the missing topics and checks the others. Several processes may do so at once.
     *
     * @param replication how many brokers hold each record
     * @throws TopicsDisagree if an existing topic differs in partitions, clean-up, retention, record size or whose clock stamps its records; how what callers
     *     write is stored is put right, and disagrees only where we may not
     */
    public static void ensure(Bus bus, short replication) throws TopicsDisagree, BusUnreachable {
        ensure(bus, replication, EnumSet.allOf(Topic.class));
    }

    /** The same for some of the topics. */
    public static void ensure(Bus bus, short replication, Set<Topic> topics) throws TopicsDisagree, BusUnreachable {
        try (Admin admin = Admin.create(adminSettings(bus))) {
            new Topics(bus, admin).ensure(topics, replication);
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
    }

    static Map<String, Object> adminSettings(Bus bus) {
        Map<String, Object> settings = ClientSettings.forAll(bus);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ClientSettings.PATIENCE.toMillis() / 2);
        return settings;
    }

    private void ensure(Set<Topic> topics, short replication) throws TopicsDisagree, BusUnreachable {
        Map<Topic, TopicDescription> found = described(topics);
        Set<Topic> before = Set.copyOf(found.keySet());
        List<Topic> missing =
                topics.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            create(missing, replication);
            found.putAll(appeared(missing));
        }
        mend(before, replication);
        Map<ConfigResource, Config> configs = configs(topics);
        List<TopicsDisagree.Difference> differences = topics.stream()
                .flatMap(topic -> TopicShape.of(topic, replication)
                        .differences(bus, found.get(topic).partitions().size(), configs.get(resource(topic)))
                        .stream())
                .toList();
        if (!differences.isEmpty()) {
            throw new TopicsDisagree(differences);
        }
    }

    /** Puts right what may be changed at any time; where that is not allowed, the difference is left to be told. */
    private void mend(Set<Topic> topics, short replication) throws BusUnreachable {
        Map<ConfigResource, Config> configs = configs(topics);
        Map<ConfigResource, Collection<AlterConfigOp>> wrong = new HashMap<>();
        for (Topic topic : topics) {
            TopicShape.of(topic, replication).mended().forEach((setting, wanted) -> {
                if (!configs.get(resource(topic)).get(setting).value().equals(wanted)) {
                    wrong.computeIfAbsent(resource(topic), _ -> new ArrayList<>())
                            .add(new AlterConfigOp(new ConfigEntry(setting, wanted), AlterConfigOp.OpType.SET));
                }
            });
        }
        if (wrong.isEmpty()) {
            return;
        }
        try {
            answer(admin.incrementalAlterConfigs(wrong).all());
        } catch (BusUnreachable e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
        }
    }

    private void create(List<Topic> missing, short replication) throws BusUnreachable {
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(bus.nameOf(topic), topic.partitions(), replication)
                        .configs(TopicShape.of(topic, replication).atCreation()))
                .toList();
        for (KafkaFuture<Void> creation : admin.createTopics(wanted, new CreateTopicsOptions().timeoutMs(20_000))
                .values()
                .values()) {
            try {
                answer(creation);
            } catch (BusUnreachable e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** Topics that were just created may take a moment to be known to the broker that is asked. */
    private Map<Topic, TopicDescription> appeared(Collection<Topic> topics) throws BusUnreachable {
        Map<Topic, TopicDescription> found = described(topics);
        for (int i = 0; found.size() < topics.size(); i++) {
            if (i == APPEAR_TRIES_MAX) {
                Topic lost = topics.stream()
                        .filter(topic -> !found.containsKey(topic))
                        .findFirst()
                        .orElseThrow();
                throw new BusUnreachable(
                        bus, new TimeoutException(bus.nameOf(lost) + " was created and does not appear"));
            }
            pause();
            found.putAll(described(topics));
        }
        return found;
    }

    /** Those of {@code topics} that are there, in one request: a start asks for all of them. */
    private Map<Topic, TopicDescription> described(Collection<Topic> topics) throws BusUnreachable {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics.stream().map(bus::nameOf).toList()).topicNameValues();
        Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
        for (Topic topic : topics) {
            try {
                found.put(topic, answer(answers.get(bus.nameOf(topic))));
            } catch (BusUnreachable e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /** Any broker may be asked, and one of several may not have heard of a topic that another has just made. */
    private Map<ConfigResource, Config> configs(Collection<Topic> topics) throws BusUnreachable {
        List<ConfigResource> resources = topics.stream().map(this::resource).toList();
        for (int i = 0; ; i++) {
            try {
                return answer(admin.describeConfigs(resources).all());
            } catch (BusUnreachable e) {
                if (i == APPEAR_TRIES_MAX || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, bus.nameOf(topic));
    }

    private <T> T answer(KafkaFuture<T> future) throws BusUnreachable {
        return answer(bus, future);
    }

    static <T> T answer(Bus bus, KafkaFuture<T> future) throws BusUnreachable {
        try {
            return future.get(ClientSettings.PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BusUnreachable(bus, e.getCause());
        } catch (TimeoutException e) {
            throw new BusUnreachable(bus, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusUnreachable(bus, e);
        }
    }

    private void pause() throws BusUnreachable {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusUnreachable(bus, e);
        }
    }
}
