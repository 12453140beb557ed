package dev.airlock.redteam;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.wire.RuleFiles;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Those who ask for something forbidden while an operator swaps his sets, each of which forbids it. */
final class RuleAttackers {
    private static final int SWAPS = 6;
    private static final String NONE = "{\"rules\": []}";

    private RuleAttackers() {}

    /** The words are this attacker's own: the forbidden one is in both sets, each of the others shows that one set is in force. */
    static Judged swapped(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        String forbidden = word(range);
        String[] marks = {word(range), word(range)};
        offer(set(forbidden, marks[0], 0), field);
        awaitRefused(marks[0], field);
        List<Intent> sent = new ArrayList<>();
        String session = Wishes.session();
        for (int i = 1; i <= SWAPS; i++) {
            noise(range, field);
            offer(set(forbidden, marks[i % 2], i), field);
            Intent intent = saying(session, forbidden);
            field.write(Topic.INTENTS, session, Intents.sealed(intent, field.key("local")));
            sent.add(intent);
        }
        awaitRefused(marks[SWAPS % 2], field);
        field.control(session);
        Judged judged = new Judged.Held();
        for (Intent intent : sent) {
            if (judged instanceof Judged.Held) {
                judged = field.notRun(intent);
            }
        }
        offer("{\"comment\": \"%s\", \"rules\": []}".formatted(word(range)), field);
        field.poll("an intent was refused although no rule forbids it any more", () -> {
            Intent free = saying(Wishes.session(), forbidden);
            return field.completed(free, Intents.sealed(free, field.key("local")));
        });
        return judged;
    }

    /** A set without rules that must not count: no record, somebody else's, too late, no JSON, under another's version. */
    private static void noise(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        SigningKey operator = field.key("operator");
        Instant now = field.next();
        byte[] record =
                switch (range.nextInt(5)) {
                    case 0 -> {
                        byte[] bytes = new byte[range.nextInt(1, 2000)];
                        range.nextBytes(bytes);
                        yield bytes;
                    }
                    case 1 -> sealed(NONE, RuleFiles.versionOf(NONE), now, SigningKey.generate(new SecureRandom()));
                    case 2 -> sealed(NONE, RuleFiles.versionOf(NONE), now.minus(Duration.ofHours(1)), operator);
                    case 3 -> sealed("{\"rules\"", RuleFiles.versionOf("{\"rules\""), now, operator);
                    default -> sealed(NONE, RuleFiles.versionOf("another"), now, operator);
                };
        field.write(Topic.RULES, Posture.FLEET, record);
    }

    private static void offer(String text, Field field) throws ControlFailed, InterruptedException {
        field.write(
                Topic.RULES,
                Posture.FLEET,
                sealed(text, RuleFiles.versionOf(text), field.next(), field.key("operator")));
    }

    private static byte[] sealed(String text, String version, Instant when, SigningKey signer) {
        return Codecs.RULE_SET.seal(new RuleSet(version, text, "red team", when), signer);
    }

    private static String set(String forbidden, String mark, int number) {
        return """
                {"comment": "set %d", "rules": [
                  {"name": "redteam", "priority": 1, "action": "refuse", "message": "red team",
                   "phrases": [{"why": "forbidden", "within": 0, "words": [["%s"]]}]},
                  {"name": "mark", "priority": 2, "action": "refuse", "message": "red team",
                   "phrases": [{"why": "mark", "within": 0, "words": [["%s"]]}]}]}
                """.formatted(number, forbidden, mark);
    }

    private static void awaitRefused(String mark, Field field) throws ControlFailed, InterruptedException {
        field.poll("an operator's set of rules did not come into force", () -> {
            Intent marked = saying(Wishes.session(), mark);
            return field.send(marked, Intents.sealed(marked, field.key("local")))
                    .filter(token -> token.content().erin().toString().contains("custom.mark"))
                    .isPresent();
        });
    }

    private static Intent saying(String session, String word) {
        return Wishes.of(session, "code:execute", Origin.LOCAL, ("print('" + word + "')").getBytes(UTF_8));
    }

    private static String word(RandomGenerator range) {
        var word = new StringBuilder("zq");
        for (int i = 0; i < 12; i++) {
            word.append((char) ('a' + range.nextInt(26)));
        }
        return word.toString();
    }
}
