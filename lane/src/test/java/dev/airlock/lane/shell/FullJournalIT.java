package dev.airlock.lane.shell;

import static dev.airlock.lane.shell.Ground.answer;
import static dev.airlock.lane.shell.Ground.intent;
import static dev.airlock.lane.shell.Ground.send;
import static dev.airlock.lane.shell.Ground.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.FastLane.Cancelled;
import dev.airlock.lane.FastLane.Canceller;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.journal.Shape;
import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is full for whom it may be: what is usual is told so, operators go on, and whoever is refused or has cancelled gets his token. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FullJournalIT {
    /** As fake houses leave it. */
    private static final int RUN_BYTES = Lane.runBytes(1_000);

    /** Two files, which stay although the bus has all that is in them. */
    private static final Shape TWO_FILES =
            new Shape(7 * RUN_BYTES, 14L * RUN_BYTES, 2 * RUN_BYTES, 2 * RUN_BYTES, Duration.ofHours(1));

    /** What its run prints is as much as it may. */
    private static final String MUCH = "x".repeat(990);

    private static final Canceller OPERATOR = new Canceller.Principal(
            new Speaker("the operator", Origin.OPERATOR),
            SigningKey.generate(new SecureRandom()).id());

    private final Ground ground = new Ground();

    @TempDir
    private Path directory;

    /** Sends until one is told that the journal is full. */
    private static void fill(Lane lane) throws Exception {
        for (int i = 0; ; i++) {
            if (answer(send(lane, "s", "fill-" + i, MUCH)) instanceof Said.Busy(var refusal)) {
                assertThat(refusal.rule()).isEqualTo("journal");
                return;
            }
        }
    }

    private static CompletionStage<Said> operators(Lane lane, String id, String payload) {
        return send(lane, intent(lane.entrance(), "o", id, payload, Origin.OPERATOR));
    }

    @Test
    void operators_refusals_and_cancels_have_room_when_what_is_usual_has_none() throws Exception {
        try (FakeHouses houses = new FakeHouses(1);
                Lane lane = ground.open(directory, houses, TWO_FILES)) {
            fill(lane);
            assertThat(ground.read(token(operators(lane, "let-in", "print(1)")))
                            .content()
                            .erin())
                    .isInstanceOf(Erin.Completed.class);
            for (int i = 0; i < 20; i++) {
                var refused = ground.read(token(send(lane, intent(Entrance.BUS, "s", "refused-" + i, "print(1)"))));
                assertThat(refused.content().erin()).isInstanceOf(Erin.Refused.class);
            }
            assertThat(answer(send(lane, "s", "usual", "print(1)"))).isInstanceOf(Said.Busy.class);

            int runs = houses.runs.get();
            CompletionStage<Said> busy = operators(lane, "holds-the-slot", "wait");
            Awaitility.await().until(() -> houses.runs.get() == runs + 1);
            CompletionStage<Said> waiting = send(lane, "s", "cancelled", "print(1)");
            assertThat(lane.cancel(new IntentKey("s", "cancelled"), OPERATOR)).isEqualTo(Cancelled.ASKED);
            houses.gate.release();
            token(busy);
            assertThat(ground.read(token(waiting)).content().erin())
                    .isInstanceOfSatisfying(Erin.Refused.class, refused -> assertThat(refused.cause())
                            .isEqualTo(RefusalKind.CANCELLED));
            assertThat(houses.runs.get()).isEqualTo(runs + 1);
        }
    }
}
