package dev.airlock.redteam;

import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Those who write where only services may, and those who change what is recorded. */
final class OrderAttackers {
    private static final List<Topic> INPUTS = List.of(
            Topic.INTENTS,
            Topic.SCREENED,
            Topic.ORDERS,
            Topic.VERDICTS,
            Topic.RUNTIME,
            Topic.POSTURES,
            Topic.LEASES,
            Topic.CANCELS);

    private static final Set<Topic> WAY = Set.of(Topic.INTENTS, Topic.SCREENED, Topic.ORDERS);

    private OrderAttackers() {}

    /** An order of an intent that was never sent, right in everything but in who signed it: somebody who is no gateway. */
    static Judged forged(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        IntentKey run = field.control(Wishes.session());
        Order genuine = Orders.read(field.orderFor(run), field.ring());
        Intent never = Wishes.honest(run.session());
        Bytes sent = Bytes.of(Intents.sealed(never, field.key("local")));
        Order order = Orders.carrying(sent, genuine, genuine.grant().posture());
        List<SigningKey> signers = List.of(
                SigningKey.generate(new SecureRandom()), field.key("local"), field.key("snaft"), field.key("executor"));
        byte[] record = Codecs.ORDER.seal(order, signers.get(range.nextInt(signers.size())));
        field.write(Topic.ORDERS, run.session(), record);
        field.control(run.session());
        return Judged.heldIf(
                field.tokensOf(never.key()).isEmpty(), "an order that no gateway signed has a token: " + never.key());
    }

    static Judged replayed(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        IntentKey run = field.control(Wishes.session());
        byte[] genuine = field.orderFor(run);
        int copies = range.nextInt(1, 4);
        for (int i = 0; i < copies; i++) {
            field.write(Topic.ORDERS, run.session(), genuine);
        }
        field.control(run.session());
        int count = field.tokensOf(run).size();
        return Judged.heldIf(count == 1, run.text() + " has " + count + " tokens after its order was sent again");
    }

    static Judged otherPayload(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        IntentKey run = field.control(Wishes.session());
        byte[] order = field.orderFor(run).clone();
        byte[] payload = "print(1)".getBytes(StandardCharsets.UTF_8);
        order[Wishes.indexOf(order, payload) + range.nextInt(payload.length)] ^= 2;
        field.write(Topic.ORDERS, run.session(), order);
        field.control(run.session());
        int count = field.tokensOf(run).size();
        return Judged.heldIf(count == 1, run.text() + " has " + count + " tokens after another payload was sent");
    }

    /** Before, it verifies: that is the control. */
    static Judged tampered(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        TokenRecord genuine = field.tokensOf(field.control(Wishes.session())).getFirst();
        byte[] canonical = genuine.canonical().toArray();
        int at = range.nextInt(canonical.length);
        canonical[at] ^= (byte) (1 << range.nextInt(8));
        var changed = new TokenRecord(
                genuine.session(),
                genuine.intentId(),
                genuine.tokenId(),
                genuine.tokenType(),
                genuine.status(),
                genuine.epoch(),
                genuine.sequence(),
                Bytes.of(canonical),
                genuine.hash(),
                genuine.keyId(),
                genuine.signature());
        try {
            return new Judged.Escaped("a token verifies with byte " + at + " changed: "
                    + field.verified(changed).id());
        } catch (TokenRejected e) {
            return new Judged.Held();
        }
    }

    /** Of what lies on the way of an intent every piece becomes one letter; readers of the other topics make few, so that no flood is doubled. */
    static Judged flood(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        String session = Wishes.session();
        List<Bytes> kept = new ArrayList<>();
        for (Topic topic : INPUTS) {
            byte[] noise = new byte[range.nextInt(32, 2048)];
            range.nextBytes(noise);
            field.write(topic, session, noise);
            if (WAY.contains(topic)) {
                kept.add(Bytes.of(noise));
            }
        }
        field.control(session);
        for (Bytes noise : kept) {
            int letters = field.lettersOf(noise);
            if (letters != 1) {
                return new Judged.Escaped(
                        "noise on the way of session " + session + " became " + letters + " dead letters, not 1");
            }
        }
        return new Judged.Held();
    }
}
