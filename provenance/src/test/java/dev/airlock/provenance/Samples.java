package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.SyscallTally;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Keys and tokens for tests; everything is a function of its arguments. */
final class Samples {
    static final SigningKey EXECUTOR = key(1);
    static final SigningKey GATEWAY = key(2);
    static final SigningKey OPERATOR = key(3);
    static final SigningKey STRANGER = key(4);
    static final KeyRing RING = KeyRing.of(Map.of(
            EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor"),
            GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway"),
            OPERATOR.id(), new Holder(KeyRole.OPERATOR, "operator")));
    static final TokenReader READER = new TokenReader(RING);
    static final ChainName CHAIN = new ChainName(EXECUTOR.id(), Lane.BUS, 3);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Samples() {}

    static SigningKey key(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return SigningKey.fromSeed(seed);
    }

    static UnsealedToken completed(int number) {
        return token(number, completed(), run(number), eraan(number, true));
    }

    static UnsealedToken killed(int number) {
        var erin = new Erin.Killed(
                KillCause.VIOLATION,
                "the guest called sys_socket, which code:execute does not allow",
                List.of(new Violation("sys_socket", "not in the policy of code:execute")),
                Optional.of(output()),
                Optional.of(syscalls("read", "socket")));
        return token(number, erin, run(number), eraan(number, true));
    }

    static UnsealedToken faulted(int number) {
        var erin = new Erin.Faulted(
                FaultCause.INTERRUPTED, "the executor stopped during the run", Optional.empty(), Optional.empty());
        return token(number, erin, run(number), eraan(number, true));
    }

    static UnsealedToken refused(int number) {
        var erin =
                new Erin.Refused(RefusalKind.POSTURE, "deny_external_ai_inbound ON (intent=code:execute)", List.of());
        return token(number, erin, notRun(number), eraan(number, false));
    }

    static Erin completed() {
        return new Erin.Completed(0, "ran to its end", output(), syscalls("read", "write", "write", "exit_group"));
    }

    static UnsealedToken token(int number, Erin erin, Eromheen eromheen, Eraan eraan) {
        return new UnsealedToken(
                id(number),
                at(number, 900),
                "jis:airlock:executor-1",
                "agent.example.aint",
                "code:execute",
                erin,
                eraan,
                eromheen,
                "sum the first ten numbers — “why?”, asks Zoë \uD83D\uDD0F");
    }

    static TokenId id(int number) {
        return new TokenId("018f0000-0000-7000-8000-%012x".formatted(number));
    }

    static Instant at(int number, int millis) {
        return START.plusSeconds(number).plusMillis(millis);
    }

    static Eraan eraan(int number, boolean ran) {
        Optional<Eraan.Image> image =
                ran ? Optional.of(new Eraan.Image("airlock-python:latest", hash("image"))) : Optional.empty();
        return new Eraan(
                new IntentKey("session-" + number % 5, "intent-" + number),
                hash("intent " + number),
                Optional.of(hash("payload " + number)),
                Optional.of("verdict-1"),
                Optional.of("posture-1"),
                ran ? Optional.of("grant-" + number) : Optional.empty(),
                image,
                ran ? Optional.of(hash("snapshot")) : Optional.empty(),
                ran ? Optional.of("vm-" + number) : Optional.empty());
    }

    static Eromheen run(int number) {
        return new Eromheen(
                PostureLevel.NORMAL_ZERO_TRUST,
                RuntimeMode.EMBEDDED_ONLINE,
                Cause.RUNTIME,
                Optional.of(Backend.MICROVM),
                Optional.of("KVM guest, every system call checked (kvm: intel, nested)"),
                Optional.of(new Limits(30_000, 256, 65_536, 1_000_000)),
                new Times(
                        at(number, 0),
                        Optional.of(at(number, 1)),
                        Optional.of(at(number, 2)),
                        Optional.of(at(number, 3)),
                        Optional.of(at(number, 800)),
                        OptionalLong.of(797_123)),
                Origin.LOCAL,
                Optional.of("local"),
                Lane.BUS);
    }

    static Eromheen notRun(int number) {
        var times = new Times(
                at(number, 0),
                Optional.of(at(number, 1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
        return new Eromheen(
                PostureLevel.QUARANTINE_EXTERNAL_AI,
                RuntimeMode.PYTHON_FALLBACK,
                Cause.RUNTIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                times,
                Origin.EXTERNAL_AI,
                Optional.empty(),
                Lane.BUS);
    }

    static Output output() {
        return Output.of("45\n".getBytes(StandardCharsets.UTF_8), false, new byte[0], false);
    }

    static Syscalls syscalls(String... names) {
        SyscallTally tally = new SyscallTally();
        for (String name : names) {
            tally.add(name);
        }
        return tally.finish();
    }

    static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
