package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.ChainLink;
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
        return CanonicalWriter.object(token -> write(token, content, link));
    }

    /** The RFC 8785 form of any object. */
    static byte[] canonical(ObjectNode object) {
        try {
            return new JsonCanonicalizer(object.toString().getBytes(StandardCharsets.UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("an object that we wrote ourselves is JSON", e);
        }
    }

    private static void write(CanonicalWriter token, UnsealedToken content, ChainLink link) {
        var type = content.erin().type();
        token.text("actor", content.actor());
        token.text("ains_identity", content.ainsIdentity());
        token.object("chain", chain -> write(chain, link));
        token.object("eraan", eraan -> EraanJson.write(eraan, content.eraan(), link.predecessor()));
        token.text("erachter", content.erachter());
        token.object("erin", erin -> ErinJson.write(erin, content.erin()));
        token.object("eromheen", eromheen -> EromheenJson.write(eromheen, content.eromheen()));
        token.text("intent", content.intent());
        token.text("signer", link.chain().sealer().value());
        token.text("tbz_version", type.tbzVersion());
        token.time("timestamp", content.timestamp());
        token.text("token_id", content.id().value());
        token.text("token_type", type.name());
        token.label("type", type.draftType());
        token.number("version", VERSION);
    }

    private static void write(CanonicalWriter chain, ChainLink link) {
        chain.number("epoch", link.epoch());
        if (link.predecessor() instanceof Predecessor.None) {
            chain.flag("genesis", true);
        }
        chain.label("lane", link.chain().lane());
        if (link.predecessor() instanceof Predecessor.Parent(var id, var hash)) {
            chain.text("parent_hash", hash.value());
            chain.text("parent_id", id.value());
        }
        chain.number("partition", link.chain().partition());
        if (link.predecessor() instanceof Predecessor.PreviousEpoch before) {
            chain.object("previous_epoch", previous -> write(previous, before));
        }
        chain.text("sealer", link.chain().sealer().value());
        chain.number("sequence", link.sequence());
    }

    private static void write(CanonicalWriter previous, Predecessor.PreviousEpoch before) {
        previous.number("epoch", before.epoch());
        previous.text("hash", before.hash().value());
        previous.number("sequence", before.sequence());
    }
}
