package dev.airlock.redteam;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Statements;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Those whose keys are taken back. What an operator says behind it in the same topic is the control: once a newcomer's intent is run, every
 * reader has read past the revocation.
 */
final class PrincipalAttackers {
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final String REASON = "red team";

    private PrincipalAttackers() {}

    /** A local principal of this attacker's alone, and its first key. */
    private record Person(String identity, SigningKey key, Principals said) {
        static Person admitted(Field field) throws ControlFailed, InterruptedException {
            String identity = "jis:redteam:" + UUID.randomUUID();
            SigningKey key = SigningKey.generate(new SecureRandom());
            Principals none = Principals.none(Set.of());
            Principal added =
                    new Statements(none, REASON, field.next()).add(identity, Origin.LOCAL, key.id(), VALIDITY);
            say(added, field.key("operator"), field);
            if (!(none.after(added) instanceof Principals.Reading.Kept(Principals said))) {
                throw new ControlFailed("a new principal, " + identity + ", is not kept");
            }
            awaitRuns(key, field);
            return new Person(identity, key, said);
        }

        Statements next(Field field) {
            return new Statements(said, REASON, field.next());
        }
    }

    /** The key, or all that its holder has, is revoked; then it signs what it can. */
    static Judged revoked(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Person person = Person.admitted(field);
        Intent before = Wishes.honest(Wishes.session());
        byte[] signedBefore = Intents.sealed(before, person.key());
        String who = range.nextBoolean() ? person.identity() : person.key().id().value();
        for (Principal one : person.next(field).revoke(who)) {
            say(one, field.key("operator"), field);
        }
        Person.admitted(field);
        return barred(before, signedBefore, person.key(), field);
    }

    /** The key is replaced; then it signs what it can, also behind a record that would bring it back and must not count. */
    static Judged rotated(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Person person = Person.admitted(field);
        Intent before = Wishes.honest(Wishes.session());
        byte[] signedBefore = Intents.sealed(before, person.key());
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        say(person.next(field).rotate(person.identity(), fresh.id(), VALIDITY, false), field.key("operator"), field);
        awaitRuns(fresh, field);
        bringBack(range, person, field);
        Person.admitted(field);
        awaitRuns(fresh, field);
        return barred(before, signedBefore, person.key(), field);
    }

    /** A contradiction by an operator, or what would be in order if an operator had signed it. */
    private static void bringBack(RandomGenerator range, Person person, Field field)
            throws ControlFailed, InterruptedException {
        Principal first = person.said().history(person.identity()).getFirst();
        String other = "jis:redteam:" + UUID.randomUUID();
        switch (range.nextInt(4)) {
            case 0 -> say(again(first, first.identity(), 1, field), field.key("operator"), field);
            case 1 -> say(again(first, other, 1, field), field.key("operator"), field);
            case 2 -> say(again(first, first.identity(), 3, field), field.key("executor"), field);
            default -> say(again(first, first.identity(), 3, field), SigningKey.generate(new SecureRandom()), field);
        }
    }

    private static Principal again(Principal first, String identity, int epoch, Field field) {
        return new Principal(
                identity,
                first.origin(),
                first.keyId(),
                first.validFrom(),
                first.validUntil(),
                epoch,
                epoch,
                Optional.empty(),
                REASON,
                field.next());
    }

    /** Held if nothing of the key is run or passes as unsigned: what was signed before, fresh, as less, as more, in another session. */
    private static Judged barred(Intent before, byte[] signedBefore, SigningKey key, Field field)
            throws ControlFailed, InterruptedException {
        Judged judged = field.refusedAs(RefusalKind.IDENTITY, before, signedBefore);
        List<Intent> others = List.of(
                Wishes.honest(before.session()),
                as(Origin.EXTERNAL_AI, before.session()),
                as(Origin.OPERATOR, before.session()),
                Wishes.honest(Wishes.session()));
        for (Intent one : others) {
            if (judged instanceof Judged.Held) {
                judged = field.refusedAs(RefusalKind.IDENTITY, one, Intents.sealed(one, key));
            }
        }
        return judged;
    }

    private static Intent as(Origin origin, String session) {
        return Wishes.of(session, "code:execute", origin, "print(1)".getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitRuns(SigningKey key, Field field) throws ControlFailed, InterruptedException {
        field.poll("an intent of a principal that an operator added was not run", () -> {
            Intent honest = Wishes.honest(Wishes.session());
            return field.completed(honest, Intents.sealed(honest, key));
        });
    }

    private static void say(Principal said, SigningKey signer, Field field) throws ControlFailed, InterruptedException {
        field.write(Topic.PRINCIPALS, said.identity(), Codecs.PRINCIPAL.seal(said, signer));
    }
}
