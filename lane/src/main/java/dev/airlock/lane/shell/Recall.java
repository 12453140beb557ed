package dev.airlock.lane.shell;

import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.model.Wish;
import dev.airlock.lane.shell.Memory.Ended;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.util.Optional;

/** Answers a copy with the first one's token, which is verified before it is shown. */
final class Recall {
    private final TokenReader reader;

    Recall(TokenReader reader) {
        this.reader = reader;
    }

    Said answer(Ended before, Wish wish) {
        if (before.wish().isPresent() && !before.wish().get().equals(wish)) {
            return new Said.Taken();
        }
        if (Codecs.TOKEN.decode(before.token().toArray()) instanceof Good<TokenRecord>(TokenRecord record)) {
            try {
                Token token = reader.read(record);
                return isOf(token, wish) ? new Said.Journaled(record, Optional.empty()) : new Said.Taken();
            } catch (TokenRejected e) {
                return new Said.Silent(
                        "what is on the bus under " + wish.key().text() + " is no token: " + e.getMessage());
            }
        }
        return new Said.Silent("what is remembered under " + wish.key().text() + " is no token");
    }

    private static boolean isOf(Token token, Wish wish) {
        return token.content().intent().equals(wish.intent())
                && token.content()
                        .eraan()
                        .payloadHash()
                        .filter(hash -> hash.value().equals(wish.payloadHash()))
                        .isPresent();
    }
}
