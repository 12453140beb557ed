package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.IntentKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallOffsTest {
    private final CallOffs callOffs = new CallOffs();

    private static Delivery delivery(String id) {
        Orders order = Orders.of("s", id, "print(1)", Instant.parse("2026-05-29T14:00:00Z"));
        return new Delivery(
                order.order(),
                new Contents.Opened(
                        order.asIntent(),
                        order.order().intentHash(),
                        order.order().payloadHash(),
                        Optional.of(Orders.CALLER.id().value())));
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
}
