package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Switches;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was recorded of the decisions that the tokens of {@link SomeFacts} follow from, by the same numbers. */
public final class SomeDecisions {
    private static final Instant START = SomeFacts.START;

    private SomeDecisions() {}

    /** The one that all of them were made under. */
    public static Posture posture() {
        return new Posture(
                "posture-1",
                Posture.FLEET,
                1,
                PostureLevel.NORMAL_ZERO_TRUST,
                Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-1",
                "jis:airlock:observer",
                "a reason",
                Optional.empty(),
                List.of(),
                START.minusSeconds(600));
    }

    private static String hash(int number) {
        return "sha256:" + "%064x".formatted(number + 100);
    }

    private static RouteTaken route() {
        return new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");
    }

    public static Screening screening(int number) {
        return new Screening(
                "session-1",
                "intent-" + number,
                "code:execute",
                "agent.aint",
                Bytes.of(new byte[] {1, 2, 3}),
                hash(number),
                hash(number + 100),
                Origin.LOCAL,
                "local",
                true,
                Backend.ANY,
                0,
                64,
                Optional.of(route()),
                List.of(),
                Optional.empty(),
                START,
                START,
                Risk.BENIGN,
                100);
    }

    public static Order order(int number, Optional<String> approval) {
        return new Order(
                "session-1",
                "intent-" + number,
                "code:execute",
                "agent.aint",
                Bytes.of(new byte[] {1, 2, 3}),
                hash(number),
                hash(number + 100),
                Origin.LOCAL,
                "local",
                route(),
                Backend.ANY,
                10_000,
                64,
                65_536,
                new Grant(
                        "grant-" + number,
                        "posture-1",
                        "verdict-1",
                        PostureLevel.NORMAL_ZERO_TRUST,
                        issued(number),
                        issued(number).plusSeconds(300),
                        "",
                        List.of(),
                        approval),
                START,
                START);
    }

    private static Instant issued(int number) {
        return START.plusSeconds(number).minusMillis(30);
    }

    /** When the broker took the order of this number. */
    public static Instant appended(int number) {
        return issued(number).plusMillis(5);
    }

    /** The record of the order of this number. */
    public static RecordPlace place(int number) {
        return new RecordPlace(Topic.ORDERS, 3, number);
    }
}
