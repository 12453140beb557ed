package dev.airlock.road;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.schemas.wire.Spoken;

/** A record of PRINCIPALS whose signature was checked. */
public sealed interface PrincipalWord {
    /** An operator's, on a key. */
    record OnKey(Signed<Principal> signed) implements PrincipalWord {}

    /**
     * Somebody's, that a delegation counts no more.
     *
     * @param operator whether he is an operator of the key directory, who may say so of any
     */
    record OnDelegation(Spoken<Revocation> spoken, boolean operator) implements PrincipalWord {}

    /** What {@code before} becomes by it. */
    default Principals.Reading after(Principals before) {
        return switch (this) {
            case OnKey(Signed<Principal> signed) -> before.after(signed.value());
            case OnDelegation(Spoken<Revocation> spoken, boolean operator) ->
                before.after(spoken.value(), spoken.keyId(), operator);
        };
    }

    /** What {@code bytes} say, where {@code before} was said already. */
    static Decoded<PrincipalWord> read(byte[] bytes, KeyRing directory, Principals before) {
        return switch (Codecs.PRINCIPAL.open(bytes, directory)) {
            case Good<Signed<Principal>>(Signed<Principal> signed) -> new Good<>(new OnKey(signed));
            case Malformed<Signed<Principal>>(String reason) -> revocation(bytes, directory, before, reason);
        };
    }

    private static Decoded<PrincipalWord> revocation(
            byte[] bytes, KeyRing directory, Principals before, String noPrincipal) {
        CallerKeys whoever = key -> directory.of(key) instanceof Standing.Speaks speaks ? speaks : before.everHeld(key);
        return switch (Codecs.REVOCATION.openFrom(bytes, whoever)) {
            case Good<Spoken<Revocation>>(Spoken<Revocation> spoken) ->
                new Good<>(new OnDelegation(spoken, isOperator(directory, spoken.keyId())));
            case Malformed<Spoken<Revocation>>(String reason) ->
                new Malformed<>("no word on a key (" + noPrincipal + "), and none on a delegation (" + reason + ")");
        };
    }

    private static boolean isOperator(KeyRing directory, KeyId key) {
        return directory
                .holder(key)
                .filter(holder -> holder.role() == KeyRole.OPERATOR)
                .isPresent();
    }
}
