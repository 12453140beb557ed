package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void a_session_lies_where_kafkas_own_partitioner_puts_it() {
        assertThat(IntStream.range(0, 1_000).mapToObj(number -> "session-" + number))
                .allSatisfy(session -> assertThat(Placement.of(session, 8))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(session.getBytes(StandardCharsets.UTF_8), 8)));
    }

    @Test
    void a_record_that_lies_anywhere_else_counts_for_nothing() {
        int own = Placement.of("s", Topic.ORDERS.partitions());
        for (int partition = 0; partition < Topic.ORDERS.partitions(); partition++) {
            assertThat(Placement.fault("s", Topic.ORDERS, partition).isEmpty()).isEqualTo(partition == own);
        }
        assertThat(Placement.fault("s", Topic.ORDERS, own + 1))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("partition " + (own + 1)).contains("in " + own));
    }
}
