package dev.airlock.redteam;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Those who send intents. */
final class IntentAttackers {
    private static final int KIB = 1 << 10;
    private static final List<String> PATHS = List.of(
            "../../etc/passwd",
            "/etc/shadow",
            "a/../../b",
            "./x",
            "a//b",
            "..",
            "/",
            "a\0.txt",
            "nul.txt",
            "CON",
            "..\\..\\windows",
            "/proc/self/mem",
            "a/./b",
            "x/..",
            "aux",
            "a\nb");
    private static final List<String> NAMES = List.of(
            "Code:execute",
            "code:Execute",
            "CODE:EXECUTE",
            "code:execute ",
            " code:execute",
            "code:execute\n",
            "code::execute",
            "code:execute:",
            ":code:execute",
            "code:execut3",
            "tool:delete_all",
            "code");
    private static final List<String> EXPRESSIONS = List.of(
            "__import__('os').system('id')",
            "().__class__.__bases__[0].__subclasses__()",
            "(lambda: 1)()",
            "9**9**9**9",
            "(".repeat(200) + "1" + ")".repeat(200),
            "open('/etc/passwd').read()",
            "eval('1')",
            "1;import os",
            "getattr(1,'real')");

    private IntentAttackers() {}

    private static <T> T one(RandomGenerator range, List<T> of) {
        return of.get(range.nextInt(of.size()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Judged hostileFile(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        byte[] hostile = ascii(one(range, PATHS));
        String placeholder = "q".repeat(hostile.length);
        Intent intent = Wishes.honest(Wishes.session())
                .with(List.of(new NamedFile(placeholder, Bytes.of(ascii("x")))), List.of());
        return field.refused(intent, Wishes.disguised(intent, field.key("local"), ascii(placeholder), hostile));
    }

    static Judged unknownName(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        byte[] name = ascii(one(range, NAMES));
        String placeholder = "q".repeat(name.length);
        byte[] payload = new byte[range.nextInt(KIB, 20 * KIB)];
        Intent intent = Wishes.of(Wishes.session(), placeholder, Origin.LOCAL, payload);
        return field.refused(intent, Wishes.disguised(intent, field.key("local"), ascii(placeholder), name));
    }

    static Judged expression(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        return answeredOnce(field, "math_calculation", ascii(one(range, EXPRESSIONS)));
    }

    static Judged noise(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        byte[] noise = new byte[range.nextInt(1, 4 * KIB)];
        range.nextBytes(noise);
        List<byte[]> payloads =
                List.of(ascii("\uD83D\uDE00".repeat(100)), ascii("\0\u0001\u001b[2J"), ascii("-".repeat(5000)), noise);
        return answeredOnce(field, "code:execute", one(range, payloads));
    }

    private static Judged answeredOnce(Field field, String name, byte[] payload)
            throws ControlFailed, InterruptedException {
        Intent intent = Wishes.of(Wishes.session(), name, Origin.LOCAL, payload);
        Optional<Token> token = field.send(intent, Intents.sealed(intent, field.key("local")));
        // The simulation reads the text and kills for it; only a fault is something that nobody meant.
        boolean plain = token.map(one -> one.content().erin())
                .filter(erin -> !(erin instanceof Erin.Faulted))
                .isPresent();
        return Judged.heldIf(
                plain && field.tokensOf(intent.key()).size() == 1, intent.key().text() + " became " + token);
    }

    private static Intent denied(String session) {
        return Wishes.of(session, "tool:delete_all", Origin.LOCAL, ascii("x"));
    }

    /** Between two that are allowed; those are the controls. */
    static Judged denialProbe(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        String session = "probe-" + range.nextLong(Long.MAX_VALUE);
        field.control(session);
        Intent denied = denied(session);
        Judged judged = field.refused(denied, Intents.sealed(denied, field.key("local")));
        int count = field.tokensOf(denied.key()).size();
        return judged instanceof Judged.Escaped
                ? judged
                : Judged.heldIf(count == 1, denied.key().text() + " has " + count + " tokens, not 1");
    }

    static Judged replayAfterDeny(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Intent denied = denied(Wishes.session());
        byte[] record = Intents.sealed(denied, field.key("local"));
        int copies = range.nextInt(1, 4);
        for (int i = 0; i < copies; i++) {
            field.write(Topic.INTENTS, denied.session(), record);
        }
        return field.refused(denied, record);
    }

    static Judged identity(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Intent intent = Wishes.of(Wishes.session(), "code:execute", Origin.OPERATOR, ascii("print(1)"));
        byte[] forged = Intents.sealed(intent, field.key("operator"));
        forged[forged.length - 1 - range.nextInt(32)] ^= 1;
        return range.nextBoolean()
                ? field.refusedAs(
                        RefusalKind.IDENTITY,
                        intent,
                        one(range, List.of(forged, Intents.sealed(intent, field.key("executor")))))
                : outsiders(
                        field,
                        intent,
                        one(
                                range,
                                List.of(
                                        Intents.unsigned(intent),
                                        Intents.sealed(intent, SigningKey.generate(new SecureRandom())))));
    }

    /** Nobody vouches for it, so it is external AI's, whatever it claims, and not let in without a name. */
    private static Judged outsiders(Field field, Intent intent, byte[] record)
            throws ControlFailed, InterruptedException {
        Judged judged = field.refused(intent, record);
        Optional<Origin> origin = field.tokenOf(intent.key())
                .map(token -> token.content().eromheen().origin());
        return judged instanceof Judged.Escaped
                ? judged
                : Judged.heldIf(
                        origin.equals(Optional.of(Origin.EXTERNAL_AI)),
                        intent.key().text() + " counts as " + origin + "'s");
    }

    /** He may be refused, or counted as what he is. */
    static Judged origin(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Intent intent = Wishes.of(
                Wishes.session(), "code:execute", Origin.OPERATOR, ascii("print(" + range.nextInt(1000) + ")"));
        Optional<Token> token = field.send(intent, Intents.sealed(intent, field.key("local")));
        boolean raised = token.filter(one -> one.content().erin() instanceof Erin.Completed)
                .filter(one -> one.content().eromheen().origin() == Origin.OPERATOR)
                .isPresent();
        return Judged.heldIf(!raised, intent.key().text() + " was run as the operator's");
    }
}
