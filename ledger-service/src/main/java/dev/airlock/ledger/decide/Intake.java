package dev.airlock.ledger.decide;

import dev.airlock.provenance.Token;
import java.util.Optional;

/** What a record of the tokens' topic turned out to be. */
public sealed interface Intake {
    /** A token, sealed by somebody who may: schema, canonical bytes, hash, signature and key are in order. */
    record Verified(Token token) implements Intake {}

    /** The record of a token that is not to be trusted, and why. */
    record Rejected(Optional<String> tokenId, String reason) implements Intake {}

    /** Not the record of a token, and why. */
    record Unreadable(String reason) implements Intake {}
}
