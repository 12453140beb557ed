package dev.airlock.ledger.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.decide.Memory;
import dev.airlock.ledger.decide.PartitionLog;
import dev.airlock.ledger.decide.Scrutiny;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.log.LogName;
import dev.airlock.road.Bus;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.schemas.flow.Station;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogsTest {
    private static final Duration LOOK = Duration.ofMillis(1);

    private static PartitionLog log(int partition) {
        return new PartitionLog(
                new LogName("main", partition),
                new Memory(partition, Optional.empty()),
                Collections.emptyIterator(),
                new ChainVerifier(partition, Scrutiny.WINDOW_TOKENS));
    }

    @Test
    void the_end_of_the_topic_is_work_for_every_log_once_and_then_an_idle_ledger_has_none() throws Exception {
        List<PartitionLog> all = IntStream.range(0, 3).mapToObj(LogsTest::log).toList();
        var letters = new DeadLetterBox(Bus.at("127.0.0.1:1"), Station.LEDGER, InstantSource.system());
        var logs = new Logs(all, new Intakes(Sealed.RING), letters, LedgerMetrics.NONE);
        assertThat(logs.harvest(LOOK)).isEmpty();
        logs.ended();
        assertThat(logs.harvest(LOOK)).hasSize(3);
        logs.ended();
        assertThat(logs.harvest(LOOK)).isEmpty();
    }
}
