package dev.airlock.redteam;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Those who send verdicts about sessions. An operator's verdict right behind theirs counts, and is the control. */
final class VerdictAttackers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private VerdictAttackers() {}

    /** An operator's own word of before, by which a session that is isolated now would be free; it is new to the topic. */
    static Judged stale(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Verdict isolating = verdict(Wishes.session(), Instant.now(), PostureLevel.HARD_QUARANTINE);
        send(isolating, field.key("operator"), field);
        Duration age = Duration.ofSeconds(range.nextInt(1, 3_600_000));
        send(
                verdict(session(isolating), isolating.timestamp().minus(age), PostureLevel.NORMAL_ZERO_TRUST),
                field.key("operator"),
                field);
        isolate(Wishes.session(), field);
        return Judged.heldIf(guarded(isolating, field), "a verdict of before frees " + isolating.scope());
    }

    static Judged forged(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        List<SigningKey> signers = List.of(
                SigningKey.generate(new SecureRandom()), field.key("local"), field.key("snaft"), field.key("executor"));
        Verdict attack = verdict(Wishes.session(), Instant.now(), PostureLevel.HARD_QUARANTINE);
        send(attack, signers.get(range.nextInt(signers.size())), field);
        isolate(Wishes.session(), field);
        return Judged.heldIf(!guarded(attack, field), "a verdict of somebody else's key guards " + attack.scope());
    }

    /** The control: an operator's verdict behind the attack counts, so what was sent before has been heard. */
    private static void isolate(String session, Field field) throws ControlFailed, InterruptedException {
        Verdict honest = verdict(session, Instant.now(), PostureLevel.HARD_QUARANTINE);
        send(honest, field.key("operator"), field);
        var _ = field.watch().await(_ -> guarded(honest, field), PATIENCE);
        if (!guarded(honest, field)) {
            throw new ControlFailed("an operator's verdict on " + honest.scope() + " did not count");
        }
    }

    private static String session(Verdict verdict) {
        return verdict.scope().substring("session:".length());
    }

    private static boolean guarded(Verdict verdict, Field field) {
        return field.watch().view().guarded().containsKey(verdict.scope());
    }

    static void send(Verdict verdict, SigningKey signer, Field field) throws ControlFailed, InterruptedException {
        field.write(Topic.VERDICTS, verdict.scope(), Codecs.VERDICT.seal(verdict, signer));
    }

    static Verdict verdict(String session, Instant when, PostureLevel posture) {
        return new Verdict(
                Verdict.KIND,
                "operator-" + UUID.randomUUID(),
                when,
                "jis:airlock:operator",
                RuntimeMode.EMBEDDED_ONLINE,
                RustAirlock.EMBEDDED,
                TrustKernel.ONLINE_WITH_AIRLOCK,
                PythonFallback.DISABLED,
                posture == PostureLevel.NORMAL_ZERO_TRUST
                        ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND
                        : ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                posture,
                "red team",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "session:" + session,
                Optional.empty());
    }
}
