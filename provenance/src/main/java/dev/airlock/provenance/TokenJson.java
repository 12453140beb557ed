package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Lane;
import java.util.Optional;

/** Makes a token of canonical bytes; the reverse of {@link CanonicalToken}. The caller has checked the signature. */
final class TokenJson {
    private TokenJson() {}

    static Token read(byte[] canonical, byte[] signature) throws TokenRejected {
        return Fields.read("token", StrictJson.object(canonical), json -> {
            ChainLink link = json.object("chain", TokenJson::readLink);
            json.expect("signer", link.chain().sealer().value());
            return new Token(readContent(json, link), link, canonical, signature);
        });
    }

    private static UnsealedToken readContent(Fields json, ChainLink link) throws TokenRejected {
        json.expect("version", CanonicalToken.VERSION);
        Erin erin = json.object("erin", ErinJson::read);
        json.expect("token_type", erin.type().name());
        json.expect("tbz_version", erin.type().tbzVersion());
        json.expect("type", Labels.of(erin.type().draftType()));
        return new UnsealedToken(
                new TokenId(json.text("token_id")),
                Rfc3339.read(json.text("timestamp")),
                json.text("actor"),
                json.text("ains_identity"),
                json.text("intent"),
                erin,
                json.object("eraan", eraan -> EraanJson.read(eraan, link.predecessor())),
                json.object("eromheen", EromheenJson::read),
                json.text("erachter"));
    }

    private static ChainLink readLink(Fields json) throws TokenRejected {
        ChainName chain = new ChainName(
                new KeyId(json.text("sealer")), json.label("lane", Lane.class), json.integer("partition"));
        long sequence = json.number("sequence");
        if (sequence > ChainLink.SEQUENCE_MAX) {
            throw json.bad("sequence", "leaves no place behind it");
        }
        return new ChainLink(chain, json.number("epoch"), sequence, readPredecessor(json));
    }

    private static Predecessor readPredecessor(Fields json) throws TokenRejected {
        Optional<String> parentId = json.optionalText("parent_id");
        if (parentId.isPresent()) {
            return new Predecessor.Parent(new TokenId(parentId.get()), new Sha256(json.text("parent_hash")));
        }
        Optional<Predecessor> previous = json.optionalObject(
                "previous_epoch",
                epoch -> new Predecessor.PreviousEpoch(
                        epoch.number("epoch"), epoch.number("sequence"), new Sha256(epoch.text("hash"))));
        if (previous.isPresent()) {
            return previous.get();
        }
        if (!json.flag("genesis")) {
            throw json.bad("genesis", "must be true or absent");
        }
        return new Predecessor.None();
    }
}
