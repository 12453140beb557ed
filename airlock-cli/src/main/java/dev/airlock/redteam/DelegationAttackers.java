package dev.airlock.redteam;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Delegations;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Those who would do more on another's behalf than was delegated to them. The operator acts for the machine's own user, which is the control: the same
 * chain, unspoilt, is run right before.
 */
final class DelegationAttackers {
    private static final Rights GIVEN = rights("code:execute", 256, 10_000, Origin.LOCAL);
    private static final Duration LIVES = Duration.ofHours(1);

    private DelegationAttackers() {}

    private static Rights rights(String intents, int mib, int millis, Origin ceiling) {
        return new Rights(List.of(intents), mib, millis, ceiling);
    }

    /** One spoilt chain of eight kinds. */
    static Judged spoilt(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        SigningKey local = field.key("local");
        SigningKey operator = field.key("operator");
        SignedDelegation good = given(local, operator, GIVEN, LIVES);
        Intent honest = Wishes.honest(Wishes.session()).on(List.of(good));
        if (!field.completed(honest, Intents.sealed(honest, operator))) {
            throw new ControlFailed("an intent on a good delegation was not run");
        }
        return switch (range.nextInt(8)) {
            case 0 -> refused(operator, field, forged(range, good));
            case 1 -> refused(operator, field, given(SigningKey.generate(new SecureRandom()), operator, GIVEN, LIVES));
            case 2 ->
                refused(operator, field, given(local, operator, GIVEN, Duration.ofMillis(-range.nextInt(1, 9999))));
            case 3 -> refused(operator, field, given(local, operator, less(range), LIVES));
            case 4 -> refused(local, field, good); // somebody else's
            case 5 -> refused(local, field, good, handedOn(good, operator, local, more(range)));
            case 6 -> swapped(operator, field, good, given(local, operator, GIVEN, LIVES));
            default -> takenBack(operator, field, good);
        };
    }

    private static SignedDelegation given(SigningKey issuer, SigningKey subject, Rights rights, Duration lives) {
        return Delegations.signed(
                new Delegation(
                        Optional.empty(),
                        issuer.id().value(),
                        subject.id().value(),
                        rights,
                        Instant.now().plus(lives),
                        1,
                        0,
                        nonce()),
                issuer);
    }

    private static SignedDelegation handedOn(
            SignedDelegation above, SigningKey issuer, SigningKey subject, Rights rights) {
        return Delegations.signed(
                new Delegation(
                        Optional.of(Delegations.hash(above.delegation())),
                        issuer.id().value(),
                        subject.id().value(),
                        rights,
                        above.delegation().expiresAt(),
                        1,
                        1,
                        nonce()),
                issuer);
    }

    private static String nonce() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A bit of the signature, or the signature under a wider delegation. */
    private static SignedDelegation forged(RandomGenerator range, SignedDelegation good) {
        byte[] signature = good.signature().toArray();
        Delegation said = good.delegation();
        if (range.nextBoolean()) {
            signature[range.nextInt(signature.length)] ^= (byte) (1 << range.nextInt(8));
            return new SignedDelegation(said, Bytes.of(signature));
        }
        return new SignedDelegation(
                new Delegation(
                        said.parent(),
                        said.issuer(),
                        said.subject(),
                        rights("code:*", 4096, 60_000, Origin.LOCAL),
                        said.expiresAt(),
                        said.epoch(),
                        said.depth(),
                        said.nonce()),
                good.signature());
    }

    /** In one thing less than the intent asks for, or a class that its giver has not. */
    private static Rights less(RandomGenerator range) {
        return switch (range.nextInt(4)) {
            case 0 -> rights("shell:*", 256, 10_000, Origin.LOCAL);
            case 1 -> rights("code:execute", 1, 10_000, Origin.LOCAL);
            case 2 -> rights("code:execute", 256, 9_999, Origin.LOCAL);
            default -> rights("code:execute", 256, 10_000, Origin.OPERATOR);
        };
    }

    /** In one thing more than was given. */
    private static Rights more(RandomGenerator range) {
        return switch (range.nextInt(4)) {
            case 0 -> rights("code:*", 256, 10_000, Origin.LOCAL);
            case 1 -> rights("code:execute", 257, 10_000, Origin.LOCAL);
            case 2 -> rights("code:execute", 256, 10_001, Origin.LOCAL);
            default -> rights("code:execute", 256, 10_000, Origin.OPERATOR);
        };
    }

    private static Judged refused(SigningKey by, Field field, SignedDelegation... chain)
            throws ControlFailed, InterruptedException {
        Intent intent = Wishes.honest(Wishes.session()).on(List.of(chain));
        return field.refusedAs(RefusalKind.IDENTITY, intent, Intents.sealed(intent, by));
    }

    /** The chain of a signed intent becomes another good one of the same length, under the same signature. */
    private static Judged swapped(SigningKey by, Field field, SignedDelegation good, SignedDelegation other)
            throws ControlFailed, InterruptedException {
        Intent intent = Wishes.honest(Wishes.session()).on(List.of(good));
        byte[] record = Intents.sealed(intent, by);
        byte[] from = good.signature().toArray();
        int at = Wishes.indexOf(record, from);
        System.arraycopy(other.signature().toArray(), 0, record, at, from.length);
        byte[] nonce = good.delegation().nonce().getBytes(StandardCharsets.US_ASCII);
        int nonceAt = Wishes.indexOf(record, nonce);
        System.arraycopy(
                other.delegation().nonce().getBytes(StandardCharsets.US_ASCII), 0, record, nonceAt, nonce.length);
        return field.refusedAs(RefusalKind.IDENTITY, intent, record);
    }

    /** An operator takes it back; from the first refusal on it is refused for good. */
    private static Judged takenBack(SigningKey by, Field field, SignedDelegation good)
            throws ControlFailed, InterruptedException {
        String hash = Delegations.hash(good.delegation());
        var said = new Revocation(hash, "red team", field.next());
        field.write(Topic.PRINCIPALS, hash, Codecs.REVOCATION.seal(said, field.key("operator")));
        field.poll("a delegation that an operator took back was run on", () -> {
            Intent intent = Wishes.honest(Wishes.session()).on(List.of(good));
            return !field.completed(intent, Intents.sealed(intent, by));
        });
        return refused(by, field, good);
    }
}
