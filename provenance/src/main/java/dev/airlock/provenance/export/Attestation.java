package dev.airlock.provenance.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/**
 * A token as an in-toto Statement v1 in a {@link Dsse} envelope. The predicate is the whole token with its hash and signature; the
 * subjects are what the run wrote: its output and its files by their hashes, or the token itself where nothing ran.
 */
public final class Attestation {
    /** The envelope's payload type. Source: in-toto attestation framework, spec/v1/envelope.md. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** What the predicate is; docs/PREDICATE.md. */
    public static final String PREDICATE_TYPE = "https://airlock.dev/tibet-token/v1";

    private static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    private Attestation() {}

    /** The envelope as one line of JSON. Who exports signs it; whoever reads it can check the token alone. */
    public static String of(Token token, SigningKey exporter) {
        return Dsse.sign(PAYLOAD_TYPE, Trees.canonical(statement(token)), exporter);
    }

    private static ObjectNode statement(Token token) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("_type", STATEMENT_TYPE);
        statement.set("subject", subjects(token));
        statement.put("predicateType", PREDICATE_TYPE);
        statement.set("predicate", Trees.of(token));
        return statement;
    }

    private static ArrayNode subjects(Token token) {
        ArrayNode subjects = JsonNodeFactory.instance.arrayNode();
        Optional<Output> written = token.content().erin().written();
        if (written.isEmpty()) {
            add(subjects, "token:" + token.id(), token.hash());
            return subjects;
        }
        add(subjects, "output:" + token.id(), written.get().hash());
        written.get().files().forEach(file -> add(subjects, "file:" + file.name(), file.hash()));
        return subjects;
    }

    private static void add(ArrayNode subjects, String name, Sha256 hash) {
        subjects.addObject()
                .put("name", name)
                .putObject("digest")
                .put("sha256", hash.value().substring("sha256:".length()));
    }

    /**
     * The token in an envelope that one of these exporters signed and whose token the reader trusts.
     *
     * @throws EnvelopeRejected if the envelope or the statement does not hold
     * @throws TokenRejected if the token does not
     */
    public static Token read(byte[] envelope, Collection<VerifyingKey> exporters, TokenReader reader)
            throws EnvelopeRejected, TokenRejected {
        byte[] payload = Dsse.open(envelope, PAYLOAD_TYPE, exporters);
        ObjectNode statement = Trees.object(payload, "_type", "subject", "predicateType", "predicate");
        if (!Trees.text(statement, "_type").equals(STATEMENT_TYPE)
                || !Trees.text(statement, "predicateType").equals(PREDICATE_TYPE)) {
            throw new EnvelopeRejected(
                    Reason.WRONG_TYPE, "not a " + STATEMENT_TYPE + " with the predicate " + PREDICATE_TYPE);
        }
        JsonNode predicate = statement.get("predicate");
        Token token = reader.readJson(predicate.toString().getBytes(StandardCharsets.UTF_8));
        if (!statement.get("subject").equals(subjects(token))) {
            throw new EnvelopeRejected(Reason.DISAGREES, "the subjects are not what the token says was written");
        }
        return token;
    }
}
