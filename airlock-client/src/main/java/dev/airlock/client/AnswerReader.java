package dev.airlock.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** An answer's bytes, which anybody may have sent, to an {@link Answer}. */
final class AnswerReader {
    /** More than the longest token and the most output that is kept, in base64. */
    static final int BYTES_MAX = 8 << 20;

    private static final Set<Integer> CODES = Set.of(200, 400, 403, 503);
    private static final int RETRY_MILLIS_MAX = 3_600_000;

    private AnswerReader() {}

    /**
     * @param trusted checks the token; without it nothing is proven
     * @throws AnswerRejected if this is no answer to {@code asked}
     */
    static Answer read(byte[] json, Asked asked, Optional<TokenReader> trusted, double roundtripMillis) {
        try {
            JsonNode root = Json.object("the answer", json, BYTES_MAX);
            int code = root.path("status").asInt(-1);
            if (!root.path("status").isInt() || !CODES.contains(code)) {
                throw new AnswerRejected("the answer's status is "
                        + Json.brief(root.path("status").toString()) + "; it must be one of 200, 400, 403, 503");
            }
            Provenance token = token(root.path("tibet_provenance"), code, asked, trusted);
            if (code == 200 && token instanceof Provenance.None) {
                throw new AnswerRejected("the answer says 200 and has no token; nothing proves that anything was run");
            }
            JsonNode output = root.path("output");
            return new Answer(
                    code,
                    code == 200,
                    roundtripMillis,
                    token,
                    stream(output, "stdout"),
                    stream(output, "stderr"),
                    retryAfter(root.path("retry_after_ms")),
                    root.path("note").asText(""));
        } catch (IllegalArgumentException e) {
            throw new AnswerRejected(e.getMessage(), e);
        }
    }

    private static Provenance token(JsonNode token, int code, Asked asked, Optional<TokenReader> trusted) {
        if (token.isMissingNode() || token.isNull()) {
            return new Provenance.None();
        }
        String json = token.toString();
        if (trusted.isEmpty()) {
            return new Provenance.Unverified(json);
        }
        Token verified = verified(json, trusted.get());
        if (verified.content().erin().status() != code) {
            throw new AnswerRejected("the answer says " + code + " and its token "
                    + verified.content().erin().status());
        }
        if (!asked.isMeantBy(verified)) {
            throw new AnswerRejected("the token " + verified.id() + " is of another intent than "
                    + asked.key().text() + ", or of another payload");
        }
        return new Provenance.Verified(verified);
    }

    private static Token verified(String json, TokenReader reader) {
        try {
            return reader.readJson(json.getBytes(StandardCharsets.UTF_8));
        } catch (TokenRejected e) {
            throw new AnswerRejected("the answer's token is not to be trusted: " + e.getMessage(), e);
        }
    }

    private static Bytes stream(JsonNode output, String name) {
        String text = output.path(name).asText("");
        return Bytes.of(
                output.path("encoding").asText("utf-8").equals("base64")
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Duration> retryAfter(JsonNode millis) {
        return millis.isInt() && millis.intValue() > 0 && millis.intValue() <= RETRY_MILLIS_MAX
                ? Optional.of(Duration.ofMillis(millis.intValue()))
                : Optional.empty();
    }
}
