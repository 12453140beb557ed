package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.FastLane;
import dev.airlock.lane.FastLane.Cancelled;
import dev.airlock.lane.FastLane.Canceller;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Intents;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may cancel an intent of the fast lane, what he is told, and who hears its program. */
class AttendanceIT {
    private static final Speaker LOCAL = new Speaker("local", Origin.LOCAL);
    private static final Speaker OPERATOR = new Speaker("the operator", Origin.OPERATOR);

    @TempDir
    private Path directory;

    private final Ground ground = new Ground();
    private final KeyId mine = newKey();

    private static KeyId newKey() {
        return SigningKey.generate(new SecureRandom()).id();
    }

    private static Canceller principal(Speaker speaker, KeyId key) {
        return new Canceller.Principal(speaker, key);
    }

    @Test
    void its_sender_his_key_and_an_operator_may_and_everybody_is_told_what_became_of_it() throws Exception {
        try (FakeHouses houses = new FakeHouses(2);
                Lane lane = ground.open(directory, houses)) {
            var key = new IntentKey("s", "i");
            var sender = new Attendance() {};
            Intent intent = Ground.intent(lane.entrance(), "s", "i", "wait");
            assertThat(lane.cancel(key, principal(OPERATOR, newKey()))).isEqualTo(Cancelled.UNKNOWN);
            var said = Ground.send(lane, intent, new Intents.Caller.Known(LOCAL, mine), sender);
            var copy = new Attendance() {};
            var copied = Ground.send(lane, intent, new Intents.Caller.Known(LOCAL, mine), copy);
            Awaitility.await().until(() -> houses.runs.get() == 1);

            assertThat(lane.cancel(key, new Canceller.Sender(copy))).isEqualTo(Cancelled.NOT_YOURS);
            assertThat(lane.cancel(key, principal(LOCAL, newKey()))).isEqualTo(Cancelled.NOT_YOURS);
            assertThat(houses.calledOff).isEmpty();
            assertThat(lane.cancel(key, new Canceller.Sender(sender))).isEqualTo(Cancelled.ASKED);
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ASKED);
            assertThat(lane.cancel(key, principal(OPERATOR, newKey()))).isEqualTo(Cancelled.ASKED);
            assertThat(houses.calledOff)
                    .containsExactly("s/i by the connection that sent it", "s/i by local", "s/i by the operator");

            houses.gate.release();
            assertThat(Ground.token(said)).isEqualTo(Ground.token(copied));
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ENDED);
            assertThat(houses.calledOff).hasSize(3);
        }
    }

    @Test
    void by_its_id_alone_an_intent_is_cancelled_by_whoever_may_and_by_nobody_else_whoever_shares_the_id()
            throws Exception {
        KeyId another = newKey();
        try (FakeHouses houses = new FakeHouses(4);
                Lane lane = ground.open(directory, houses)) {
            List<CompletionStage<Said>> said = new ArrayList<>();
            said.add(known(lane, "mine", mine));
            said.add(known(lane, "others", another));
            said.add(Ground.send(lane, "nobodys", "i", "wait"));
            Awaitility.await().until(() -> houses.runs.get() == 3);

            assertThat(lane.cancel("j", principal(LOCAL, mine)).became()).isEqualTo(Cancelled.UNKNOWN);
            assertThat(lane.cancel("i", principal(LOCAL, newKey())).became()).isEqualTo(Cancelled.UNKNOWN);
            assertThat(lane.cancel("i", principal(OPERATOR, newKey())).became()).isEqualTo(Cancelled.SEVERAL);
            assertThat(houses.calledOff).isEmpty();
            var meant = new FastLane.Meant(Cancelled.ASKED, Optional.of(new IntentKey("mine", "i")));
            assertThat(lane.cancel("i", principal(LOCAL, mine))).isEqualTo(meant);
            assertThat(houses.calledOff).containsExactly("mine/i by local");

            houses.gate.release(3);
            for (CompletionStage<Said> one : said) {
                assertThat(Ground.token(one)).isNotNull();
            }
            assertThat(lane.cancel("i", principal(LOCAL, mine)).became())
                    .as("of what has ended nothing is said")
                    .isEqualTo(Cancelled.UNKNOWN);
        }
    }

    @Test
    void an_intent_and_its_copies_are_one_to_cancel() throws Exception {
        try (FakeHouses houses = new FakeHouses(2);
                Lane lane = ground.open(directory, houses)) {
            var key = new IntentKey("mine", "i");
            var first = known(lane, "mine", mine);
            var copies = List.of(known(lane, "mine", mine), known(lane, "mine", mine));
            Awaitility.await().until(() -> houses.runs.get() == 1);
            assertThat(lane.cancel("i", principal(LOCAL, mine)))
                    .isEqualTo(new FastLane.Meant(Cancelled.ASKED, Optional.of(key)));
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ASKED);
            assertThat(houses.calledOff).containsOnly("mine/i by local");
            houses.gate.release();
            for (CompletionStage<Said> copy : copies) {
                assertThat(Ground.token(copy)).isEqualTo(Ground.token(first));
            }
            assertThat(houses.runs.get()).isEqualTo(1);
        }
    }

    @Test
    void a_cancel_goes_with_its_intent_and_meets_no_later_one_of_its_name() throws Exception {
        try (FakeHouses houses = new FakeHouses(1);
                Lane lane = ground.open(directory, houses)) {
            var key = new IntentKey("mine", "i");
            CompletionStage<Said> holds = Ground.send(lane, "s", "holds-the-slot", "wait");
            Awaitility.await().until(() -> houses.runs.get() == 1);
            houses.drops = true;
            CompletionStage<Said> dropped = known(lane, "mine", mine);
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ASKED);
            assertThat(houses.kept).containsExactly(key);
            houses.gate.release();
            assertThat(Ground.token(holds)).isNotNull();
            assertThat(Ground.answer(dropped)).as("it was never begun").isInstanceOf(Said.Silent.class);
            assertThat(houses.kept).as("and is nobody's any more").isEmpty();

            houses.drops = false;
            CompletionStage<Said> later = known(lane, "mine", mine);
            Awaitility.await().until(() -> houses.runs.get() == 2);
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ASKED);
            houses.gate.release();
            assertThat(Ground.token(later)).isNotNull();
            assertThat(houses.kept).isEmpty();
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.ENDED);
            assertThat(houses.kept).as("what comes too late is not kept").isEmpty();
        }
    }

    private static CompletionStage<Said> known(Lane lane, String session, KeyId key) {
        return Ground.send(
                lane,
                Ground.intent(lane.entrance(), session, "i", "wait"),
                new Intents.Caller.Known(LOCAL, key),
                new Attendance() {});
    }

    @Test
    void what_nobody_signed_no_key_but_an_operators_cancels() throws Exception {
        try (FakeHouses houses = new FakeHouses(1);
                Lane lane = ground.open(directory, houses)) {
            var key = new IntentKey("s", "i");
            var said = Ground.send(lane, "s", "i", "wait");
            Awaitility.await().until(() -> houses.runs.get() == 1);
            assertThat(lane.cancel(key, principal(LOCAL, mine))).isEqualTo(Cancelled.NOT_YOURS);
            assertThat(lane.cancel(key, principal(OPERATOR, mine))).isEqualTo(Cancelled.ASKED);
            houses.gate.release();
            assertThat(Ground.token(said)).isNotNull();
        }
    }

    @Test
    void what_a_program_writes_is_heard_by_whoever_sent_it_and_by_no_copy() throws Exception {
        try (FakeHouses houses = new FakeHouses(1);
                Lane lane = ground.open(directory, houses)) {
            var first = new Listener();
            var copy = new Listener();
            Intent intent = Ground.intent(lane.entrance(), "s", "i", "wait");
            var said = Ground.send(lane, intent, new Intents.Caller.Unknown(), first);
            var copied = Ground.send(lane, intent, new Intents.Caller.Unknown(), copy);
            houses.gate.release();
            assertThat(Ground.token(said)).isEqualTo(Ground.token(copied));
            assertThat(first.heard.toString(StandardCharsets.UTF_8)).isEqualTo("ran wait");
            assertThat(copy.heard.size()).isZero();
            assertThat(copy.anothers).as("and knows why").isTrue();
            assertThat(first.anothers).isFalse();
        }
    }

    private static final class Listener implements Attendance {
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean anothers;

        @Override
        public void waitsForAnothers() {
            anothers = true;
        }

        @Override
        public void wrote(boolean error, byte[] bytes) {
            heard.writeBytes(bytes);
        }
    }
}
