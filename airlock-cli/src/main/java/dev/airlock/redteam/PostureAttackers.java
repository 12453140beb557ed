package dev.airlock.redteam;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Intents;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * External AI whose intents are on their way while an operator closes their session. One that is let in before is the control; one that is refused
 * behind the verdict says that the gateway has read it, and from then on none may be let in.
 */
final class PostureAttackers {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int BEHIND = 3;

    private PostureAttackers() {}

    static Judged race(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        SigningKey outsider = field.outsider(MONTH);
        String session = Wishes.session();
        field.poll("external AI is not let in while guests are said to run", () -> ordered(session, outsider, field));
        int before = range.nextInt(1, 5);
        int behind = range.nextInt(1, 5);
        send(before, session, outsider, field);
        Verdict closing = VerdictAttackers.verdict(session, field.next(), PostureLevel.HARD_QUARANTINE);
        VerdictAttackers.send(closing, field.key("operator"), field);
        send(behind, session, outsider, field);
        field.poll("a closed session's intents go on being let in", () -> !ordered(session, outsider, field));
        for (int i = 0; i < BEHIND; i++) {
            Intent late = Wishes.outside(session);
            if (field.refused(late, Intents.sealed(late, outsider)) instanceof Judged.Escaped escaped) {
                return escaped;
            }
        }
        List<Order> wrong = field.ordersOf(session).stream()
                .filter(order -> order.origin() == Origin.EXTERNAL_AI)
                .filter(order -> order.grant().posture() != PostureLevel.NORMAL_ZERO_TRUST)
                .toList();
        return Judged.heldIf(wrong.isEmpty(), "external AI was let in under a posture that closes: " + wrong);
    }

    /** Whether the gateway lets one more in; an honest intent behind it in its session says that it was judged. */
    private static boolean ordered(String session, SigningKey outsider, Field field)
            throws ControlFailed, InterruptedException {
        Intent one = Wishes.outside(session);
        var _ = field.send(one, Intents.sealed(one, outsider));
        return field.ordersOf(session).stream().anyMatch(order -> order.key().equals(one.key()));
    }

    private static void send(int count, String session, SigningKey outsider, Field field)
            throws ControlFailed, InterruptedException {
        for (int i = 0; i < count; i++) {
            field.write(Topic.INTENTS, session, Intents.sealed(Wishes.outside(session), outsider));
        }
    }
}
