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

/** Those who send verdicts: they would isolate a session. An operator's verdict right behind theirs does, and is the control. */
final class VerdictAttackers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private VerdictAttackers() {}

    static Judged stale(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Instant old = Instant.now().minus(Duration.ofHours(range.nextInt(25, 1000)));
        Verdict verdict = verdict(Wishes.session(), old, Optional.of(old.plus(Duration.ofHours(1))));
        return judged(verdict, field.key("operator"), field);
    }

    static Judged forged(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        List<SigningKey> signers = List.of(
                SigningKey.generate(new SecureRandom()), field.key("local"), field.key("snaft"), field.key("executor"));
        Verdict verdict = verdict(Wishes.session(), Instant.now(), Optional.empty());
        return judged(verdict, signers.get(range.nextInt(signers.size())), field);
    }

    private static Judged judged(Verdict attack, SigningKey signer, Field field)
            throws ControlFailed, InterruptedException {
        send(attack, signer, field);
        Verdict honest = verdict(Wishes.session(), Instant.now(), Optional.empty());
        send(honest, field.key("operator"), field);
        var _ = field.watch().await(_ -> guarded(honest, field), PATIENCE);
        if (!guarded(honest, field)) {
            throw new ControlFailed("an operator's verdict on " + honest.scope() + " did not count");
        }
        return Judged.heldIf(!guarded(attack, field), "a verdict that must not count guards " + attack.scope());
    }

    private static boolean guarded(Verdict verdict, Field field) {
        return field.watch().view().guarded().containsKey(verdict.scope());
    }

    private static void send(Verdict verdict, SigningKey signer, Field field)
            throws ControlFailed, InterruptedException {
        field.write(Topic.VERDICTS, verdict.scope(), Codecs.VERDICT.seal(verdict, signer));
    }

    private static Verdict verdict(String session, Instant when, Optional<Instant> expires) {
        return new Verdict(
                Verdict.KIND,
                "operator-" + UUID.randomUUID(),
                when,
                "jis:airlock:operator",
                RuntimeMode.EMBEDDED_ONLINE,
                RustAirlock.EMBEDDED,
                TrustKernel.ONLINE_WITH_AIRLOCK,
                PythonFallback.DISABLED,
                ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                PostureLevel.HARD_QUARANTINE,
                "red team",
                Optional.empty(),
                expires,
                Optional.empty(),
                "session:" + session,
                Optional.empty());
    }
}
