package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Every client property that the road depends on, with its reason. Measured: linger 0 saves its own length twice over, and a
 * transaction that hangs hides other writers' records for its timeout and the broker's clean-up interval.
 */
final class ClientSettings {
    /** With a clean-up interval of 1 s on the broker, a killed writer hides nothing for longer than 4 s. */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(3);
    /** A killed reader's partitions go to another after this; the broker's group.min.session.timeout.ms must allow it. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);

    static final Duration HEARTBEAT = Duration.ofMillis(500);
    /** How long the broker parks an empty fetch; records wake it, but a partition that is new or resumed waits for it. */
    static final Duration FETCH_WAIT = Duration.ofMillis(100);
    /**
     * The same for a tail, which has its partitions from the beginning. Its question where they end waits behind its fetch: with a much longer one policy,
     * which vouches for nothing after 2 s without an answer, has little time to spare. Most readers of a node are tails of topics where little comes: an
     * empty fetch of each every 100 ms was most of what an idle node did.
     */
    static final Duration TAIL_FETCH_WAIT = Duration.ofMillis(200);
    /** Longest replay of own memory at an assignment, and longest step. */
    static final Duration POLL_INTERVAL_MAX = Duration.ofMinutes(2);
    /** Longest blocking call: longer than a predecessor's hanging transaction lives. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private ClientSettings() {}

    static Map<String, Object> forAll(Bus bus) {
        Map<String, Object> settings = new HashMap<>(bus.access());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bus.bootstrapServers());
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 1L);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 200L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 20L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    static Map<String, Object> forReader(Bus bus) {
        Map<String, Object> settings = forAll(bus);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(FETCH_WAIT));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(PATIENCE));
        return settings;
    }

    static Map<String, Object> forTail(Bus bus) {
        Map<String, Object> settings = forReader(bus);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(TAIL_FETCH_WAIT));
        return settings;
    }

    static Map<String, Object> forGroupReader(Bus bus, String group, int recordsMax) {
        Map<String, Object> settings = forReader(bus);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // A group's position is always said; where the topic no longer has it, that is told, and not passed over in
        // silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(SESSION_TIMEOUT));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(HEARTBEAT));
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(POLL_INTERVAL_MAX));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, recordsMax);
        return settings;
    }

    static Map<String, Object> forWriter(Bus bus, Duration patience) {
        Map<String, Object> settings = forAll(bus);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // snappy and zstd need native code of their own, which they are refused.
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestMessageBytes());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(patience));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(patience) / 2);
        return settings;
    }

    static Map<String, Object> forTransactionalWriter(Bus bus, String transactionalId) {
        Map<String, Object> settings = forWriter(bus, PATIENCE);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
        // What has not arrived when the transaction is over need not arrive.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(TRANSACTION_TIMEOUT));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(TRANSACTION_TIMEOUT) / 2);
        return settings;
    }

    /**
     * For many records at once: one request at a time, since a second one that overtakes the first of a transaction on a partition is
     * refused, and is an error in the broker's log.
     */
    static Map<String, Object> forCourier(Bus bus, String transactionalId) {
        Map<String, Object> settings = forTransactionalWriter(bus, transactionalId);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return settings;
    }

    private static int largestMessageBytes() {
        return Stream.of(Topic.values()).mapToInt(Topic::maxMessageBytes).max().orElseThrow();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
