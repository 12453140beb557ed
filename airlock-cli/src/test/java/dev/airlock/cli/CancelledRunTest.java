package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real guest that is cancelled in the middle of its run. */
@Tag("kvm")
class CancelledRunTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        TestNode.needsKvm();
        node = TestNode.shared();
    }

    private static Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(node.data().root().toString());
        return Said.by(all.toArray(String[]::new));
    }

    /** Executors say every 250 ms how many runs are under way. */
    private static void awaitRun() throws InterruptedException {
        var runs = new CountDownLatch(1);
        try (Tail _ = Tail.fromEnd(node.bus(), Station.CONSOLE, Topic.RUNTIME, record -> {
            if (Codecs.PULSE.open(record.value(), node.ring()) instanceof Good<Signed<Pulse>>(Signed<Pulse> pulse)
                    && pulse.value().busy() > 0) {
                runs.countDown();
            }
        })) {
            assertThat(runs.await(TestNode.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void a_guest_that_sleeps_for_a_minute_is_ended_at_once_and_its_token_says_who_wanted_it() throws Exception {
        var intent = TestNode.intent(
                "code:execute",
                "import time; print('begun', flush=True); time.sleep(60)",
                Origin.LOCAL,
                Backend.ANY,
                120_000);
        var token = node.caller().publish(intent, node.key("local")).toCompletableFuture();
        awaitRun();
        Said cancelled = said("cancel", intent.id());
        assertThat(cancelled.exit()).describedAs(cancelled.err()).isZero();
        assertThat(cancelled.err()).contains("cancelled by local");
        assertThat(token).isDone();
        assertThat(said("cancel", intent.id()).exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said("verify", "--all").exit()).isZero();
        assertThat(said("cancel", UUID.randomUUID().toString()).exit()).isEqualTo(Exit.USAGE);
    }
}
