package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Facts of a token that is as it should be, to be changed. */
public final class SomeFacts {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final int number;
    private String agent = "agent.aint";
    private List<String> calls = List.of();
    private Instant made;
    private Instant appended;
    private Optional<Instant> admitted;
    private Optional<Instant> started;
    private Optional<Instant> ended;
    private Lane lane = Lane.BUS;
    private Optional<String> postureId = Optional.of("posture-1");
    private String verdictId = "verdict-1";
    private PostureLevel posture = PostureLevel.NORMAL_ZERO_TRUST;
    private Cause cause = Cause.RUNTIME;
    private Optional<RefusalKind> refusal = Optional.empty();
    private Ending ending = Ending.COMPLETED;
    private String session = "session-1";
    private boolean interrupted;
    private String reason = "ran to its end";

    private SomeFacts(int number) {
        this.number = number;
        this.made = START.plusSeconds(number);
        this.appended = made.plusMillis(5);
        this.admitted = Optional.of(made.minusMillis(30));
        this.started = Optional.of(made.minusMillis(20));
        this.ended = Optional.of(made.minusMillis(10));
    }

    public static SomeFacts of(int number) {
        return new SomeFacts(number);
    }

    public SomeFacts agent(String name) {
        agent = name;
        return this;
    }

    public SomeFacts calls(String... names) {
        calls = List.of(names);
        return this;
    }

    /** Everything else happens around it. */
    public SomeFacts made(Instant time) {
        made = time;
        appended = time.plusMillis(5);
        admitted = Optional.of(time.minusMillis(30));
        started = Optional.of(time.minusMillis(20));
        ended = Optional.of(time.minusMillis(10));
        return this;
    }

    public SomeFacts appended(Instant time) {
        appended = time;
        return this;
    }

    public SomeFacts ended(Instant time) {
        ended = Optional.of(time);
        return this;
    }

    public SomeFacts admitted(Instant time) {
        admitted = Optional.of(time);
        return this;
    }

    public SomeFacts fast() {
        lane = Lane.FAST;
        return this;
    }

    public SomeFacts posture(String id, PostureLevel level, Cause by, String verdict) {
        postureId = Optional.of(id);
        posture = level;
        cause = by;
        verdictId = verdict;
        return this;
    }

    public SomeFacts noPosture() {
        postureId = Optional.empty();
        return this;
    }

    public SomeFacts refused(RefusalKind kind, String text) {
        refusal = Optional.of(kind);
        ending = Ending.REFUSED;
        reason = text;
        started = Optional.empty();
        ended = Optional.empty();
        admitted = Optional.of(made);
        return this;
    }

    public SomeFacts ending(Ending how) {
        ending = how;
        return this;
    }

    public SomeFacts session(String id) {
        session = id;
        return this;
    }

    public SomeFacts interrupted() {
        interrupted = true;
        return this;
    }

    public TokenFacts get() {
        boolean ran = refusal.isEmpty();
        return new TokenFacts(
                RecordPlace.token(3, number),
                appended,
                "018f0000-0000-7000-8000-%012x".formatted(number),
                "sha256:" + "%064x".formatted(number + 1),
                session + '\0' + "intent-" + number,
                new IntentKey(session, "intent-" + number),
                "code:execute",
                agent,
                ending,
                refusal,
                reason,
                calls,
                new TokenFacts.Times(made, made.minusMillis(50), admitted, started, ended),
                new TokenFacts.Link(
                        "ed25519:key",
                        !ran,
                        lane,
                        3,
                        0,
                        number,
                        number == 0 ? Optional.empty() : Optional.of("sha256:" + "%064x".formatted(number)),
                        number == 0
                                ? Optional.empty()
                                : Optional.of("018f0000-0000-7000-8000-%012x".formatted(number - 1))),
                new TokenFacts.Ground(
                        posture,
                        cause,
                        RuntimeMode.EMBEDDED_ONLINE,
                        postureId,
                        Optional.of(verdictId),
                        Optional.of("local"),
                        interrupted),
                new TokenFacts.Attached(
                        "sha256:" + "%064x".formatted(number + 100),
                        Optional.of("sha256:" + "%064x".formatted(number + 200)),
                        ran ? Optional.of("grant-" + number) : Optional.empty(),
                        ran ? Optional.of("airlock-python:latest") : Optional.empty(),
                        ran ? Optional.of("sha256:" + "%064x".formatted(300)) : Optional.empty(),
                        ran ? Optional.of("vm-" + number) : Optional.empty()));
    }
}
