package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may call a run off. */
class CallOffCheckTest {
    private static final Orders ORDER = Orders.of("s", "i", "print(1)", Instant.parse("2026-05-29T14:00:00Z"));
    private static final String SENDER = Orders.CALLER.id().value();
    private static final String OTHER = Orders.key(2).id().value();

    private static Contents opened(Optional<String> signer) {
        Order order = ORDER.order();
        return new Contents.Opened(ORDER.asIntent(), order.intentHash(), order.payloadHash(), signer);
    }

    private static boolean counts(Authority authority, Contents contents, Entrance entrance) {
        return counts("i", authority, contents, entrance);
    }

    private static boolean counts(String id, Authority authority, Contents contents, Entrance entrance) {
        return CallOffCheck.counts(
                new CallOff(new IntentKey("s", id), authority, "somebody"),
                new Delivery(ORDER.order(), contents, entrance));
    }

    @Test
    void who_sent_it_may_and_nobody_else_with_a_key_like_his() {
        assertThat(counts(new Authority.Signer(SENDER), opened(Optional.of(SENDER)), Entrance.BUS))
                .isTrue();
        assertThat(counts(new Authority.Signer(OTHER), opened(Optional.of(SENDER)), Entrance.BUS))
                .isFalse();
    }

    @Test
    void an_operator_may_whatever_the_order_holds() {
        var operator = new Authority.Operator();
        assertThat(counts(operator, opened(Optional.of(SENDER)), Entrance.BUS)).isTrue();
        assertThat(counts(operator, opened(Optional.empty()), Entrance.BUS)).isTrue();
        assertThat(counts(operator, new Contents.Forged("by another"), Entrance.BUS))
                .isTrue();
        assertThat(counts("another", operator, opened(Optional.of(SENDER)), Entrance.BUS))
                .isFalse();
    }

    @Test
    void what_nobody_signed_no_signer_may_call_off() {
        var signer = new Authority.Signer(SENDER);
        assertThat(counts(signer, opened(Optional.empty()), Entrance.BUS)).isFalse();
        assertThat(counts(signer, new Contents.Forged("by another"), Entrance.BUS))
                .isFalse();
        assertThat(counts(signer, new Contents.Unreadable("garbage"), Entrance.BUS))
                .isFalse();
    }

    @Test
    void an_ingress_vouches_for_its_own_lane_only() {
        assertThat(counts(new Authority.Ingress(), opened(Optional.empty()), Entrance.fast("node")))
                .isTrue();
        assertThat(counts(new Authority.Ingress(), opened(Optional.empty()), Entrance.BUS))
                .isFalse();
    }
}
