package dev.airlock.lane.shell;

import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.model.Wish;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Caller;
import java.util.Optional;

/**
 * Answers a copy with the first one's token, which is verified before it is shown. Of a token that only the bus has it is not known which
 * files its intent had: there only the very same record of a known caller is a copy.
 */
final class Recall {
    private final TokenReader reader;

    Recall(TokenReader reader) {
        this.reader = reader;
    }

    Said answer(Ended before, Wish wish, Intents.Opened intent) {
        if (before.wish().isPresent() && !before.wish().get().equals(wish)) {
            return new Said.Taken();
        }
        if (Codecs.TOKEN.decode(before.token().toArray()) instanceof Good<TokenRecord>(TokenRecord record)) {
            try {
                Token token = reader.read(record);
                return before.wish().isPresent() || isOf(token, intent)
                        ? new Said.Journaled(record, Optional.empty())
                        : new Said.Taken();
            } catch (TokenRejected e) {
                return new Said.Silent(
                        "what is on the bus under " + wish.key().text() + " is no token: " + e.getMessage());
            }
        }
        return new Said.Silent("what is remembered under " + wish.key().text() + " is no token");
    }

    private static boolean isOf(Token token, Intents.Opened intent) {
        return intent.caller() instanceof Caller.Known(Speaker speaker, KeyId _)
                && token.content()
                        .eromheen()
                        .principal()
                        .filter(speaker.name()::equals)
                        .isPresent()
                && token.content().eraan().intentHash().value().equals(intent.intentHash());
    }
}
