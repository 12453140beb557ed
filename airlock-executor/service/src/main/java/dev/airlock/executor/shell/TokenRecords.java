package dev.airlock.executor.shell;

import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Trace;
import dev.airlock.provenance.Token;
import dev.airlock.road.Outbound;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A token, and the output that it holds the hash of, as records for the partition of their order. */
final class TokenRecords {
    private TokenRecords() {}

    static List<Outbound> of(IntentKey key, Token token, Account account, int partition) {
        return switch (account) {
            case Account.Ran ran -> List.of(token(key, token, partition), output(key, token, ran.trace(), partition));
            case Account.Refused _ -> List.of(token(key, token, partition));
        };
    }

    private static Outbound token(IntentKey key, Token token, int partition) {
        return Outbound.to(Topic.TOKENS, partition, bytes(key.session()), Codecs.TOKEN.encode(token.record()));
    }

    private static Outbound output(IntentKey key, Token token, Trace trace, int partition) {
        return Outbound.to(
                Topic.OUTPUTS, partition, bytes(key.text()), Codecs.OUTPUT.encode(output(key, token, trace)));
    }

    /** What the program wrote. */
    static Output output(IntentKey key, Token token, Trace trace) {
        return new Output(
                key.session(),
                key.id(),
                token.id().value(),
                trace.stdout(),
                trace.stderr(),
                trace.truncated(),
                Hashes.output(trace.stdout(), trace.stderr()),
                trace.files(),
                trace.recording());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
