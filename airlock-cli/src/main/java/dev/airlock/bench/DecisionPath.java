package dev.airlock.bench;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Precheck;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.shell.FastScreens;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * From a signed intent to a signed order, through the code that the services run: the intent's signature, the screening of its 1 KiB of
 * program, the posture, the remembered authorisation, and the order's signature. One thread.
 */
final class DecisionPath {
    /** How often the posture and the route are asked in a row; once takes less than a clock can tell. */
    static final int AT_ONCE = 1_000;

    private static final String INTENT = "code:execute";

    private final SigningKey caller = SigningKey.generate(new SecureRandom());
    private final SigningKey gateway = SigningKey.generate(new SecureRandom());
    private final KeyRing ring = KeyRing.of(Map.of(caller.id(), new Holder(KeyRole.LOCAL, "caller")));
    private final FastScreens snaft = new FastScreens(Instant.now());
    private final Routes routes = Routes.load();
    private final Gate gate;
    private final Effective posture = new Effective(
            PostureLevel.NORMAL_ZERO_TRUST,
            Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
            Cause.RUNTIME,
            RuntimeMode.EMBEDDED_ONLINE,
            ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
            ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
            "posture_0",
            "verdict_0",
            "measured",
            true);

    DecisionPath(Authorises policies) {
        this.gate = new Gate(
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 65_536, Duration.ofSeconds(60)),
                Lane.BUS,
                policies);
    }

    /** Nanoseconds of the parts of one decision, and of the floor measured right beside it on the same bytes. */
    record Costs(long open, long screen, long decide, long seal, long verify, long sign) {
        long whole() {
            return open + screen + decide + seal;
        }

        long floor() {
            return verify + sign;
        }
    }

    /** One decision. */
    Costs once(int number) throws BenchFailed {
        Instant now = Instant.now();
        byte[] record = Intents.sealed(intent(number, now), caller);
        long start = System.nanoTime();
        if (!(Intents.open(record, ring) instanceof Good<Intents.Opened>(Intents.Opened opened))) {
            throw new BenchFailed("an intent that was just signed cannot be read", "");
        }
        long isOpen = System.nanoTime();
        Screening screening = snaft.screen(opened, Bytes.of(record), Entrance.BUS, now);
        long isScreened = System.nanoTime();
        Decision decision = gate.decide(posture, screening, now);
        long isDecided = System.nanoTime();
        if (!(decision instanceof Decision.Admit(var order))) {
            throw new BenchFailed("an ordinary intent was refused: " + decision, "");
        }
        byte[] sealed = Codecs.ORDER.seal(order, gateway);
        long isSealed = System.nanoTime();
        byte[] signature = caller.sign(record);
        long verifies = System.nanoTime();
        verify(record, signature);
        long signs = System.nanoTime();
        gateway.sign(sealed);
        long end = System.nanoTime();
        return new Costs(
                isOpen - start,
                isScreened - isOpen,
                isDecided - isScreened,
                isSealed - isDecided,
                signs - verifies,
                end - signs);
    }

    private void verify(byte[] record, byte[] signature) throws BenchFailed {
        try {
            caller.verifyingKey().verify(record, signature);
        } catch (SignatureRejected e) {
            throw new BenchFailed("a signature that was just made does not verify: " + e.getMessage(), "", e);
        }
    }

    /** Microseconds of asking the posture and the routes once, of many in a row. */
    double precheck() throws BenchFailed {
        Origin[] origins = Origin.values();
        int passed = 0;
        long start = System.nanoTime();
        for (int i = 0; i < AT_ONCE; i++) {
            Approach approach = Approach.sandboxed(origins[i % origins.length], true, INTENT);
            boolean in = routes.route(INTENT).isPresent()
                    && Precheck.refusal(posture, approach).isEmpty();
            passed += in ? 1 : 0;
        }
        double each = (System.nanoTime() - start) / 1e3 / AT_ONCE;
        if (passed != AT_ONCE) {
            throw new BenchFailed("the open posture let " + passed + " of " + AT_ONCE + " in", "");
        }
        return each;
    }

    private static Intent intent(int number, Instant now) {
        return new Intent(
                "intent-" + number,
                "session",
                INTENT,
                "agent.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of(program(number).getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                now,
                "nonce-" + number);
    }

    /** A kibibyte of an ordinary program, another each time. */
    private static String program(int number) {
        String line =
                "total = sum(value * " + number + " for value in range(100) if value % 3 == 0)  # part of a report\n";
        String text = "import json\nimport statistics\n\n" + line.repeat(16);
        return text.substring(0, 1024 - "\nprint(total)\n".length()) + "\nprint(total)\n";
    }
}
