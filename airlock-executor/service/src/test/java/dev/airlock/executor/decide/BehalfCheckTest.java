package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.wire.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last look at on whose behalf an order is. */
class BehalfCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String KEY = Orders.CALLER.id().value();
    private static final Orders ORDERS = Orders.of("s", "i", "print(1)", NOW);
    private static final Link.Issuer LEAD = new Link.Issuer.Signed("jis:acme:lead", Origin.LOCAL);

    private static Link link(Rights rights, Link.Issuer issuer, Optional<String> takenBack) {
        var said = new Delegation(
                Optional.empty(),
                "key-of-the-lead",
                KEY,
                rights,
                NOW.plus(Duration.ofMinutes(1)),
                1,
                0,
                "0".repeat(16));
        return new Link(Hashes.sha256(new byte[] {1}), said, issuer, takenBack);
    }

    private static Link good() {
        return link(rights(64, 10_000, Origin.LOCAL), LEAD, Optional.empty());
    }

    private static Rights rights(int mib, int millis, Origin ceiling) {
        return new Rights(List.of("code:execute"), mib, millis, ceiling);
    }

    private static Order order(List<String> onBehalfOf) {
        Order order = ORDERS.order();
        return new Order(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                order.envelope(),
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                order.route(),
                order.backend(),
                order.deadlineMillis(),
                order.memoryMib(),
                order.outputBytesMax(),
                order.grant(),
                order.createdAt(),
                order.screenedAt(),
                onBehalfOf);
    }

    private static Optional<String> refusal(Link link, Instant now) {
        return refusal(order(List.of("jis:acme:lead")), new Acting(Optional.of(KEY), List.of(link)), now);
    }

    private static Optional<String> refusal(Order order, Acting acting, Instant now) {
        Optional<Refusal> refusal = BehalfCheck.refusal(order, ORDERS.asIntent(), acting, now);
        refusal.ifPresent(one -> {
            assertThat(one.kind()).isEqualTo(RefusalKind.IDENTITY);
            assertThat(one.rule()).isEqualTo("delegation");
        });
        return refusal.map(Refusal::text);
    }

    @Test
    void an_order_within_its_delegation_may_run() {
        assertThat(refusal(good(), NOW)).isEmpty();
    }

    @Test
    void an_order_whose_delegation_was_taken_back_while_it_waited_runs_nothing() {
        assertThat(refusal(link(rights(64, 10_000, Origin.LOCAL), LEAD, Optional.of("an operator took it back")), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("an operator took it back"));
    }

    @Test
    void an_order_whose_delegator_was_revoked_while_it_waited_runs_nothing() {
        var barred = new Link.Issuer.Barred("it is revoked: lost");
        assertThat(refusal(link(rights(64, 10_000, Origin.LOCAL), barred, Optional.empty()), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("it is revoked: lost"));
    }

    @Test
    void an_order_whose_delegation_expired_while_it_waited_runs_nothing() {
        assertThat(refusal(good(), NOW.plusSeconds(60)))
                .hasValueSatisfying(why -> assertThat(why).contains("expired"));
    }

    @Test
    void an_order_that_gives_more_than_the_delegation_runs_nothing() {
        for (Rights less : List.of(
                rights(63, 10_000, Origin.LOCAL),
                rights(64, 9_999, Origin.LOCAL),
                rights(64, 10_000, Origin.EXTERNAL))) {
            assertThat(refusal(link(less, LEAD, Optional.empty()), NOW))
                    .hasValueSatisfying(why -> assertThat(why).contains("more than is delegated"));
        }
    }

    @Test
    void an_order_names_those_on_whose_behalf_its_intent_is_and_nobody_else() {
        var acting = new Acting(Optional.of(KEY), List.of(good()));
        assertThat(refusal(order(List.of("jis:acme:other")), acting, NOW)).isPresent();
        assertThat(refusal(order(List.of()), acting, NOW)).isPresent();
        assertThat(refusal(order(List.of("jis:acme:lead")), Acting.ALONE, NOW)).isPresent();
        assertThat(refusal(order(List.of()), Acting.ALONE, NOW)).isEmpty();
    }

    @Test
    void what_nobody_signed_is_on_nobodys_behalf() {
        assertThat(refusal(order(List.of("jis:acme:lead")), new Acting(Optional.empty(), List.of(good())), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("nobody known has signed"));
    }
}
