package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox;
import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.sandbox.Tap;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.posture.PostureView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last look at who sent an order, on the way to its run. */
class WorkbenchTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:00:00Z");

    private static Account account(CallerKeys callers) {
        return account(callers, Optional.of(Orders.CALLER.id().value()));
    }

    private static Account account(CallerKeys callers, Optional<String> signer) {
        var workbench = new Workbench(
                Map.of(SandboxKind.MICROVM, new FakeSandbox()),
                new Ceilings(Duration.ofMinutes(1), 1_000, Set.of(SandboxKind.MICROVM)),
                _ -> PostureView.unknown().current(NOW, 0),
                callers,
                new Running(),
                InstantSource.fixed(NOW),
                () -> {});
        Orders order = Orders.of("s", "i", "print(1)", NOW);
        var contents = new Delivery.Contents.Opened(
                order.asIntent(), order.order().intentHash(), order.order().payloadHash(), signer);
        return workbench
                .conclude(new Delivery(order.order(), contents), Tenure.lasting(), Tap.NONE)
                .account();
    }

    private static String refusal(CallerKeys callers) {
        return account(callers) instanceof Account.Refused(var refusal)
                ? refusal.rule() + ": " + refusal.text()
                : "ran";
    }

    @Test
    void an_order_whose_signer_is_good_runs() {
        assertThat(account(_ -> new Standing.Speaks(new Speaker("local", Origin.LOCAL), Orders.CALLER.verifyingKey())))
                .isInstanceOf(Account.Ran.class);
    }

    @Test
    void an_order_that_calls_an_unsigned_intent_local_runs_nothing() {
        assertThat(account(_ -> new Standing.Stranger(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Account.Refused.class,
                        refused -> assertThat(refused.refusal().text()).contains("raises the origin of nobody"));
    }

    @Test
    void an_order_whose_signer_was_revoked_while_it_waited_runs_nothing() {
        assertThat(refusal(_ -> new Standing.Barred("it is revoked: lost")))
                .isEqualTo("standing: who sent it counts no more: it is revoked: lost");
    }

    @Test
    void an_order_whose_signer_nobody_knows_any_more_runs_nothing() {
        assertThat(refusal(_ -> new Standing.Stranger()))
                .contains("standing")
                .contains(Orders.CALLER.id().value());
    }

    @Test
    void a_check_that_fails_ends_its_order_and_nothing_else() {
        assertThat(refusal(_ -> {
                    throw new StackOverflowError("planted");
                }))
                .startsWith("defect: the executor failed before the program ran")
                .contains("planted");
    }

    @Test
    void a_run_whose_partition_is_gone_is_to_end_before_it_begins() {
        var running = new Running();
        var tenure = new Tenure(3);
        Orders order = Orders.of("s", "i", "print(1)", NOW);
        var contents = new Delivery.Contents.Opened(
                order.asIntent(),
                order.order().intentHash(),
                order.order().payloadHash(),
                Optional.of(Orders.CALLER.id().value()));
        var delivery = new Delivery(order.order(), contents);
        try (Running.Run before = running.enter(delivery, tenure);
                Running.Run other = running.enter(delivery, new Tenure(3))) {
            running.abandon(tenure);
            try (Running.Run after = running.enter(delivery, tenure)) {
                assertThat(before.cutoff().reason()).isPresent();
                assertThat(after.cutoff().reason()).isPresent();
                assertThat(other.cutoff().reason()).isEmpty();
            }
        }
    }
}
