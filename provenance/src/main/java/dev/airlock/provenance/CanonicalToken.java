package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.UnsealedToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The bytes of a token that are hashed and signed.
 *
 * <p>A token is one JSON object. Its canonical bytes are the object without the members {@code hash}, {@code signature} and
 * {@code second_signature}, in the form of RFC 8785: UTF-8, no white space, members sorted by the UTF-16 units of their
 * names, strings with the shortest escapes, integers in plain decimal. It holds only objects, arrays, strings,
 * booleans and integers from 0 to 2^53-1; there is no null (an absent member is left out), no floating-point number,
 * and times are strings such as {@code "2026-01-01T00:00:00.000000Z"}, always with six digits. Then:
 *
 * <pre>
 * hash      = "sha256:" + lower-case hex of SHA-256(canonical bytes)
 * signature = base64 (RFC 4648 section 4, padded) of Ed25519(key of "signer", canonical bytes)
 *             (RFC 8032, pure, no context)
 * second_signature = base64 of ML-DSA-65(second key of "signer", canonical bytes), where "signer" is a hybrid key, and only there
 *             (FIPS 204, pure, empty context)
 * </pre>
 *
 * <p>To verify: take the canonical bytes as the record carries them (or remove those members
 * from the object and apply RFC 8785), compare the hash, decode the 32 key bytes from the hex of {@code signer} after
 * {@code "ed25519:"} or {@code "ed25519-mldsa65:"}, check that this key is trusted, and verify the signature over the bytes themselves, not over
 * the hash. No prefix is signed: a token begins with an opening brace and no other signed record of Airlock does.
 */
public final class CanonicalToken {
    /** The {@code version} of the token's format. */
    static final int VERSION = 1;

    private CanonicalToken() {}

    /** The canonical bytes of this content at this place; the same arguments always give the same bytes. */
    public static byte[] bytes(UnsealedToken content, ChainLink link) {
        return Jcs.bytes(object(content, link));
    }

    /** The RFC 8785 form of any object. */
    static byte[] canonical(ObjectNode object) {
        try {
            return new JsonCanonicalizer(object.toString().getBytes(StandardCharsets.UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("an object that we wrote ourselves is JSON", e);
        }
    }

    private static ObjectNode object(UnsealedToken content, ChainLink link) {
        var type = content.erin().type();
        String signer = link.chain().sealer().value();
        ObjectNode token = JsonNodeFactory.instance.objectNode();
        token.put("tbz_version", type.tbzVersion());
        token.put("version", VERSION);
        token.put("token_id", content.id().value());
        token.put("token_type", type.name());
        token.put("type", Labels.of(type.draftType()));
        token.put("timestamp", Rfc3339.write(content.timestamp()));
        token.put("actor", content.actor());
        token.put("ains_identity", content.ainsIdentity());
        token.put("intent", content.intent());
        token.put("signer", signer);
        token.set("chain", chain(link));
        token.set("erin", ErinJson.write(content.erin()));
        token.set("eraan", EraanJson.write(content.eraan(), link.predecessor()));
        token.set("eromheen", EromheenJson.write(content.eromheen()));
        token.put("erachter", content.erachter());
        return token;
    }

    private static ObjectNode chain(ChainLink link) {
        ObjectNode chain = JsonNodeFactory.instance.objectNode();
        chain.put("sealer", link.chain().sealer().value());
        chain.put("lane", Labels.of(link.chain().lane()));
        chain.put("partition", link.chain().partition());
        chain.put("epoch", link.epoch());
        chain.put("sequence", link.sequence());
        switch (link.predecessor()) {
            case Predecessor.None() -> chain.put("genesis", true);
            case Predecessor.PreviousEpoch(long epoch, long sequence, var hash) ->
                chain.putObject("previous_epoch")
                        .put("epoch", epoch)
                        .put("sequence", sequence)
                        .put("hash", hash.value());
            case Predecessor.Parent(var id, var hash) ->
                chain.put("parent_id", id.value()).put("parent_hash", hash.value());
        }
        return chain;
    }
}
