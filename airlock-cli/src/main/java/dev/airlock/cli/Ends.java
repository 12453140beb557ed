package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How one intent ended, by what goes by on TOKENS: only tokens that verify count, and each for its own lane, since both lanes may have an
 * intent of that name. Any thread.
 */
final class Ends {
    private final IntentKey intent;
    private final TokenSource tokens;
    private final Map<Lane, Token> firsts = new EnumMap<>(Lane.class);

    Ends(IntentKey intent, TokenSource tokens) {
        this.intent = intent;
        this.tokens = tokens;
    }

    /** A record's value, whoever wrote it. */
    void hear(byte[] record) {
        if (!(Codecs.TOKEN.decode(record) instanceof Good<TokenRecord>(TokenRecord token))
                || !token.key().equals(intent)) {
            return;
        }
        try {
            enter(tokens.read(token));
        } catch (TokenRejected _) {
            // Whoever can write to the bus can write this; it says nothing of the intent. `verify --all` names it.
        }
    }

    private synchronized void enter(Token token) {
        firsts.putIfAbsent(token.link().chain().lane(), token);
        notifyAll();
    }

    /** The first token of one of the lanes. */
    synchronized Optional<Token> of(Set<Lane> lanes) {
        return lanes.stream()
                .flatMap(lane -> Optional.ofNullable(firsts.get(lane)).stream())
                .findFirst();
    }

    /** The same, which may come within {@code millis}. */
    synchronized Optional<Token> await(Set<Lane> lanes, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (of(lanes).isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return of(lanes);
    }
}
