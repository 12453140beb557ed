package dev.airlock.redteam;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.schemas.wire.SignedCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers that believe what they should not: whoever signed, whatever he claims, however broken the record is. */
final class Trusting {
    private static final Pattern KEY = Pattern.compile("ed25519:[0-9a-f]{64}");
    /** The id of every intent of the red team; its session may hold one too. */
    private static final Pattern ID =
            Pattern.compile("(?<!redteam-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Trusting() {}

    /** What a signed record says, whoever signed it. */
    static <T extends Record> Optional<T> anybody(SignedCodec<T> codec, KeyRole role, Bytes record) {
        Matcher signer = KEY.matcher(text(record));
        if (!signer.find()) {
            return Optional.empty();
        }
        KeyRing ring = KeyRing.of(Map.of(new KeyId(signer.group()), new Holder(role, "anybody")));
        return codec.open(record.toArray(), ring) instanceof Good<Signed<T>>(Signed<T> signed)
                ? Optional.of(signed.value())
                : Optional.empty();
    }

    /** What an intent says, whoever sent it; empty if its fields may not be so. */
    static Optional<Intent> claimed(Bytes record) {
        return Intents.contents(record.toArray()) instanceof Good<Intents.Opened>(Intents.Opened opened)
                ? Optional.of(opened.intent())
                : Optional.empty();
    }

    /** An honest intent under the id of that record, whatever else is in it. */
    static Intent harmless(String session, Bytes record, Origin origin) {
        Matcher id = ID.matcher(text(record));
        if (!id.find()) {
            throw new AssertionError("no id in an intent of " + session);
        }
        Intent honest = Wishes.of(session, "code:execute", origin, "print(1)".getBytes(StandardCharsets.UTF_8));
        return new Intent(
                id.group(),
                session,
                honest.intent(),
                honest.fromAint(),
                honest.origin(),
                honest.lane(),
                honest.node(),
                honest.payload(),
                honest.timeoutMillis(),
                honest.memoryMib(),
                honest.backend(),
                honest.createdAt(),
                honest.nonce());
    }

    private static String text(Bytes record) {
        return new String(record.toArray(), StandardCharsets.ISO_8859_1);
    }
}
