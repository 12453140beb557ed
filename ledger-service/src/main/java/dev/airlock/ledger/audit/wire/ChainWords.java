package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.Place;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.TokenId;
import java.util.Optional;

/** What is wrong with a chain, as an audit tells it. */
public final class ChainWords {
    private ChainWords() {}

    /** The finding in an audit's words. */
    public static AuditFinding of(ChainFinding finding) {
        return switch (finding) {
            case ChainFinding.Gap(Place place, TokenId token, long expected, long found) ->
                at(
                        FindingKind.GAP,
                        place,
                        token,
                        "sequence " + found + " where " + expected + " should follow: " + (found - expected)
                                + " of its chain are missing before it");
            case ChainFinding.Rewound(Place place, TokenId token, long epoch, long sequence) ->
                at(
                        FindingKind.REORDERED,
                        place,
                        token,
                        "epoch " + epoch + " sequence " + sequence + " of its chain was passed before");
            case ChainFinding.WrongParent(Place place, TokenId token) ->
                at(FindingKind.WRONG_PARENT, place, token, "it names another parent than the token before it");
            case ChainFinding.GenesisMissing(Place place, TokenId token, long epoch, long sequence) ->
                at(
                        FindingKind.BEGINNING_MISSING,
                        place,
                        token,
                        "the first of its chain's epoch " + epoch + " that is there, and its sequence is " + sequence);
            case ChainFinding.WrongEpoch(Place place, TokenId token, long epoch) ->
                at(
                        FindingKind.WRONG_PARENT,
                        place,
                        token,
                        "the beginning of epoch " + epoch + " does not name the last token before it");
            case ChainFinding.SecondGenesis(Place place, TokenId token, long epoch) ->
                at(FindingKind.SECOND_BEGINNING, place, token, "epoch " + epoch + " of its chain has begun before");
            case ChainFinding.BeforeParent(Place place, TokenId token, var by) ->
                at(FindingKind.BACK_DATED, place, token, "made " + by.toMillis() + " ms before its parent");
            case ChainFinding.WrongPartition(Place place, TokenId token, int named) ->
                at(FindingKind.MISPLACED, place, token, "its chain is one of partition " + named);
            case ChainFinding.DuplicateId(Place place, TokenId token, Place first) ->
                at(FindingKind.DUPLICATE, place, token, "the record at " + record(first) + " has the same token id");
            case ChainFinding.SecondToken(Place place, TokenId token, Place first) ->
                at(
                        FindingKind.SECOND_TOKEN,
                        place,
                        token,
                        "the record at " + record(first) + " is a token of the same intent");
            case ChainFinding.TailMissing missing ->
                new AuditFinding(
                        FindingKind.TRUNCATED,
                        record(missing.place()),
                        Optional.empty(),
                        "the last that is there of the chain of "
                                + missing.chain().sealer() + " on the "
                                + Labels.of(missing.chain().lane())
                                + " lane; its sealer, or an earlier audit, knows of later ones");
        };
    }

    private static AuditFinding at(FindingKind kind, Place place, TokenId token, String text) {
        return new AuditFinding(kind, record(place), Optional.of(token.value()), text);
    }

    private static RecordPlace record(Place place) {
        return RecordPlace.token(place.partition(), place.offset());
    }
}
