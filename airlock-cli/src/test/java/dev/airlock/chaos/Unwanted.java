package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * Intents that every live road refuses, each kind by what another service has to know: by a rule, by a signature that does not fit, for want of a
 * known key, by an operator's revocation, and by an operator's verdict on one agent. The last two were run until the operator said so.
 */
final class Unwanted {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String AGENT = "jis:chaos:suspect";
    private static final String FORMER = "jis:chaos:former";

    private final Ground ground;
    private final SigningKey stranger = SigningKey.generate(new SecureRandom());
    private final SigningKey suspect = SigningKey.generate(new SecureRandom());
    private final SigningKey former = SigningKey.generate(new SecureRandom());
    private final Set<IntentKey> sent = ConcurrentHashMap.newKeySet();

    private Unwanted(Ground ground) {
        this.ground = ground;
    }

    /** Once all of them are refused on this road, whose services are alive. */
    static Unwanted on(Ground ground) throws IOException {
        var unwanted = new Unwanted(ground);
        unwanted.say(AGENT, unwanted.suspect, Optional.empty());
        unwanted.say(FORMER, unwanted.former, Optional.empty());
        unwanted.until(Erin.Completed.class, unwanted.suspect);
        unwanted.until(Erin.Completed.class, unwanted.former);
        unwanted.guard();
        unwanted.say(FORMER, unwanted.former, Optional.of(Instant.now()));
        unwanted.until(Erin.Refused.class, unwanted.suspect);
        unwanted.until(Erin.Refused.class, unwanted.former);
        return unwanted;
    }

    /** One of each kind, in every partition. */
    void send(String name) {
        for (int partition = 0; partition < Ground.PARTITIONS; partition++) {
            String session = Ground.session("unwanted", partition);
            Map<Intent, SigningKey> signed = Map.of(
                    Wish.refusal(session, name + "-rule"), ground.local,
                    Wish.external(session, name + "-stranger", "ok"), stranger,
                    Wish.external(session, name + "-former", "ok"), former,
                    Wish.external(session, name + "-suspect", "ok"), suspect);
            signed.forEach((intent, key) -> sent.add(ground.send(intent, Intents.sealed(intent, key))));
            Intent forged = Wish.run(session, name + "-forged");
            sent.add(ground.send(forged, scratched(forged)));
        }
    }

    /** With a signature that is not that of the key that it names. */
    private byte[] scratched(Intent intent) {
        byte[] good = Intents.sealed(intent, ground.local);
        return new Forgery("intent", good, ground.local)
                .unbelievable(stranger, stranger)
                .get(1);
    }

    /** How many of them have no token yet. */
    long underWay() {
        return sent.stream().filter(key -> !ground.answered(key)).count();
    }

    /** Each has the one token of a refusal, and none was run, not even for a moment. */
    void wereAllRefused(Audit audit, int times) {
        assertThat(sent).hasSize(times * 5 * Ground.PARTITIONS).allSatisfy(key -> {
            assertThat(audit.only(key).content().erin()).as(key.text()).isInstanceOf(Erin.Refused.class);
            assertThat(ScriptedSandbox.runsOf(ground.runs(), key))
                    .as(key.text())
                    .isZero();
        });
    }

    private void until(Class<? extends Erin> end, SigningKey key) {
        int[] tries = {0};
        Awaitility.await("an intent that ends as " + end.getSimpleName())
                .atMost(SOON)
                .until(() -> {
                    Intent intent = Wish.external(
                            Ground.session("try", tries[0]++ % Ground.PARTITIONS),
                            UUID.randomUUID().toString(),
                            "ok");
                    ground.send(intent, Intents.sealed(intent, key));
                    return end.isInstance(
                            ground.await(intent.key(), SOON).content().erin());
                });
    }

    private void say(String identity, SigningKey key, Optional<Instant> revoked) throws IOException {
        Instant now = Instant.now();
        var said = new Principal(
                identity,
                Origin.EXTERNAL_AI,
                key.id().value(),
                now.minusSeconds(60),
                now.plusSeconds(3_600),
                1,
                1,
                revoked,
                "a test",
                now);
        write(Topic.PRINCIPALS, identity, Codecs.PRINCIPAL.seal(said, ground.key("operator")));
    }

    private void guard() throws IOException {
        String scope = "agent:" + AGENT;
        Verdict verdict = OperatorVerdict.of(PostureLevel.HARD_QUARANTINE, scope);
        write(Topic.VERDICTS, scope, Codecs.VERDICT.seal(verdict, ground.key("operator")));
    }

    private void write(Topic topic, String key, byte[] record) {
        Plain.write(ground.bus, topic, 0, key.getBytes(StandardCharsets.UTF_8), List.of(record));
    }
}
