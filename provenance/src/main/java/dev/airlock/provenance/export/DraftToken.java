package dev.airlock.provenance.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A token in the form of draft-vandemeent-tibet-provenance: an observation by who exports it, signed by its key. Our own token is whole in
 * {@code eraan.token}; its chain is there, and not in the draft's {@code parent_id}, since the parent's hash in this form is another one.
 */
public final class DraftToken {
    private DraftToken() {}

    /**
     * One line of JSON in RFC 8785 form.
     *
     * @param exporter the URI of who exports, whose key signs
     */
    public static String of(Token token, String exporter, SigningKey key) {
        ObjectNode own = Trees.of(token);
        ObjectNode draft = JsonNodeFactory.instance.objectNode();
        draft.put("token_id", token.id().value());
        draft.put("version", 1);
        draft.put("type", "observation");
        draft.set("timestamp", own.get("timestamp"));
        draft.put("actor", exporter);
        draft.putNull("parent_id");
        draft.putNull("parent_hash");
        draft.set("erin", own.get("erin"));
        draft.putObject("eraan").set("token", own);
        draft.set("eromheen", own.get("eromheen"));
        draft.set("erachter", own.get("erachter"));
        draft.put("state", "created");
        byte[] canonical = Trees.canonical(draft);
        draft.put("hash", Sha256.of(canonical).value());
        draft.put("signature", Base64.getEncoder().encodeToString(key.sign(canonical)));
        return new String(Trees.canonical(draft), StandardCharsets.UTF_8);
    }

    /**
     * Our own token in one that was exported.
     *
     * @throws EnvelopeRejected if there is none
     * @throws TokenRejected if it does not hold
     */
    public static Token read(byte[] json, TokenReader reader) throws EnvelopeRejected, TokenRejected {
        ObjectNode draft = Trees.object(
                json,
                "token_id",
                "version",
                "type",
                "timestamp",
                "actor",
                "parent_id",
                "parent_hash",
                "erin",
                "eraan",
                "eromheen",
                "erachter",
                "state",
                "hash",
                "signature");
        Trees.requireMembers(draft.get("eraan"), "token");
        return reader.readJson(draft.get("eraan").get("token").toString().getBytes(StandardCharsets.UTF_8));
    }
}
