package dev.airlock.gateway.mux;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Output;
import java.util.Optional;

/** What a token says of its run's output. */
final class TokenOutput {
    private TokenOutput() {}

    /** How many bytes of standard output and error were kept. */
    static long bytes(Token token) {
        return of(token.content().erin())
                .map(output -> output.stdout().bytes() + output.stderr().bytes())
                .orElse(0L);
    }

    /** Whether these kept bytes are the ones that the token speaks of. */
    static boolean matches(Token token, dev.airlock.schemas.model.Output output) {
        return of(token.content().erin())
                .filter(said -> said.equals(Output.of(
                        output.stdout().toArray(),
                        said.stdout().truncated(),
                        output.stderr().toArray(),
                        said.stderr().truncated())))
                .isPresent();
    }

    private static Optional<Output> of(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> Optional.of(completed.output());
            case Erin.Killed killed -> killed.output();
            case Erin.Faulted faulted -> faulted.output();
            case Erin.Refused _ -> Optional.empty();
        };
    }
}
