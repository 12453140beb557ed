package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox;
import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.sandbox.Tap;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.posture.PostureView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeardTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:00:00Z");

    private static Delivery delivery(String payload) {
        Orders order = Orders.of("s", "i", payload, NOW);
        return new Delivery(
                order.order(),
                new Delivery.Contents.Opened(
                        order.asIntent(),
                        order.order().intentHash(),
                        order.order().payloadHash(),
                        Optional.of(Orders.CALLER.id().value())));
    }

    private static Trace trace(Tap tap) {
        var workbench = new Workbench(
                Map.of(SandboxKind.MICROVM, new FakeSandbox()),
                new Ceilings(Duration.ofMinutes(1), 1_000, Set.of(SandboxKind.MICROVM)),
                _ -> PostureView.unknown().current(NOW, 0),
                KeyRing.of(Map.of(Orders.CALLER.id(), new KeyRing.Holder(KeyRole.LOCAL, "local"))),
                new Running(),
                InstantSource.fixed(NOW),
                () -> {});
        return workbench
                                .conclude(delivery("say and fail"), Tenure.lasting(), tap)
                                .account()
                        instanceof Account.Ran ran
                ? ran.trace()
                : FakeSandbox.Traces.trace(List.of());
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_was_heard_of_a_run_that_failed_is_what_its_token_covers() {
        List<String> heard = new ArrayList<>();
        Trace trace = trace((error, piece) -> heard.add((error ? "err " : "out ") + (char) piece[0]));
        assertThat(heard).containsExactly("out a", "err b", "out c");
        assertThat(trace.end()).isInstanceOf(Trace.End.Broke.class);
        assertThat(trace.stdout()).isEqualTo(bytes("ac"));
        assertThat(trace.stderr()).isEqualTo(bytes("b"));
    }

    @Test
    void of_a_run_that_nobody_heard_nothing_is_kept_twice() {
        assertThat(trace(Tap.NONE).stdout()).isEqualTo(Bytes.EMPTY);
    }
}
