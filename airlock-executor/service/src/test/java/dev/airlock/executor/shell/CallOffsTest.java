package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallOffsTest {
    private final CallOffs callOffs = new CallOffs();

    private static Delivery delivery(String id) {
        return delivery(id, Entrance.BUS);
    }

    private static Delivery delivery(String id, Entrance entrance) {
        Orders order = Orders.of("s", id, "print(1)", Instant.parse("2026-05-29T14:00:00Z"));
        return new Delivery(
                order.order(),
                new Contents.Opened(
                        order.asIntent(),
                        order.order().intentHash(),
                        order.order().payloadHash(),
                        Optional.of(Orders.CALLER.id().value())),
                entrance);
    }

    private static CallOff by(String id, Authority authority) {
        return new CallOff(new IntentKey("s", id), authority, "somebody");
    }

    private static CallOff by(String id, long key) {
        return new CallOff(
                new IntentKey("s", id),
                new Authority.Signer(Orders.key(key).id().value()),
                "key " + key);
    }

    @Test
    void a_wish_is_kept_for_an_order_to_come_and_counts_as_often_as_it_is_asked_for() {
        callOffs.keep(by("i", 1));
        callOffs.keep(by("i", 1));
        assertThat(callOffs.against(delivery("i"))).contains(by("i", 1));
        assertThat(callOffs.against(delivery("i"))).contains(by("i", 1));
        assertThat(callOffs.against(delivery("other"))).isEmpty();
    }

    @Test
    void a_strangers_wish_neither_counts_nor_hides_the_callers() {
        callOffs.keep(by("i", 2));
        assertThat(callOffs.against(delivery("i"))).isEmpty();
        callOffs.keep(by("i", 1));
        assertThat(callOffs.against(delivery("i"))).contains(by("i", 1));
    }

    @Test
    void no_more_wishes_are_kept_than_there_is_room_for_and_the_newest_stay() {
        for (int n = 0; n <= CallOffs.KEPT_MAX; n++) {
            callOffs.keep(by("i-" + n, 1));
        }
        assertThat(callOffs.against(delivery("i-0"))).isEmpty();
        assertThat(callOffs.against(delivery("i-" + CallOffs.KEPT_MAX))).isPresent();
        for (int key = 2; key < 2 + CallOffs.EACH_MAX; key++) {
            callOffs.keep(by("crowded", key));
        }
        callOffs.keep(by("crowded", 1));
        assertThat(callOffs.against(delivery("crowded"))).isEmpty();
    }

    @Test
    void a_flood_of_signers_and_of_the_fast_lane_displaces_no_operators_wish() {
        CallOff operators = by("i", new Authority.Operator());
        callOffs.keep(operators);
        for (int n = 0; n <= CallOffs.KEPT_MAX; n++) {
            callOffs.keep(by("signed-" + n, 2));
            callOffs.keep(by("framed-" + n, new Authority.Ingress()));
        }
        for (int key = 2; key < 2 + CallOffs.EACH_MAX; key++) {
            callOffs.keep(by("crowded", key));
        }
        callOffs.keep(by("crowded", new Authority.Operator()));
        assertThat(callOffs.against(delivery("i"))).contains(operators);
        assertThat(callOffs.against(delivery("crowded"))).contains(by("crowded", new Authority.Operator()));
    }

    @Test
    void asking_again_makes_a_wish_new() {
        callOffs.keep(by("i", 1));
        for (int n = 0; n < CallOffs.KEPT_MAX - 1; n++) {
            callOffs.keep(by("before-" + n, 2));
        }
        callOffs.keep(by("i", 1));
        callOffs.keep(by("one-too-many", 2));
        assertThat(callOffs.against(delivery("i"))).contains(by("i", 1));
    }

    @Test
    void what_the_fast_lane_wished_goes_with_its_run_and_a_signers_wish_stays() {
        Entrance fast = Entrance.fast("node");
        callOffs.keep(by("i", new Authority.Ingress()));
        callOffs.ended(delivery("i"));
        assertThat(callOffs.against(delivery("i", fast)))
                .as("another lane's run")
                .isPresent();
        callOffs.ended(delivery("i", fast));
        assertThat(callOffs.against(delivery("i", fast))).isEmpty();
        callOffs.keep(by("i", 1));
        callOffs.ended(delivery("i", fast));
        assertThat(callOffs.against(delivery("i"))).contains(by("i", 1));
    }

    @Test
    void what_the_fast_lane_wished_goes_with_its_intent_also_if_that_was_never_run() {
        Entrance fast = Entrance.fast("node");
        callOffs.keep(by("i", new Authority.Ingress()));
        callOffs.keep(by("other", new Authority.Ingress()));
        callOffs.keep(by("i", new Authority.Operator()));
        callOffs.settled(new IntentKey("s", "i"));
        assertThat(callOffs.against(delivery("i", fast))).contains(by("i", new Authority.Operator()));
        assertThat(callOffs.against(delivery("other", fast))).isPresent();
        callOffs.settled(new IntentKey("s", "other"));
        assertThat(callOffs.against(delivery("other", fast))).isEmpty();
    }
}
