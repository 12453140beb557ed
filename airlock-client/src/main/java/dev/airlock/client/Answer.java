package dev.airlock.client;

import dev.airlock.schemas.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * How an intent ended.
 *
 * @param httpLikeCode 200 it was run to its end, 400 it is malformed or unknown, 403 it was refused or killed, 503 it may be tried again
 * @param safe whether it was run to its end, by the token where that is verified
 * @param roundtripMillis from before the connection was opened until the answer was read
 * @param token the provenance token
 * @param stdout what the program wrote, as far as it was kept; empty also where nothing was run
 * @param stderr the same of standard error
 * @param retryAfter how long to wait before the next try; empty where the node says nothing of it
 * @param note what the token does not say; may be empty
 */
public record Answer(
        int httpLikeCode,
        boolean safe,
        double roundtripMillis,
        Provenance token,
        Bytes stdout,
        Bytes stderr,
        Optional<Duration> retryAfter,
        String note) {
    /** Standard output as text; what is no UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(stdout.toArray(), StandardCharsets.UTF_8);
    }
}
