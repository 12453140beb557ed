package dev.airlock.bench;

import dev.airlock.executor.model.SandboxKind;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Times;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts a token only if it verifies and says that the program ran to its end with exit code 0. */
final class Completions {
    private final TokenReader reader;
    private final SandboxKind backend;

    /**
     * @param backend what has to have run the programs, as their tokens say it
     */
    Completions(KeyRing ring, SandboxKind backend) {
        this.reader = new TokenReader(ring);
        this.backend = backend;
    }

    /** Which intent a record is about. */
    static Optional<String> nameIn(byte[] value) {
        return Codecs.TOKEN.decode(value) instanceof Good<TokenRecord>(TokenRecord record)
                ? Optional.of(record.intentId())
                : Optional.empty();
    }

    /**
     * How long the run took that the token is about, from its start to its end as the executor saw it.
     *
     * @throws BenchFailed if it is no good token of a good run of {@code name}
     */
    Duration runOf(String name, byte[] value) throws BenchFailed {
        Span span = spanOf(name, value);
        return Duration.between(span.started(), span.ended());
    }

    /** When the executor began with the program, and when it had ended, by the wall clock. */
    record Span(Instant started, Instant ended) {}

    /** The same as two times. */
    Span spanOf(String name, byte[] value) throws BenchFailed {
        Token token = verified(name, value);
        if (!(token.content().erin() instanceof Erin.Completed completed && completed.exitCode() == 0)) {
            throw new BenchFailed(
                    "intent " + name + " did not run well: " + token.content().erin(), "airlock doctor");
        }
        if (!token.content().eromheen().backend().equals(Optional.of(backend.backend()))) {
            throw new BenchFailed("intent " + name + " was not run by " + backend, "airlock doctor");
        }
        Times times = token.content().eromheen().times();
        return new Span(known(name, times.started()), known(name, times.ended()));
    }

    private Token verified(String name, byte[] value) throws BenchFailed {
        try {
            Decoded<TokenRecord> decoded = Codecs.TOKEN.decode(value);
            if (decoded instanceof Good<TokenRecord>(TokenRecord record)) {
                return reader.read(record);
            }
            throw new BenchFailed("the token of intent " + name + " cannot be read: " + decoded, "");
        } catch (TokenRejected e) {
            throw new BenchFailed("the token of intent " + name + " does not verify: " + e.getMessage(), "", e);
        }
    }

    private static Instant known(String name, Optional<Instant> time) throws BenchFailed {
        return time.orElseThrow(() -> new BenchFailed("the token of " + name + " does not say when it ran", ""));
    }
}
