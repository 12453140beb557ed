package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox.Traces;
import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.model.Trace.End;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:00:00Z");
    private static final Orders ORDER = Orders.of("s", "i", "print(1)", NOW);
    private static final Bytes STDOUT = Bytes.of("out\n".getBytes(StandardCharsets.UTF_8));

    private static Plan plan() {
        Ceilings ceilings = new Ceilings(Duration.ofMinutes(1), 1000, Set.of(SandboxKind.MICROVM));
        return ((Leave.Go) Planner.plan(ORDER.order(), ceilings)).plan();
    }

    private static UnsealedToken token(Account account) {
        Order order = ORDER.order();
        Delivery delivery = new Delivery(
                order,
                new Delivery.Contents.Opened(
                        ORDER.asIntent(), order.intentHash(), order.payloadHash(), Optional.empty()));
        TokenId id = new TokenId("00000000-0000-4000-8000-000000000000");
        return Report.token(
                delivery,
                account,
                PostureView.unknown().current(NOW, 0),
                new Report.Seal(id, "jis:airlock:executor:test", NOW));
    }

    private static UnsealedToken token(Trace trace) {
        Plan plan = plan();
        return token(new Account.Ran(plan, trace, Triage.judge(plan, trace), NOW, NOW.plusMillis(3)));
    }

    private static Trace trace(End end, Offence.Violation... violations) {
        return Traces.trace(end, STDOUT, List.of(violations));
    }

    private static List<String> different(UnsealedToken then, Trace now) {
        return Repeat.compare(then, plan(), now).stream()
                .filter(item -> !item.same())
                .map(Repeat.Item::name)
                .toList();
    }

    @Test
    void a_run_can_be_planned_from_its_token_as_it_was_planned_from_its_order() {
        assertThat(Repeat.plan(token(trace(new End.Exited(0))), Routes.load())).isEqualTo(new Leave.Go(plan()));
    }

    @Test
    void the_same_run_differs_in_nothing() {
        Trace trace = trace(new End.Exited(3));
        List<Repeat.Item> items = Repeat.compare(token(trace), plan(), trace);
        assertThat(items).allMatch(Repeat.Item::same).hasSizeGreaterThan(7);
    }

    @Test
    void every_difference_is_named() {
        UnsealedToken then = token(trace(new End.Exited(0)));
        assertThat(different(then, trace(new End.Exited(1)))).containsExactly("end");
        assertThat(different(then, Traces.trace(new End.Exited(0), Bytes.EMPTY, List.of())))
                .containsExactly("output", "stdout, bytes");
        Trace same = trace(new End.Exited(0));
        assertThat(different(then, with(same, same.site(), Optional.of("it read a clock once more than it did then"))))
                .containsExactly("recording");
        Offence.Violation violation = new Offence.Violation("sys_socket", "sys_socket is not allowed");
        assertThat(different(then, trace(new End.Stopped(violation), violation)))
                .contains("end", "system calls");
    }

    @Test
    void another_snapshot_is_named_and_decides_nothing() {
        Trace trace = trace(new End.Exited(0));
        Site.Origins origins = trace.site().origins().orElseThrow();
        String other = Hashes.sha256(new byte[] {1});
        Site elsewhere = new Site(
                SandboxKind.MICROVM,
                "fake",
                Optional.of(new Site.Origins(
                        origins.image(), origins.imageDigest(), Optional.of(other), Optional.empty())));
        List<Repeat.Item> items = Repeat.compare(token(trace), plan(), with(trace, elsewhere, Optional.empty()));
        assertThat(items).filteredOn(item -> !item.same()).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("snapshot");
            assertThat(item.now()).isEqualTo(other);
            assertThat(item.decides()).isFalse();
        });
    }

    private static Trace with(Trace trace, Site site, Optional<String> strayed) {
        return new Trace(
                site,
                trace.end(),
                trace.stdout(),
                trace.stderr(),
                trace.truncated(),
                trace.calls(),
                trace.ran(),
                trace.files(),
                trace.recording(),
                strayed);
    }

    @Test
    void what_the_host_ended_or_what_never_ran_is_excluded_and_a_violation_is_not() {
        Offence.Violation violation = new Offence.Violation("sys_socket", "sys_socket is not allowed");
        assertThat(Repeat.never(token(trace(new End.Exited(0))))).isEmpty();
        assertThat(Repeat.never(token(trace(new End.Stopped(violation), violation))))
                .isEmpty();
        assertThat(Repeat.never(token(trace(new End.Stopped(new Offence.Output(64))))))
                .isEmpty();
        assertThat(Repeat.never(token(trace(new End.Stopped(new Offence.Deadline(Duration.ofSeconds(1)))))))
                .hasValueSatisfying(text -> assertThat(text).contains("deadline"));
        assertThat(Repeat.never(token(trace(new End.Stopped(new Offence.Isolated("isolate_session"))))))
                .hasValueSatisfying(text -> assertThat(text).contains("from outside"));
        assertThat(Repeat.never(token(trace(new End.Stopped(new Offence.Cancelled("its caller"))))))
                .hasValueSatisfying(text -> assertThat(text).contains("from outside"));
        assertThat(Repeat.never(token(trace(new End.Broke(Trace.Cause.GUEST, "page fault")))))
                .hasValueSatisfying(text -> assertThat(text).contains("failed"));
        assertThat(Repeat.never(token(new Account.Refused(new Refusal(RefusalKind.POSTURE, "posture", "quarantine")))))
                .hasValueSatisfying(text -> assertThat(text).contains("nothing ran"));
    }
}
