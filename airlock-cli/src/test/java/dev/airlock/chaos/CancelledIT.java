package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.Caller;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cancels that reach an executor in a process of its own, also one that dies of something else at that moment. */
@Tag("system")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CancelledIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int RUN_MILLIS = 60_000;

    @TempDir
    Path directory;

    private static IntentKey begun(Ground ground, String session) {
        IntentKey key = ground.send(Wish.saying(session, "slow", "slow " + RUN_MILLIS));
        Awaitility.await("the run is under way")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ScriptedSandbox.runsOf(ground.runs(), key) == 1);
        return key;
    }

    @Test
    void a_cancelled_run_in_another_process_ends_long_before_its_end_and_a_killed_executor_does_not_run_it_again()
            throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory);
                Caller caller = Caller.open(ground.bus)) {
            ground.startPolicyAndSnaft();
            ground.startGateway("gateway-0");
            Map<String, String> executor = ground.scripted("executor-a", "executor");
            IntentKey killed;
            try (Child child = Child.part("scripted", executor).awaitReady()) {
                ground.warmUp(SOON);
                IntentKey first = begun(ground, "one");
                long asked = System.nanoTime();
                caller.cancel(first, ground.key("local"), Instant.now());
                Erin ended = ground.await(first, SOON).content().erin();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(RUN_MILLIS / 2));
                assertThat(ended).isInstanceOfSatisfying(Erin.Killed.class, erin -> assertThat(erin.cause())
                        .isEqualTo(KillCause.CANCELLED));

                killed = begun(ground, "two");
                child.kill();
            }
            caller.cancel(killed, ground.key("operator"), Instant.now());
            try (Child _ = Child.part("scripted", executor).awaitReady()) {
                Erin ended = ground.await(killed, SOON).content().erin();
                assertThat(ended).isInstanceOfSatisfying(Erin.Refused.class, erin -> assertThat(erin.cause())
                        .isEqualTo(RefusalKind.CANCELLED));
                assertThat(ScriptedSandbox.runsOf(ground.runs(), killed)).isEqualTo(1);
                ground.awaitAll(ground.sent(), SOON);
            }
            ground.audit().holdsFor(ground.sent());
        }
    }
}
